/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Error codes (the label of a kernel reply) and lookup failures. Rows: X(number, Name, doc).
 */

#define ERRORS(X)                                                                   \
    X(0,  NoError,           "success")                                             \
    X(1,  InvalidArgument,   "MR0 = number of the bad argument")                    \
    X(2,  InvalidCapability, "MR0 = 0 the invoked capability, i the extra cap i-1") \
    X(3,  IllegalOperation,  "not possible with this object now")                   \
    X(4,  RangeError,        "MR0 = smallest, MR1 = largest allowed value")         \
    X(5,  AlignmentError,    "address not aligned")                                 \
    X(6,  FailedLookup,      "MR0 = 1 source, 0 other; MR1.. = lookup failure")     \
    X(7,  TruncatedMessage,  "too few words or capabilities")                       \
    X(8,  DeleteFirst,       "destination is occupied")                             \
    X(9,  RevokeFirst,       "capability has children")                             \
    X(10, NotEnoughMemory,   "MR0 = bytes left in the untyped")

/* Words used by a description, the type itself included. X(number, Name, words, doc). */
#define LOOKUP_FAILURES(X)                                                          \
    X(0, NoFailure,         0, "")                                                  \
    X(1, InvalidRoot,       1, "the root is not a CNode")                           \
    X(2, MissingCapability, 2, "bits left")                                         \
    X(3, DepthMismatch,     3, "bits left, bits found")                             \
    X(4, GuardMismatch,     4, "bits left, guard found, guard bits found")
