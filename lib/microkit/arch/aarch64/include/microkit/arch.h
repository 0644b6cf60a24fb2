/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The part of <microkit.h> that differs between architectures: AArch64. Calls to the secure monitor
 * need smc="true" on the protection domain; virtual CPUs exist with kernels at EL2.
 */
#pragma once

#include <microkit.h>

/* The first register of the context says where a thread runs. */
static inline void microkit_internal_set_pc(seL4_UserContext *context, seL4_Word entry_point)
{
    context->pc = entry_point;
}

#ifdef CONFIG_ALLOW_SMC_CALLS
static inline void microkit_arm_smc_call(seL4_ARM_SMCContext *args, seL4_ARM_SMCContext *response)
{
    microkit_internal_check(seL4_ARM_SMC_Call(ARM_SMC_CAP, args, response),
                            "microkit_arm_smc_call", 0);
}
#endif

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
static inline seL4_CPtr microkit_internal_vcpu(seL4_CPtr base, microkit_child vcpu,
                                               const char *function)
{
    if (vcpu > MICROKIT_MAX_CHANNEL_ID) {
        microkit_internal_report(function, vcpu, "ids of virtual CPUs end at 61");
        microkit_internal_crash(seL4_InvalidCapability);
    }
    return base + vcpu;
}

/* Runs the virtual CPU from entry_point; its other registers stay as they are. */
static inline void microkit_vcpu_restart(microkit_child vcpu, seL4_Word entry_point)
{
    seL4_CPtr tcb = microkit_internal_vcpu(BASE_VM_TCB_CAP, vcpu, "microkit_vcpu_restart");
    seL4_UserContext context;
    microkit_internal_set_pc(&context, entry_point);
    microkit_internal_check(seL4_TCB_WriteRegisters(tcb, seL4_True, 0, 1, &context),
                            "microkit_vcpu_restart", vcpu);
}

static inline void microkit_vcpu_stop(microkit_child vcpu)
{
    seL4_CPtr tcb = microkit_internal_vcpu(BASE_VM_TCB_CAP, vcpu, "microkit_vcpu_stop");
    microkit_internal_check(seL4_TCB_Suspend(tcb), "microkit_vcpu_stop", vcpu);
}

/* Priority 0..31, group 0 or 1, index = list register. */
static inline void microkit_vcpu_arm_inject_irq(microkit_child vcpu, seL4_Uint16 irq,
                                                seL4_Uint8 priority, seL4_Uint8 group,
                                                seL4_Uint8 index)
{
    seL4_CPtr cap = microkit_internal_vcpu(BASE_VCPU_CAP, vcpu, "microkit_vcpu_arm_inject_irq");
    microkit_internal_check(seL4_ARM_VCPU_InjectIRQ(cap, irq, priority, group, index),
                            "microkit_vcpu_arm_inject_irq", vcpu);
}

static inline void microkit_vcpu_arm_ack_vppi(microkit_child vcpu, seL4_Word irq)
{
    seL4_CPtr cap = microkit_internal_vcpu(BASE_VCPU_CAP, vcpu, "microkit_vcpu_arm_ack_vppi");
    microkit_internal_check(seL4_ARM_VCPU_AckVPPI(cap, irq), "microkit_vcpu_arm_ack_vppi", vcpu);
}

/* `reg` is one of seL4_VCPUReg. */
static inline seL4_Word microkit_vcpu_arm_read_reg(microkit_child vcpu, seL4_Word reg)
{
    seL4_CPtr cap = microkit_internal_vcpu(BASE_VCPU_CAP, vcpu, "microkit_vcpu_arm_read_reg");
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(cap, (seL4_VCPUReg)reg);
    microkit_internal_check((seL4_Error)result.error, "microkit_vcpu_arm_read_reg", vcpu);
    return result.value;
}

static inline void microkit_vcpu_arm_write_reg(microkit_child vcpu, seL4_Word reg, seL4_Word value)
{
    seL4_CPtr cap = microkit_internal_vcpu(BASE_VCPU_CAP, vcpu, "microkit_vcpu_arm_write_reg");
    microkit_internal_check(seL4_ARM_VCPU_WriteRegs(cap, (seL4_VCPUReg)reg, value),
                            "microkit_vcpu_arm_write_reg", vcpu);
}
#endif
