/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Offsets that assembly needs, from the C structs. This file is compiled to assembly only; rules.mk
 * turns its strings "@NAME value" into the header <offsets.h>.
 */

#include "node.h"
#include <arch/el.h>
#include <arch/trap.h>

#define OFFSET(name, value) __asm__(".ascii \"@" #name " %0\"" : : "i"(value))
#define REGISTER_OFFSET_(i, name, field) \
    OFFSET(CONTEXT_##field, offsetof(struct context, reg) + (i) * sizeof(word_t));

void offsets(void);
void offsets(void)
{
    OFFSET(EL_NUMBER, EL_NUMBER);
    OFFSET(SVC_BYTES, SVC_BYTES);
    OFFSET(NODE_CURRENT, offsetof(struct node, current));
    OFFSET(TCB_CONTEXT, offsetof(struct tcb, context));
    USER_CONTEXT(REGISTER_OFFSET_)
    REGISTER_OFFSET_(REGISTER_NEXT_PC, next_pc, NEXT_PC)
    OFFSET(TCB_FPU, offsetof(struct tcb, fpu));
    OFFSET(FPU_V, offsetof(struct fpu_state, v));
    OFFSET(FPU_STATUS, offsetof(struct fpu_state, fpsr));
}
