/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the suites of a malicious root task share: crowds of threads, and a victim that watches the
 * clock while it is attacked.
 */
#include "operations.h"

/*
 * `n` threads of priority LOW that repeat `call` for ever and are blocked in it. Thread i names
 * capability call.cap + i % n_caps. Their TCBs are in consecutive slots; the first is returned.
 * They run no more unless the test waits.
 */
word crowd_of(word n, struct sys call, word n_caps);
void crowd_member(word tcb, word sc, word prio, struct sys call);   /* one: runs if it can */
word retype_many(word untyped, word type, word size_bits, word n);  /* the first of n slots */

/*
 * The victim: a thread of priority HIGHER that is to run for a moment every VICTIM_US. Its wake-ups
 * are due at exact multiples, so what it sees of the clock tells how late the kernel let it run.
 */
#ifndef VICTIM_US               /* bench/rules.mk needs more */
#define VICTIM_US 53
#endif
void victim_start(void);
word victim_wakes(void);            /* how often it ran */
word victim_worst_late(void);       /* ticks later than in its best wake-up */
word victim_due_after(word ticks);  /* about when it is due after that; forgets the worst */
