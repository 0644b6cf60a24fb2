/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The invocations of Arm that do not fit the table: registers by pointer, and a packed word. */
#pragma once

#include <interfaces/invoke.h>

/* Calls the secure monitor with the registers of smc_args; all of smc_response are written. */
LIBSEL4_INLINE seL4_Error seL4_ARM_SMC_Call(seL4_ARM_SMC _service, seL4_ARM_SMCContext *smc_args,
                                            seL4_ARM_SMCContext *smc_response)
{
    const seL4_Word *from = &smc_args->x0;
    struct keel_invocation inv = keel_invocation(_service);
    for (int i = 0; i < N_SMC_REGISTERS; i++) {
        keel_put_word(&inv, from[i]);
    }
    seL4_Error error = keel_invoke(&inv, ARMSMCCall);
    if (error == seL4_NoError) {
        seL4_Word *to = &smc_response->x0;
        for (int i = 0; i < N_SMC_REGISTERS; i++) {
            to[i] = keel_result(&inv, i);
        }
    }
    return error;
}

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
LIBSEL4_INLINE seL4_Error seL4_ARM_VCPU_InjectIRQ(seL4_ARM_VCPU _service, seL4_Uint16 virq,
                                                  seL4_Uint8 priority, seL4_Uint8 group,
                                                  seL4_Uint8 index)
{
    struct keel_invocation inv = keel_invocation(_service);
    keel_put_word(&inv, virq | (seL4_Word)priority << 16 | (seL4_Word)group << 24
                            | (seL4_Word)index << 32);
    return keel_invoke(&inv, ARMVCPUInjectIRQ);
}
#endif
