/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * probes.S: pieces of code that threads under test run. None of them returns, unless it says so.
 */
#include <sel4/sel4.h>

extern seL4_Word register_dump[32];

/* Stores x1..x30 in register_dump, then stops by a fault without handler. */
void registers_dump_and_stop(void);

/* One system call with the registers as they are, then the same. */
void registers_trap_and_dump(void);

/* lr, a Send to `cap`, sc; returns what sc says: 1 when the store failed. */
seL4_Word registers_reserve_across_send(seL4_Word cap);

/* Faults, each at its own label. */
void fault_illegal_instruction(void);
void fault_breakpoint(void);
extern char fault_load_at[], fault_store_at[], fault_fetch_at[];
void fault_load(void);              /* from the address in a0 */
void fault_store(void);             /* to the address in a0 */
void fault_jump(void);              /* to the address in a0 */

/* An unknown system call with number a7 and all argument registers set by the starter. */
void fault_syscall(void);
extern char fault_syscall_at[];

/* Sets f0..f31 to `seed` + index and the flags to its low bits; the bits that differ from that. */
void fpu_fill(seL4_Word seed);
seL4_Word fpu_differences(seL4_Word seed);
seL4_Word fpu_is_zero(void);        /* 1 if all registers and fcsr are 0 */
