/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Entering and leaving the kernel.
 */

#include "types.h"
#include <abi/config.h>

/* The one stack of this core; it is empty at every entry. And the one on which the kernel dies, if
 * it must, or is interrupted by what nothing can hold off. */
extern uint8_t kernel_stack[1 << KERNEL_STACK_BITS];

/* Where the core goes (entry.S): an address, not a function; nobody calls it. vectors: one every
 * VECTOR_BYTES, 256 of them. */
#define VECTOR_BYTES 16
#define N_VECTORS    256
struct trap_vector { uint32_t instruction; };
_Static_assert(sizeof(struct trap_vector) == 4, "trap_vector size");
ADDRESSABLE(trap_vector)
extern struct trap_vector trap_vectors, trap_syscall_entry;

/* Exceptions (SDM 3, table 6-1). */
enum exception_vector {
    VECTOR_DEBUG = 1,
    VECTOR_NMI = 2,
    VECTOR_BREAKPOINT = 3,
    VECTOR_FPU = 7,
    VECTOR_DOUBLE_FAULT = 8,
    VECTOR_PROTECTION = 13,
    VECTOR_PAGE_FAULT = 14,
    VECTOR_MACHINE_CHECK = 18,
    VECTOR_FIRST_IRQ = 32
};

/* Boot: from now on traps are ours and user code can be entered. Interrupts stay off here. */
void trap_init(void);
/* segments.c, for trap_init: descriptor tables and the task state. */
void segments_init(void);
/* Run node.current. */
_Noreturn void trap_leave(void);
