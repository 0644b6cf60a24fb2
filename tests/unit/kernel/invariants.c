/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The whole-kernel check, made when the kernel has left: survey.c says what lives, the check_...
 * files what must hold between what lives. The first thing wrong ends the check.
 */

#include "survey.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

bool invariants_have_gaps, invariants_second_half;
word_t invariants_shared = 1024;

static jmp_buf verdict;
static char reason[300];

_Noreturn void wrong(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    longjmp(verdict, 1);
}

void invariants_start(word_t root_cnode, word_t boot_end)
{
    survey_start(root_cnode, boot_end, invariants_shared);
    check_memory_start();
    invariants_budgets_may_change = true;
}

const char *invariants_check(void)
{
    if (setjmp(verdict) != 0) {
        snapshot_is_partial();
        return reason;
    }
    survey_take();
    check_memory();
    check_threads();
    check_ipc();
    check_node();
    check_spaces();
    invariants_budgets_may_change = false;
    invariants_domain_was_set = false;
    invariants_second_half = false;
    return NULL;
}
