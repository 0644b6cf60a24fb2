/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Entering and leaving the kernel.
 */

#include "types.h"
#include <abi/config.h>

/* The one stack of this core; it is empty at every entry. */
extern uint8_t kernel_stack[1 << KERNEL_STACK_BITS];

/* Where the core goes (entry.S). An address, not a function: nobody calls it. */
struct trap_vector { uint32_t instruction; };
_Static_assert(sizeof(struct trap_vector) == 4, "trap_vector size");
ADDRESSABLE(trap_vector)
extern struct trap_vector trap_vectors;

#define SVC_BYTES 4     /* of the instruction that makes a system call */

/* Boot: from now on traps are ours and user code can be entered. Interrupts stay off here. */
void trap_init(void);
/* Run node.current. */
_Noreturn void trap_leave(void);

/* What differs by exception level, elN/trap.c: how user code is configured at boot; the address to
 * report for an abort at vaddr; an exception that trap.c does not know. */
void trap_init_user(void);
word_t trap_fault_address(word_t vaddr);
void trap_other(word_t esr);
