/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Errors of invocations. A handler returns ERR_OK, or the result of exactly one fail_... call,
 * which records the error words for the reply and, in a debug kernel, prints one sentence naming
 * thread, object, argument and rule.
 */

#include "types.h"
#include <abi/errors.h>

#define ERROR_ENUM_(n, name, doc) E_##name = n,
#define LOOKUP_ENUM_(n, name, words, doc) LOOKUP_##name = n,
enum lookup_failure_type { LOOKUP_FAILURES(LOOKUP_ENUM_) };
enum err {
    ERRORS(ERROR_ENUM_)
    ERR_OK = E_NoError,
    ERR_PREEMPTED = 16,     /* stopped at a preemption point: the system call is repeated */
    ERR_DEFERRED            /* the result is written later (YieldTo) */
};

/* Why a lookup failed; bits_left etc. as in the message. */
struct lookup_failure {
    word_t type;            /* enum lookup_failure_type */
    word_t bits_left;
    word_t bits_found;      /* depth mismatch: bits found; guard mismatch: guard size */
    word_t guard_found;     /* guard mismatch */
};
_Static_assert(sizeof(struct lookup_failure) == 32, "lookup_failure size");

#define MAX_ERROR_WORDS 5
struct error_reply {
    word_t code;            /* enum err of the last refusal */
    word_t count;
    word_t word[MAX_ERROR_WORDS];
};
_Static_assert(sizeof(struct error_reply) == 8 * (2 + MAX_ERROR_WORDS), "error_reply size");

/* The sentences are printf-like: %lu %lx %s. They cost nothing in release kernels. */
/* The last refusal: what a function that returned nothing refused with. */
enum err last_refusal(void);

enum err fail_argument(word_t number, const char *why, word_t a, word_t b);
enum err fail_capability(word_t number, const char *why, word_t a);
enum err fail_illegal(const char *why);
enum err fail_range(word_t min, word_t max, const char *what, word_t value);
enum err fail_alignment(const char *what, word_t value, word_t bits);
enum err fail_lookup(bool source, struct lookup_failure *failure, const char *what);
enum err fail_truncated(word_t words, word_t caps);
enum err fail_delete_first(const char *what);
enum err fail_revoke_first(const char *what);
enum err fail_memory(word_t bytes_left, word_t bytes_wanted);
