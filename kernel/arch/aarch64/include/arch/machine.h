/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * One special instruction per function. Section numbers are those of the Arm Architecture
 * Reference Manual for A-profile, DDI 0487.
 */

#include "types.h"
#include <arch/el.h>

#define SYSREG_READ_(name, reg)                                                           \
    static inline word_t machine_read_##name(void)                                        \
    {                                                                                     \
        word_t v;                                                                         \
        __asm__ volatile("mrs %0, " reg : "=r"(v) : : "memory");                          \
        return v;                                                                         \
    }
#define SYSREG_WRITE_(name, reg)                                                          \
    static inline void machine_write_##name(word_t v)                                     \
    {                                                                                     \
        __asm__ volatile("msr " reg ", %0" : : "r"(v) : "memory");                        \
    }
#define SYSREG_(name, reg) SYSREG_READ_(name, reg) SYSREG_WRITE_(name, reg)

/* The kernel's own exception level. */
SYSREG_READ_(esr, "esr_" EL)
SYSREG_READ_(far, "far_" EL)
SYSREG_READ_(elr, "elr_" EL)
SYSREG_(vbar, "vbar_" EL)
SYSREG_(sctlr, "sctlr_" EL)
SYSREG_(mair, "mair_" EL)
SYSREG_(tcr, "tcr_" EL)
SYSREG_(kernel_ttbr, EL_KERNEL_TTBR)
SYSREG_(user_table, EL_USER_TABLE)
SYSREG_READ_(timer_count, EL_TIMER_COUNT)
SYSREG_WRITE_(timer_value, EL_TIMER_VALUE)
SYSREG_WRITE_(timer_control, EL_TIMER_CONTROL)

/* What user code may do. */
SYSREG_(cpacr, "cpacr_el1")
SYSREG_(sctlr_el1, "sctlr_el1")
SYSREG_WRITE_(cntkctl, "cntkctl_el1")
SYSREG_WRITE_(mdscr, "mdscr_el1")
SYSREG_WRITE_(pmuserenr, "pmuserenr_el0")
SYSREG_(ttbr0, "ttbr0_el1")

/* Facts. */
SYSREG_READ_(isr, "isr_el1")
SYSREG_READ_(ctr, "ctr_el0")
SYSREG_READ_(dczid, "dczid_el0")
SYSREG_READ_(mpidr, "mpidr_el1")
SYSREG_READ_(memory_features, "id_aa64mmfr0_el1")
SYSREG_READ_(debug_features, "id_aa64dfr0_el1")
/* The size of physical addresses, as coded in ID_AA64MMFR0_EL1.PARange (D13.2.64). */
static inline word_t machine_parange(void) { return machine_read_memory_features() & mask(4); }

/* Caches by level: which there are, choose one, its shape. */
SYSREG_READ_(clidr, "clidr_el1")
SYSREG_WRITE_(csselr, "csselr_el1")
SYSREG_READ_(ccsidr, "ccsidr_el1")

/* Cycles, for the benchmark configuration. */
SYSREG_(pmcr, "pmcr_el0")
SYSREG_WRITE_(pmcntenset, "pmcntenset_el0")
SYSREG_READ_(pmccntr, "pmccntr_el0")
static inline word_t machine_cycles(void) { return machine_read_pmccntr(); }

#define ISR_IRQ             bit(7)

/* Exception classes, ESR bits 31..26: D13.2.37. */
enum exception_class {
    EC_UNKNOWN = 0x00,
    EC_FPU = 0x07,
    EC_SVC = 0x15,
    EC_HVC = 0x16,
    EC_INSTRUCTION_ABORT = 0x20,
    EC_DATA_ABORT = 0x24,
    EC_BREAKPOINT = 0x30,
    EC_SINGLE_STEP = 0x32,
    EC_WATCHPOINT = 0x34,
    EC_BRK = 0x3c
};
#define ESR_CLASS_SHIFT     26
static inline word_t esr_class(word_t esr) { return esr >> ESR_CLASS_SHIFT & mask(6); }

/* Later instructions see what earlier ones did to the machine's configuration (B2.3.12). */
static inline void machine_isb(void) { __asm__ volatile("isb" : : : "memory"); }
/* Earlier stores, table walks' reads of them included, and maintenance are complete. */
static inline void machine_dsb(void) { __asm__ volatile("dsb ish" : : : "memory"); }
/* The same, for what devices and other observers of memory see. */
static inline void machine_dsb_system(void) { __asm__ volatile("dsb sy" : : : "memory"); }

