/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Offsets that assembly needs, from the C structs. This file is compiled to assembly only; rules.mk
 * turns its strings "@NAME value" into the header <offsets.h>.
 */

#include "node.h"

#define OFFSET(name, value) __asm__(".ascii \"@" #name " %0\"" : : "i"(value))
#define REGISTER_OFFSET_(i, name, field) \
    OFFSET(CONTEXT_##field, (long)(offsetof(struct context, reg[i]) - CONTEXT_ORIGIN));

void offsets(void);
void offsets(void)
{
    OFFSET(CACHE_LINE_BYTES, CACHE_LINE_BYTES);
    OFFSET(NODE_CURRENT, offsetof(struct node, current));
    OFFSET(TCB_CONTEXT, offsetof(struct tcb, context) + CONTEXT_ORIGIN);
    OFFSET(CONTEXT_NEXT_PC, offsetof(struct context, next_pc) - CONTEXT_ORIGIN);
    USER_CONTEXT(REGISTER_OFFSET_)
    OFFSET(TCB_FPU, offsetof(struct tcb, fpu));
    OFFSET(FPU_F, offsetof(struct fpu_state, f));
    OFFSET(FPU_FCSR, offsetof(struct fpu_state, fcsr));
}
