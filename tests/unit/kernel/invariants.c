/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The whole-kernel check, made when the kernel has left: survey.c says what lives, the check_...
 * files what must hold between what lives. The first thing wrong ends the check.
 *
 * What they have seen once and what cannot have changed since they do not look at again. Now and
 * then all is looked at nevertheless, directly after that: if something is found then, or found
 * otherwise, one of these shortcuts is wrong.
 */

#include "survey.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

bool invariants_have_gaps, invariants_second_half;
word_t invariants_shared = 1024;

#define WHOLE_EVERY 256

static jmp_buf verdict;
static char reason[300];

_Noreturn void wrong(const char *format, ...)
{
    va_list arguments;
    int n = survey.whole ? sprintf(reason, "the shortcuts of the checker missed: ") : 0;
    va_start(arguments, format);
    vsnprintf(reason + n, sizeof reason - (size_t)n, format, arguments);
    va_end(arguments);
    longjmp(verdict, 1);
}

void invariants_start(word_t root_cnode, word_t boot_end)
{
    survey_start(root_cnode, boot_end, invariants_shared);
    check_memory_start();
    invariants_budgets_may_change = true;
}

static void check_all(void)
{
    survey_take();
    check_memory();
    check_threads();
    check_ipc();
    check_node();
    check_spaces();
}

static void check_wholly(void)
{
    word_t before = survey_fingerprint();
    survey.whole = true;
    check_all();
    MUST(survey_fingerprint() == before, "a slot that has changed");
    survey.whole = false;
}

const char *invariants_check(void)
{
    survey.whole = false;
    if (setjmp(verdict) != 0) {
        snapshot_is_partial();
        return reason;
    }
    check_all();
    if (survey.number % WHOLE_EVERY == 0)
        check_wholly();
    invariants_budgets_may_change = false;
    invariants_domain_was_set = false;
    invariants_second_half = false;
    return NULL;
}