/* Returns when an interrupt is pending, also while interrupts are masked. */
static inline void machine_wait_for_interrupt(void)
{
    machine_dsb_system();
    __asm__ volatile("wfi" : : : "memory");
}

/* Cache lines by kernel address, D7.5.9: zero a block (DCZID_EL0 says of what size); write back to
 * memory; to memory and forget; write back to where instructions are fetched from. All
 * instructions: forget. */
#define CACHE_OPERATION_(name, operation)                                                 \
    static inline void machine_##name(word_t address)                                     \
    {                                                                                     \
        __asm__ volatile(operation ", %0" : : "r"(address) : "memory");                   \
    }
CACHE_OPERATION_(zero_block, "dc zva")
CACHE_OPERATION_(clean_line, "dc cvac")
CACHE_OPERATION_(clean_invalidate_line, "dc civac")
CACHE_OPERATION_(invalidate_line, "dc ivac")
CACHE_OPERATION_(clean_line_to_unification, "dc cvau")
CACHE_OPERATION_(invalidate_instruction_line, "ic ivau")
CACHE_OPERATION_(clean_invalidate_way, "dc cisw")
static inline void machine_invalidate_instructions(void)
{
    __asm__ volatile("ic iallu" : : : "memory");
}

/* TLB, this core only: D7.5.10. The operand is the manual's. */
#define TLB_OPERATION_(name, operation)                                                   \
    static inline void machine_tlbi_##name(word_t operand)                                \
    {                                                                                     \
        __asm__ volatile("tlbi " operation ", %0" : : "r"(operand) : "memory");           \
    }
#define TLB_OPERATION_ALL_(name, operation)                                               \
    static inline void machine_tlbi_##name(void)                                          \
    {                                                                                     \
        __asm__ volatile("tlbi " operation : : : "memory");                               \
    }
#if EL_NUMBER == 1
TLB_OPERATION_(page, "vae1")
TLB_OPERATION_(asid, "aside1")
TLB_OPERATION_ALL_(all, "vmalle1")
TLB_OPERATION_ALL_(kernel, "vmalle1")
#else
SYSREG_WRITE_(vtcr, "vtcr_el2")
SYSREG_WRITE_(hcr, "hcr_el2")
SYSREG_(cptr, "cptr_el2")
SYSREG_(mdcr, "mdcr_el2")
SYSREG_WRITE_(cnthctl, "cnthctl_el2")
SYSREG_WRITE_(cntvoff, "cntvoff_el2")
SYSREG_WRITE_(cntv_control, "cntv_ctl_el0")
TLB_OPERATION_(ipa, "ipas2e1")
TLB_OPERATION_ALL_(stage1, "vmalle1")
TLB_OPERATION_ALL_(vmid, "vmalls12e1")
TLB_OPERATION_ALL_(all, "alle1")
TLB_OPERATION_ALL_(kernel, "alle2")
#endif

/* Device registers, by kernel address. */
static inline word_t machine_device_read32(word_t address)
{
    uint32_t v;
    __asm__ volatile("ldr %w0, [%1]" : "=r"(v) : "r"(address) : "memory");
    return v;
}
static inline void machine_device_write32(word_t address, word_t v)
{
    __asm__ volatile("str %w0, [%1]" : : "r"(v), "r"(address) : "memory");
}
static inline void machine_device_write64(word_t address, word_t v)
{
    __asm__ volatile("str %0, [%1]" : : "r"(v), "r"(address) : "memory");
}

/* Ask the firmware about power: PSCI 1.0, function in x0. */
static inline word_t machine_psci(word_t function)
{
    register word_t x0 __asm__("x0") = function;
    __asm__ volatile(EL_CONDUIT : "+r"(x0) : : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9",
                     "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "memory");
    return x0;
}
#define PSCI_SYSTEM_OFF     0x84000008UL

/* --- entry.S: call the secure monitor with x0..x7, results in their place. A machine without one
 * answers -1, as SMCCC 1.4 has it for an unknown function. */
struct smc_registers;
void machine_smc(struct smc_registers *r);

/* --- console.c: switch the machine off; if that cannot be done, stop this core. */
_Noreturn void machine_halt(void);
