/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Who owns the floating-point (and vector) registers: see fpu.c.
 */

#include "node.h"

/* t runs next. */
void fpu_switch(struct tcb *t);
/* The current thread's access to the FPU trapped: was it only off? Then it is on now. */
bool fpu_first_use(void);
/* t's registers are in its TCB. */
void fpu_save(struct tcb *t);
/* t's flag "FPU disabled" has been written. */
void fpu_flags_changed(struct tcb *t);
/* t is being destroyed. */
void fpu_forget(struct tcb *t);
