/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Who used the processor: the counters of the benchmark configuration, see benchmark.c. Callers ask
 * `if (KEEL_BENCHMARK)` first.
 */

#include "node.h"

/* The kernel was entered; it is about to resume node.current; `to` takes over from `from`. */
void benchmark_enter(void);
void benchmark_leave(void);
void benchmark_switch(struct tcb *from, struct tcb *to);

/* The bodies of the system calls. */
void benchmark_reset_log(void);
void benchmark_finalize_log(void);
/* Write t's counters and the totals to the caller's IPC buffer, if it has one. */
void benchmark_get_utilisation(struct tcb *caller, struct tcb *t);
void benchmark_reset_utilisation(struct tcb *t);
