/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What user code may reach of the machine, the same at both exception levels.
 */

#include <arch/machine.h>

/* CNTKCTL_EL1 (D13.8.15): EL0 reads the physical counter and has the physical timer. */
#define CNTKCTL_EL0PCTEN    bit(0)
#define CNTKCTL_EL0PTEN     bit(9)
/* PMCR_EL0, PMCNTENSET_EL0, PMUSERENR_EL0 (D13.4). */
#define PMCR_ENABLE         bit(0)
#define PMCR_LONG_CYCLES    bit(6)
#define PMCNTENSET_CYCLES   bit(31)
#define PMUSERENR_ENABLE    bit(0)

static inline void user_access_init(void)
{
    machine_write_cntkctl(CNTKCTL_EL0PCTEN | CNTKCTL_EL0PTEN);
    machine_write_pmuserenr(KEEL_BENCHMARK ? PMUSERENR_ENABLE : 0);
    if (KEEL_BENCHMARK) {
        machine_write_pmcr(PMCR_ENABLE | PMCR_LONG_CYCLES);
        machine_write_pmcntenset(PMCNTENSET_CYCLES);
    }
}
