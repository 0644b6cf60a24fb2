/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Power: PSCI (Arm DEN 0022, 5.9), asked through the secure monitor; needs smc="true". There is no
 * register, so `base` means nothing. A machine without a monitor (QEMU's without EL2) can only be
 * switched off by its kernel, and a debug kernel does that when it is halted.
 */

#include <microkit.h>

#define POWER_SYSTEM_OFF 0x84000008

static inline void power_off(seL4_Word base)
{
    seL4_ARM_SMCContext call = { .x0 = POWER_SYSTEM_OFF }, answer;
    (void)base;
    microkit_arm_smc_call(&call, &answer);
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugHalt();
#endif
}
