/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The pretended machine has no floating-point registers; it remembers who would own them.
 */

#include "node.h"

static inline void fpu_switch(struct tcb *t) { node.arch.fpu_of = tcb_addr(t); }
static inline void fpu_save(struct tcb *t) { (void)t; }
static inline void fpu_flags_changed(struct tcb *t) { (void)t; }
static inline void fpu_forget(struct tcb *t)
{
    if (node.arch.fpu_of == tcb_addr(t))
        node.arch.fpu_of = 0;
}
