/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A kernel at EL1: what user code may do, and what becomes of exceptions that trap.c does not know.
 */

#include "invocation.h"
#include <arch/boot.h>
#include <arch/fpu.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/thread.h>
#include <arch/trap.h>
#include <arch/user_access.h>

/* SCTLR_EL1: D13.2.118. What is not named stays as the loader left it. */
#define SCTLR_SET   (bit(0) | bit(2) | bit(12) |        /* M, C, I */                     \
                     bit(11) | bit(22) |                /* EOS, EIS */                    \
                     bit(15) | bit(16) | bit(18) | bit(26))     /* UCT, nTWI, nTWE, UCI */
#define SCTLR_CLEAR (bit(1) | bit(4) | bit(9) | bit(19) | bit(24) | bit(25))
                                                        /* A, SA0, UMA, WXN, E0E, EE */
#define CPACR_FPEN_EL1  bit(20)     /* the kernel may use the FPU */
#define CPACR_FPEN_EL0  bit(21)     /* and so may user code */

void trap_init_user(void)
{
    machine_write_sctlr((machine_read_sctlr() | SCTLR_SET) & ~SCTLR_CLEAR);
    machine_write_cpacr(CPACR_FPEN_EL1);
    user_access_init();
}

/* FPEN = 1 lets the kernel itself use the registers while user code traps. */
void arch_fpu_turn(bool on)
{
    machine_write_cpacr(on ? CPACR_FPEN_EL1 | CPACR_FPEN_EL0 : CPACR_FPEN_EL1);
    machine_isb();
}

word_t trap_fault_address(word_t vaddr) { return vaddr; }

void trap_other(word_t esr) { entry_user_exception(esr, 0); }

void el_thread_switch(struct tcb *t) { (void)t; }
void el_thread_finalise(struct tcb *t) { (void)t; }

void irqchip_reserved(word_t irq) { (void)irq; }
void el_boot(void) { }
void el_irqs_on(void) { }
