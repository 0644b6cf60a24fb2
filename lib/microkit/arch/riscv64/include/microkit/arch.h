/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of <microkit.h> that differs between architectures: RISC-V 64. */
#pragma once

#include <sel4/sel4.h>

/* The first register of the context says where a thread runs. */
static inline void microkit_internal_set_pc(seL4_UserContext *context, seL4_Word entry_point)
{
    context->pc = entry_point;
}
