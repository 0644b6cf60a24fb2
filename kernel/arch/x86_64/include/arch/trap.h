/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Entering and leaving the kernel.
 */

#include "objects.h"

/* The one stack of this core; it is empty at every entry. Two more for what nothing can hold off:
 * debug exceptions, and those that end the kernel. */
#define DEBUG_STACK_BYTES 512
#define ENTRY_STACK_BYTES 128
extern uint8_t kernel_stack[1 << KERNEL_STACK_BITS];
extern uint8_t debug_stack[DEBUG_STACK_BYTES];
extern uint8_t entry_stack[ENTRY_STACK_BYTES];      /* of an isolated kernel: till CR3 is its */
extern uint8_t fatal_stack[1 << KERNEL_STACK_BITS];

/* Where the core goes (entry.S): addresses, not functions; nobody calls them. trap_vectors: one
 * every VECTOR_BYTES. */
#define VECTOR_BYTES 8
#define N_VECTORS    256
struct trap_vector { uint32_t instruction; };
_Static_assert(sizeof(struct trap_vector) == 4, "trap_vector size");
ADDRESSABLE(trap_vector)
extern struct trap_vector trap_vectors, trap_syscall_entry;
extern struct trap_vector isolated_vectors, isolated_syscall_entry;

/* Exceptions (SDM 3, table 6-1), and those for which the processor pushes an error code. */
enum vector {
    VECTOR_DEBUG = 1,
    VECTOR_NMI = 2,
    VECTOR_BREAKPOINT = 3,
    VECTOR_FPU = 7,
    VECTOR_DOUBLE_FAULT = 8,
    VECTOR_PAGE_FAULT = 14,
    VECTOR_MACHINE_CHECK = 18,
    VECTOR_FIRST_IRQ = 32,
    VECTOR_FIRST_TRAP = 158,    /* `int` with these is an unknown system call */
    VECTOR_LAST_TRAP = 254,
    VECTOR_SPURIOUS = 255
};
#define EXCEPTIONS_WITH_CODE 0x60227d00     /* 8, 10..14, 17, 21, 29, 30 */

#define SYSCALL_BYTES   2       /* also of `int` */

/* Selectors (segments.c), and where SYSRET finds those of user code: 16 and 8 behind this one. */
#define KERNEL_CODE     0x08
#define KERNEL_DATA     0x10
#define SYSRET_BASE     0x1b
#define USER_DATA       0x23
#define USER_CODE       0x2b
#define TASK_STATE      0x30

/* What gate_of_kernel pushes, from the stack's end upwards. */
struct kernel_frame {
    word_t r11, r10, r9, r8, rdi, rsi, rdx, rcx, rax;
    word_t vector, code;
    word_t rip, cs, rflags, rsp, ss;
};
_Static_assert(sizeof(struct kernel_frame) == 16 * sizeof(word_t), "kernel_frame size");

/* Boot: from now on traps are ours and user code can be entered. Interrupts stay off here. */
void trap_init(void);
/* segments.c, for trap_init: descriptor tables and the task state. */
void segments_init(void);
/* Run node.current. Like all below it does not return, and is not declared so: then its call is a
 * jump. */
void trap_leave(void);

/* --- entry.S, for trap_leave: go on with t behind its system call, or with all its registers. */
void leave_by_sysret(const struct tcb *t);
void leave_by_iret(const struct tcb *t);
void isolated_leave_by_sysret(const struct tcb *t);
void isolated_leave_by_iret(const struct tcb *t);
