/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Address spaces on the pretended machine: which thread's is in use.
 */

#include "node.h"

static inline void vspace_switch(const struct tcb *t) { node.arch.vspace_of = tcb_addr(t); }
