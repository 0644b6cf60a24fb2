/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The registers of a thread, in the order in which invocations and timeout replies carry them;
 * those of a call to the secure monitor; with virtual CPUs, the numbers of a guest's registers.
 */
#pragma once

#include <abi/arch/registers.h>
#include <sel4/config.h>
#include <sel4/simple_types.h>
#include <sel4/mode/types.h>
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#include <abi/arch/vcpu.h>
#endif

#define KEEL_ROW(number, name, ...) seL4_Word name;
typedef struct seL4_UserContext_ {
    USER_CONTEXT(KEEL_ROW)
} seL4_UserContext;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(sizeof(seL4_UserContext) == N_USER_CONTEXT * sizeof(seL4_Word), "user context");

typedef struct seL4_ARM_SMCContext_ {
    seL4_Word x0, x1, x2, x3, x4, x5, x6, x7;
} seL4_ARM_SMCContext;

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define KEEL_ROW(number, name) seL4_VCPUReg_##name = number,
typedef enum {
    VCPU_REGISTERS(KEEL_ROW)
    seL4_VCPUReg_Num,
    SEL4_FORCE_LONG_ENUM(seL4_VCPUReg)
} seL4_VCPUReg;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(seL4_VCPUReg_Num == N_VCPU_REGISTERS, "registers of a virtual CPU");
#endif
