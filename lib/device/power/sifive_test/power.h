/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Power: the SiFive test device of QEMU's RISC-V machine. `base` is the address of its register.
 */

#include <microkit.h>

#define POWER_OFF_VALUE 0x5555

static inline void power_off(seL4_Word base)
{
    *(volatile seL4_Uint32 *)base = POWER_OFF_VALUE;
}
