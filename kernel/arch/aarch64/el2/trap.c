/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A kernel at EL2: what user code may do, and what becomes of exceptions that trap.c does not know.
 *
 * Native threads run at EL0 under HCR_EL2.TGE: their exceptions come here, stage 1 is off. Guests
 * run under another HCR_EL2, see vcpu_switch.c.
 */

#include "fault.h"
#include "invocation.h"
#include <arch/fpu.h>
#include <arch/machine.h>
#include <arch/trap.h>
#include <arch/user_access.h>
#include <arch/vcpu.h>

/* SCTLR_EL2 (D13.2.119): exceptions, and returns from them, make earlier register writes take
 * effect. */
#define SCTLR_EIS       bit(22)
#define SCTLR_EOS       bit(11)
/* VTCR_EL2 (D13.2.150): T0SZ; SL0, 1 for a root of 1 GiB entries, 2 for one of 512 GiB entries;
 * write-back, inner shareable, 4 KiB; PS. */
#define VTCR_T0SZ       (64UL - PHYSICAL_BITS)
#define VTCR_SL0        (PAGE_LEVEL_ROOT - 1UL)
#define VTCR_VALUE      (VTCR_T0SZ | VTCR_SL0 << 6 | 1UL << 8 | 1UL << 10 | 3UL << 12 | \
                         PARANGE_NEEDED << 16 | bit(31))
/* CNTHCTL_EL2 (D13.8.2): EL1 and EL0 have the physical counter and timer. */
#define CNTHCTL_VALUE   (bit(0) | bit(1))
/* CPTR_EL2 (D13.2.32): what is RES1; FPU accesses trap. */
#define CPTR_VALUE      0x33ffUL
#define CPTR_TFP        bit(10)
#define CPACR_FPEN      (bit(20) | bit(21))
/* MDCR_EL2 (D13.3.19): the number of counters that EL1 and EL0 have; all else off. */
#define MDCR_HPMN       mask(5)
/* ESR of an instruction that does not exist, 32 bits long. */
#define ESR_UNDEFINED   0x02000000UL

void trap_init_user(void)
{
    machine_write_sctlr(machine_read_sctlr() | SCTLR_EIS | SCTLR_EOS);
    machine_write_vtcr(VTCR_VALUE);
    machine_write_cnthctl(CNTHCTL_VALUE);
    machine_write_cntvoff(0);
    machine_write_cntv_control(0);
    machine_write_cptr(CPTR_VALUE | CPTR_TFP);
    machine_write_mdcr(machine_read_mdcr() & MDCR_HPMN);
    machine_write_cpacr(CPACR_FPEN);
    user_access_init();
    vcpu_init();
    machine_isb();
}

/* TFP traps the kernel, too. */
void arch_fpu_turn(bool on)
{
    machine_write_cptr(on ? CPTR_VALUE & ~CPTR_TFP : CPTR_VALUE | CPTR_TFP);
    machine_isb();
}

void trap_other(word_t esr)
{
    if (esr == ESR_UNDEFINED)
        entry_user_exception(esr, 0);
    else
        entry_fault(FAULT_VCPUFault, esr, 0, 0);
}
