/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The SMC capability: calls of the secure monitor on behalf of a program.
 *
 * What the monitor does is beyond the kernel's control, and takes as long as it takes. A badge
 * restricts the capability to one function.
 */

#include "invocation.h"
#include <abi/invocations.h>
#include <arch/firmware_caps.h>
#include <arch/machine.h>
#include <arch/caps.h>

static enum err call(struct cap smc, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMSMCCall), INV_CAPS(ARMSMCCall)))
        return fail_truncated(INV_WORDS(ARMSMCCall), INV_CAPS(ARMSMCCall));
    if (smc_cap_badge(smc) != 0 && smc_cap_badge(smc) != m->word[0])
        return fail_illegal("the capability's badge allows another function only");

    /* commit */
    for (word_t i = 0; i < N_SMC_REGISTERS; i++) {
        LOOP(N_SMC_REGISTERS, i);
        node.arch.smc.x[i] = m->word[i];
    }
    machine_smc(&node.arch.smc);
    for (word_t i = 0; i < N_SMC_REGISTERS; i++) {
        LOOP(N_SMC_REGISTERS, i);
        node.result.word[i] = node.arch.smc.x[i];
    }
    node.result.count = N_SMC_REGISTERS;
    return ERR_OK;
}

enum err smc_invoke(struct cap smc, const struct message *m)
{
    return m->label == ARMSMCCall ? call(smc, m) : fail_illegal("SMC has no such operation");
}
