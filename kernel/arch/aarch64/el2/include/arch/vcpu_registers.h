/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The machine's registers behind the names of abi/aarch64_el2/vcpu.h.
 */

#include <arch/machine.h>

SYSREG_(vcpu_SCTLR, "sctlr_el1")
SYSREG_(vcpu_CPACR, "cpacr_el1")
SYSREG_(vcpu_TTBR0, "ttbr0_el1")
SYSREG_(vcpu_TTBR1, "ttbr1_el1")
SYSREG_(vcpu_TCR, "tcr_el1")
SYSREG_(vcpu_MAIR, "mair_el1")
SYSREG_(vcpu_AMAIR, "amair_el1")
SYSREG_(vcpu_CIDR, "contextidr_el1")
SYSREG_(vcpu_ACTLR, "actlr_el1")
SYSREG_(vcpu_AFSR0, "afsr0_el1")
SYSREG_(vcpu_AFSR1, "afsr1_el1")
SYSREG_(vcpu_ESR, "esr_el1")
SYSREG_(vcpu_FAR, "far_el1")
SYSREG_(vcpu_PAR, "par_el1")
SYSREG_(vcpu_VBAR, "vbar_el1")
SYSREG_(vcpu_TPIDR_EL1, "tpidr_el1")
SYSREG_(vcpu_VMPIDR_EL2, "vmpidr_el2")
SYSREG_(vcpu_SP_EL1, "sp_el1")
SYSREG_(vcpu_ELR_EL1, "elr_el1")
SYSREG_(vcpu_SPSR_EL1, "spsr_el1")
SYSREG_(vcpu_CNTV_CTL, "cntv_ctl_el0")
SYSREG_(vcpu_CNTV_CVAL, "cntv_cval_el0")
SYSREG_(vcpu_CNTVOFF, "cntvoff_el2")
SYSREG_(vcpu_CNTKCTL_EL1, "cntkctl_el1")

/* Translate by the guest's stage 1 as if it read the address: the answer is in PAR_EL1. */
static inline void machine_translate_stage1(word_t vaddr)
{
    __asm__ volatile("at s1e1r, %0" : : "r"(vaddr) : "memory");
}
