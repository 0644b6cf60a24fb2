/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Between the parts of the harness; tests do not include it.
 */
#include "harness.h"

/* objects.c */
void objects_setup(void);       /* chooses the arena, makes the harness's own objects */
void objects_check(void);       /* stops, with a reason, if there is no arena */
void objects_start_test(void);
const char *objects_end_test(void); /* null, or what survived */
word harness_slot(void);        /* slots and objects that stay for the whole run */
word harness_make(word type, word size_bits);
extern word harness_untyped;

/* message.c: invoke() by a thread with a buffer of its own. */
struct reply invoke_on(seL4_IPCBuffer *buffer, word cap, word label, word n_words,
                       const word *words, word n_caps, const word *caps);

/* devices.c */
void *device_map(word address); /* ascending, as far as addresses are of one untyped */

/* board.c of the architecture, which also has power_off() and the alarm of harness.h */
void devices_setup(void);
void board_put(char c);

/* threads.c */
void threads_setup(void);
void threads_start_test(void);

/* guard.c: ends a test that hangs or faults by arch_restore(&test_end, value). */
void guard_setup(void);
enum { TEST_OK, TEST_FAILED, TEST_HANGS, TEST_FAULTS };
extern struct arch_point test_end;
extern volatile bool guard_on;      /* a test is running */
extern volatile word guard_count;   /* tests begun */
extern volatile word guard_wakes;   /* how often the watchdog has interrupted whoever ran */
extern word guard_fault[6];         /* label and words of the fault that ended the test */
void guard_restore_root(void);      /* root task's own priority, time, domain, bindings */
