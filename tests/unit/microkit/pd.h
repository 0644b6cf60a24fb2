/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The protection domain under test: its entry points write down what they are told, and act. */
#pragma once

#include "fake.h"
#include <microkit.h>

/* What the next events are; the run ends when they are used up. */
void run(const struct keel_registers *events, int n_events);

/* The entry points that ran, with arguments: "init 0 0; notified 5 0; protected 3 <label>; ". */
extern char trace[512];

/* Called by the entry points, if set. */
extern void (*act)(void);
extern seL4_Bool fault_answer;

/* Runs f, which must crash; the address it crashed at, or ABSENT. */
seL4_Word crash_address(void (*f)(void));

/* The library's stand-ins, under other names than the entry points here. */
microkit_msginfo missing_protected(microkit_channel ch, microkit_msginfo msginfo);
seL4_Bool missing_fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply);

void test_loop(void);
void test_functions(void);
