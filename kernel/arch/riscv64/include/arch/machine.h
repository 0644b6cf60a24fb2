/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The machine: one special instruction per function. Numbers and rules are those of the RISC-V
 * privileged specification 1.12 and the SBI specification 1.0.
 */

#include "types.h"

#define CSR_READ_(name)                                                                   \
    static inline word_t machine_read_##name(void)                                        \
    {                                                                                     \
        word_t v;                                                                         \
        __asm__ volatile("csrr %0, " #name : "=r"(v) : : "memory");                       \
        return v;                                                                         \
    }
#define CSR_WRITE_(name)                                                                  \
    static inline void machine_write_##name(word_t v)                                     \
    {                                                                                     \
        __asm__ volatile("csrw " #name ", %0" : : "r"(v) : "memory");                     \
    }
#define CSR_SET_CLEAR_(name)                                                              \
    static inline void machine_set_##name(word_t bits)                                    \
    {                                                                                     \
        __asm__ volatile("csrs " #name ", %0" : : "r"(bits) : "memory");                  \
    }                                                                                     \
    static inline void machine_clear_##name(word_t bits)                                  \
    {                                                                                     \
        __asm__ volatile("csrc " #name ", %0" : : "r"(bits) : "memory");                  \
    }
CSR_READ_(satp)
CSR_READ_(sepc)
CSR_READ_(sip)
CSR_READ_(sstatus)
CSR_READ_(stval)
CSR_READ_(time)
CSR_READ_(cycle)
CSR_WRITE_(satp)
CSR_WRITE_(sie)
CSR_WRITE_(sscratch)
CSR_WRITE_(stvec)
CSR_SET_CLEAR_(sie)
CSR_SET_CLEAR_(sstatus)

/* stimecmp, of the Sstc extension; by number, for assemblers that do not know it. */
static inline void machine_write_stimecmp(word_t v)
{
    __asm__ volatile("csrw 0x14d, %0" : : "r"(v) : "memory");
}

#define SSTATUS_SIE     bit(1)
#define SSTATUS_SPIE    bit(5)
#define SSTATUS_SPP     bit(8)              /* the trap came from S-mode */
#define SSTATUS_FS      (bit(13) | bit(14)) /* 0: FPU instructions trap; 3: dirty */
#define SSTATUS_VS      (bit(9) | bit(10))
#define SSTATUS_SUM     bit(18)
#define SSTATUS_MXR     bit(19)

/* Bits of sie and sip. */
#define INTERRUPT_TIMER     bit(5)
#define INTERRUPT_EXTERNAL  bit(9)

#define SCAUSE_INTERRUPT    bit(63)
enum scause {
    SCAUSE_INSTRUCTION_ACCESS = 1,
    SCAUSE_ILLEGAL_INSTRUCTION = 2,
    SCAUSE_LOAD_ACCESS = 5,
    SCAUSE_STORE_ACCESS = 7,
    SCAUSE_ECALL_FROM_USER = 8,
    SCAUSE_INSTRUCTION_PAGE = 12,
    SCAUSE_LOAD_PAGE = 13,
    SCAUSE_STORE_PAGE = 15
};

/* Cycles, for the benchmark configuration. The firmware must let S-mode read the counter. */
static inline word_t machine_cycles(void) { return machine_read_cycle(); }

/* Order earlier page-table writes before later translations, and forget translations: all of
 * them; those of one address space that are not global; those of one page in one address space. */
static inline void machine_fence_translations(void)
{
    __asm__ volatile("sfence.vma" : : : "memory");
}
static inline void machine_fence_asid(word_t asid)
{
    __asm__ volatile("sfence.vma zero, %0" : : "r"(asid) : "memory");
}
static inline void machine_fence_page(word_t address, word_t asid)
{
    __asm__ volatile("sfence.vma %0, %1" : : "r"(address), "r"(asid) : "memory");
}

/* Returns when an enabled interrupt is pending, also while interrupts are off. */
static inline void machine_wait_for_interrupt(void)
{
    __asm__ volatile("wfi" : : : "memory");
}

/* Device registers, by kernel address. */
static inline word_t machine_device_read32(word_t address)
{
    uint32_t v;
    __asm__ volatile("lwu %0, 0(%1)" : "=r"(v) : "r"(address) : "memory");
    return v;
}
static inline void machine_device_write32(word_t address, word_t v)
{
    __asm__ volatile("sw %0, 0(%1)" : : "r"(v), "r"(address) : "memory");
}
static inline word_t machine_device_read8(word_t address)
{
    word_t v;
    __asm__ volatile("lbu %0, 0(%1)" : "=r"(v) : "r"(address) : "memory");
    return v;
}
static inline void machine_device_write8(word_t address, word_t v)
{
    __asm__ volatile("sb %0, 0(%1)" : : "r"(v), "r"(address) : "memory");
}

/* Ask the firmware. Those of SBI 0.1 ("legacy") have the numbers 0..8 and ignore `function`. */
struct sbi_result { word_t error, value; };
static inline struct sbi_result machine_sbi(word_t extension, word_t function, word_t a, word_t b)
{
    register word_t a0 __asm__("a0") = a;
    register word_t a1 __asm__("a1") = b;
    register word_t a6 __asm__("a6") = function;
    register word_t a7 __asm__("a7") = extension;
    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
    return (struct sbi_result){a0, a1};
}

#define SBI_BASE            0x10UL
#define SBI_BASE_PROBE      3UL         /* value not 0: the extension exists */
#define SBI_TIME            0x54494d45UL
#define SBI_TIME_SET        0UL
#define SBI_RESET           0x53525354UL
#define SBI_RESET_SYSTEM    0UL         /* type 0: shutdown; reason 0: none */
#define SBI_LEGACY_SET_TIMER 0UL
#define SBI_LEGACY_SHUTDOWN  8UL

/* --- firmware.c */

/* The firmware offers this extension. */
bool machine_firmware_has(word_t extension);
/* Switch the machine off; if that cannot be done, stop this hart. */
_Noreturn void machine_halt(void);
