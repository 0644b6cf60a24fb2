/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Calls made by the fast path and again the long way, see both_ways.c.
 */

#include "user.h"

#define BOTH_WAYS_KINDS(X) \
    X(CALL) X(REPLY_RECV) X(SEND) X(SIGNAL) X(YIELD) X(FAULT) X(LONG) X(FPU) X(INTERRUPT) X(BOUND) \
    X(ACTIVE_CALL) X(ACTIVE_ANSWER) X(LEVELS) X(INVOKE)
#define BOTH_WAYS_ENUM_(name) BOTH_WAYS_##name,
enum both_ways_kind { BOTH_WAYS_KINDS(BOTH_WAYS_ENUM_) N_BOTH_WAYS_KINDS };

/* What has been found out so far, over all machines. */
struct both_ways {
    word_t compared;            /* had the same outcome */
    word_t of_kind[N_BOTH_WAYS_KINDS];      /* of those; one can be of several kinds */
    word_t undecided;           /* something ended at the time of the call */
};
extern struct both_ways both_ways;

/* After host_boot: room for copies of this machine. */
void both_ways_start(void);
/* As host_system_call; ends as a broken assertion does if the two ways differ. */
void both_ways_call(word_t number);
/* As user_enter_fault and host_interrupt, likewise. */
void both_ways_fault(const struct user_fault *f);
void both_ways_interrupt(void);
/* Each kind has been compared often enough; prints how often. */
bool both_ways_met_everything(void);
