/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Requests that are right, and requests that are wrong in one or two chosen ways.
 *
 * A table of rows states, for one invocation, single faults in the order in which the manual checks
 * them: at one place (a word, a capability, the length, ...) one value, and the answer. Then
 * precedence() expects of every pair of faults at two places the answer of the earlier row. Rows
 * whose answer is success are values at the edge of what is allowed.
 */
#include "operations.h"

struct request {
    word cap, label, n_words, words[12], n_caps, caps[3];
};

/* Made of new objects: it succeeds once. Label 0: none is written down. */
struct request request_good(word label);
struct reply request_send(const struct request *r);
const char *request_name(word label);
word request_irq(void);         /* an interrupt number that is free */
/* A handler of `irq` in slot `to`, in one of the two ways of the architecture. */
struct request request_handler(word way, word irq, word to);

/* arch/: the same for the architecture's invocations. */
struct request arch_request_good(word label);

#define REQUEST(cap, label, words, caps) \
    request_of(cap, label, LENGTH(words), (words) + 1, LENGTH(caps), (caps) + 1)
struct request request_of(word cap, word label, word n_words, const word *words, word n_caps,
                          const word *caps);

struct answer {
    word label, n, word[5];
    bool loose;                 /* with a second fault only the label counts */
};

#define ANSWER_(error, ...) \
    { seL4_##error, LENGTH(LIST(__VA_ARGS__)), { __VA_ARGS__ }, false }
#define PLAIN_(error) { seL4_##error, 0, { 0 }, false }
#define SUCCESS    PLAIN_(NoError)
#define TRUNCATED  PLAIN_(TruncatedMessage)
#define ILLEGAL    PLAIN_(IllegalOperation)
#define OCCUPIED   PLAIN_(DeleteFirst)
#define REVOKE     PLAIN_(RevokeFirst)
#define UNALIGNED  PLAIN_(AlignmentError)
#define BAD_ARG(n)      ANSWER_(InvalidArgument, n)
#define BAD_CAP(n)      ANSWER_(InvalidCapability, n)
#define RANGE(low, high) ANSWER_(RangeError, low, high)
#define LOOSE_RANGE(low, high) { seL4_RangeError, 2, { low, high }, true }
#define LOOKUP(...)     ANSWER_(FailedLookup, __VA_ARGS__)
#define MEMORY(bytes)   ANSWER_(NotEnoughMemory, bytes)

enum place { LENGTH_IS, CAPS_ARE, SELF, WORD_0, CAP_0 = WORD_0 + 12 };
#define WORD(i) (WORD_0 + (i))
#define CAP(i)  (CAP_0 + (i))

struct row {
    word place, value;
    struct answer answer;
};

#define PRECEDENCE(good, rows, undo) precedence(good, rows, sizeof (rows) / sizeof *(rows), undo)
/* `good` itself is not sent; `undo`, if not null, undoes what a row with success did. */
void precedence(const struct request *good, const struct row *rows, word n, void (*undo)(void));

/* A failure names the invocation, and the numbers `i` and `j` of `what`. */
void check_answer(const struct request *r, const char *what, word i, word j,
                  const struct answer *want, bool exact);
void check_label(word label, const char *what, word i, word j, word got, word want);
