/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Offsets that assembly needs, from the C structs. This file is compiled to assembly only; rules.mk
 * turns its strings "@NAME value" into the header <offsets.h>.
 */

#include "node.h"
#include <arch/mmu.h>
#include <arch/segments.h>

#define OFFSET(name, value) __asm__(".ascii \"@" #name " %c0\"" : : "i"(value))
#define REGISTER_OFFSET_(i, name, field) \
    OFFSET(CONTEXT_##field, offsetof(struct context, reg) + (i) * sizeof(word_t));

void offsets(void);
void offsets(void)
{
    OFFSET(VECTOR_BYTES, VECTOR_BYTES);
    OFFSET(N_VECTORS, N_VECTORS);
    OFFSET(VECTOR_FIRST_IRQ, VECTOR_FIRST_IRQ);
    OFFSET(EXCEPTIONS_WITH_CODE, EXCEPTIONS_WITH_CODE);
    OFFSET(SYSCALL_BYTES, SYSCALL_BYTES);
    OFFSET(DEBUG_STACK_BYTES, DEBUG_STACK_BYTES);
    OFFSET(ENTRY_STACK_BYTES, ENTRY_STACK_BYTES);
    OFFSET(PAGE_BITS, PAGE_BITS);
    OFFSET(SEGMENTS_KERNEL_SPACE, offsetof(struct segments, kernel_space));
    OFFSET(CACHE_LINE_BYTES, CACHE_LINE_BYTES);
    OFFSET(NODE_SPACE, offsetof(struct node, arch.space));
    OFFSET(KERNEL_CODE, KERNEL_CODE);
    OFFSET(KERNEL_DATA, KERNEL_DATA);
    OFFSET(USER_CODE, USER_CODE);
    OFFSET(USER_DATA, USER_DATA);
    OFFSET(GATE_CODE, offsetof(struct kernel_frame, code) - offsetof(struct kernel_frame, vector));
    OFFSET(GATE_CS, offsetof(struct kernel_frame, cs) - offsetof(struct kernel_frame, vector));
    OFFSET(GATE_RIP, offsetof(struct kernel_frame, rip) - offsetof(struct kernel_frame, vector));
    OFFSET(NODE_X87_POINTERS_STAY, offsetof(struct node, arch.x87_pointers_stay));
    OFFSET(TCB_FPU, offsetof(struct tcb, fpu));
    OFFSET(NODE_CURRENT, offsetof(struct node, current));
    OFFSET(NODE_VECTOR, offsetof(struct node, arch.vector));
    OFFSET(TCB_CONTEXT, offsetof(struct tcb, context));
    USER_CONTEXT(REGISTER_OFFSET_)
    REGISTER_OFFSET_(REGISTER_NEXT_PC, next_pc, NEXT_PC)
    OFFSET(CONTEXT_BY_SYSCALL, offsetof(struct context, by_syscall));
}
