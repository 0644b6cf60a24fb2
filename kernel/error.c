/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Refusals: the error words of an invocation's reply, and the sentence a debug kernel prints.
 *
 * Invariant: node.error describes the last fail_... call; nothing else writes it.
 */

#include "error.h"
#include "debug.h"
#include "node.h"

static enum err fail(enum err error, word_t count, word_t word0, word_t word1)
{
    node.error.code = (word_t)error;
    node.error.count = count;
    node.error.word[0] = word0;
    node.error.word[1] = word1;
    return error;
}

enum err last_refusal(void)
{
    return (enum err)node.error.code;
}

enum err fail_argument(word_t number, const char *why, word_t a, word_t b)
{
    if (KEEL_DEBUG)
        debug_refusal(E_InvalidArgument, why, a, b);
    return fail(E_InvalidArgument, 1, number, 0);
}

enum err fail_capability(word_t number, const char *why, word_t a)
{
    if (KEEL_DEBUG)
        debug_refusal(E_InvalidCapability, why, a, 0);
    return fail(E_InvalidCapability, 1, number, 0);
}

enum err fail_illegal(const char *why)
{
    if (KEEL_DEBUG)
        debug_refusal(E_IllegalOperation, why, 0, 0);
    return fail(E_IllegalOperation, 0, 0, 0);
}

enum err fail_range(word_t min, word_t max, const char *what, word_t value)
{
    if (KEEL_DEBUG)
        debug_refusal(E_RangeError, what, value, max);
    return fail(E_RangeError, 2, min, max);
}

enum err fail_alignment(const char *what, word_t value, word_t bits)
{
    if (KEEL_DEBUG)
        debug_refusal(E_AlignmentError, what, value, bits);
    return fail(E_AlignmentError, 0, 0, 0);
}

enum err fail_lookup(bool source, struct lookup_failure *failure, const char *what)
{
    struct error_reply *e = &node.error;
    if (KEEL_DEBUG)
        debug_refusal(E_FailedLookup, what, failure->type, failure->bits_left);
    e->code = E_FailedLookup;
    e->word[0] = source ? 1 : 0;
    e->word[1] = failure->type;
    e->word[2] = failure->bits_left;
    if (failure->type == LOOKUP_GuardMismatch) {
        e->word[3] = failure->guard_found;
        e->word[4] = failure->bits_found;
        e->count = 5;
    } else if (failure->type == LOOKUP_DepthMismatch) {
        e->word[3] = failure->bits_found;
        e->count = 4;
    } else {
        e->count = failure->type == LOOKUP_MissingCapability ? 3 : 2;
    }
    return E_FailedLookup;
}

enum err fail_truncated(word_t words, word_t caps)
{
    if (KEEL_DEBUG)
        debug_refusal(E_TruncatedMessage,
                      "the message is too short: it needs %lu words and %lu capabilities",
                      words, caps);
    return fail(E_TruncatedMessage, 0, 0, 0);
}

enum err fail_delete_first(const char *what)
{
    if (KEEL_DEBUG)
        debug_refusal(E_DeleteFirst, what, 0, 0);
    return fail(E_DeleteFirst, 0, 0, 0);
}

enum err fail_revoke_first(const char *what)
{
    if (KEEL_DEBUG)
        debug_refusal(E_RevokeFirst, what, 0, 0);
    return fail(E_RevokeFirst, 0, 0, 0);
}

enum err fail_memory(word_t bytes_left, word_t bytes_wanted)
{
    if (KEEL_DEBUG)
        debug_refusal(E_NotEnoughMemory, "the untyped has %lu bytes left, %lu are needed",
                      bytes_left, bytes_wanted);
    return fail(E_NotEnoughMemory, 1, bytes_left, 0);
}
