/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * One special instruction per function. Sections are those of the Intel 64 Software Developer's
 * Manual (SDM), volume and section; what AMD has differently is said.
 */

#include "types.h"
#include <arch/control.h>
#include <board.h>

/* --- Control registers (3, 2.5), debug registers (3, 17.2). */

#define REGISTER_READ_(name)                                                              \
    static inline word_t machine_read_##name(void)                                        \
    {                                                                                     \
        word_t v;                                                                         \
        __asm__ volatile("movq %%" #name ", %0" : "=r"(v) : : "memory");                  \
        return v;                                                                         \
    }
#define REGISTER_WRITE_(name)                                                             \
    static inline void machine_write_##name(word_t v)                                     \
    {                                                                                     \
        __asm__ volatile("movq %0, %%" #name : : "r"(v) : "memory");                      \
    }
#define REGISTER_(name) REGISTER_READ_(name) REGISTER_WRITE_(name)
REGISTER_(cr0)
REGISTER_READ_(cr2)
REGISTER_(cr3)
REGISTER_(cr4)
REGISTER_WRITE_(dr0)
REGISTER_WRITE_(dr1)
REGISTER_WRITE_(dr2)
REGISTER_WRITE_(dr3)
REGISTER_(dr6)
REGISTER_WRITE_(dr7)

static inline void machine_clear_ts(void) { __asm__ volatile("clts" : : : "memory"); }

/* --- Model-specific registers (4, 2.1). */

static inline word_t machine_read_msr(word_t number)
{
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"((uint32_t)number) : "memory");
    return (word_t)high << 32 | low;
}
static inline void machine_write_msr(word_t number, word_t v)
{
    __asm__ volatile("wrmsr" : : "c"((uint32_t)number), "a"((uint32_t)v), "d"((uint32_t)(v >> 32))
                     : "memory");
}

/* --- What the processor has (2, CPUID). */

struct cpuid { uint32_t eax, ebx, ecx, edx; };
_Static_assert(sizeof(struct cpuid) == 16, "cpuid size");
static inline struct cpuid machine_cpuid(word_t leaf, word_t subleaf)
{
    struct cpuid r;
    __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
                     : "a"((uint32_t)leaf), "c"((uint32_t)subleaf) : "memory");
    return r;
}

/* --- Descriptor tables (3, 2.4): where they are. The operand is in memory: limit and base. */

/* The limit is in the highest 16 bits, directly below the base. */
#define TABLE_LIMIT_SHIFT   48
struct table_register { word_t limit, base; };
_Static_assert(sizeof(struct table_register) == 16, "table_register size");
static inline void machine_load_gdt(const struct table_register *r)
{
    __asm__ volatile("lgdt 6(%0)" : : "r"(r) : "memory");
}
static inline void machine_load_idt(const struct table_register *r)
{
    __asm__ volatile("lidt 6(%0)" : : "r"(r) : "memory");
}
/* Selector 0: there is no local descriptor table, whose place and size after reset are not none. */
static inline void machine_load_no_local_table(void)
{
    __asm__ volatile("lldt %w0" : : "r"(0) : "memory");
}
static inline void machine_load_task(word_t selector)
{
    __asm__ volatile("ltr %w0" : : "r"(selector) : "memory");
}

/* Segment registers, of which only the values matter. */
#define SEGMENT_(name)                                                                    \
    static inline word_t machine_read_##name(void)                                        \
    {                                                                                     \
        word_t v;                                                                         \
        __asm__ volatile("movl %%" #name ", %k0" : "=r"(v) : : "memory");                 \
        return v;                                                                         \
    }                                                                                     \
    static inline void machine_write_##name(word_t v)                                     \
    {                                                                                     \
        __asm__ volatile("movl %k0, %%" #name : : "r"(v) : "memory");                     \
    }
SEGMENT_(ds)
SEGMENT_(es)
SEGMENT_(fs)
SEGMENT_(gs)

/* --- Translations (3, 4.10.4): forget that of an address; by kind, see there (INVPCID). */

static inline void machine_invalidate_page(word_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}
struct invpcid { word_t pcid, address; };
_Static_assert(sizeof(struct invpcid) == 16, "invpcid size");
static inline void machine_invpcid(word_t kind, const struct invpcid *d)
{
    __asm__ volatile("invpcid %1, %0" : : "r"(kind), "m"(*d) : "memory");
}
#define INVPCID_ADDRESS     0UL
#define INVPCID_CONTEXT     1UL
#define INVPCID_ALL         3UL     /* but global ones */

/* Clear the buffers that loads and stores leave something in, with MD_CLEAR (2, VERW). `selector`:
 * kernel address of one of a writable segment. */
static inline void machine_clear_buffers(word_t selector)
{
    __asm__ volatile("verw (%0)" : : "r"(selector) : "memory", "cc");
}

/* --- Memory: clear words; write all caches back. */

static inline void machine_clear(word_t address, word_t words)
{
    __asm__ volatile("rep stosq" : "+D"(address), "+c"(words) : "a"(0UL) : "memory");
}
static inline void machine_write_back_caches(void)
{
    __asm__ volatile("wbinvd" : : : "memory");
}

/* --- FPU (1, 13): the components that XCR0 has of the board's, to and from an area of
 * BOARD_XSAVE_BYTES. XCR0 has no component above 31, so edx does not matter. */

#define XSAVE_OPERATION_(name, instruction)                                               \
    static inline void machine_##name(word_t area)                                        \
    {                                                                                     \
        __asm__ volatile(instruction " %0" : : "m"(*cell_at(area)), "a"(BOARD_XCR0_MASK)  \
                         : "memory");                                                     \
    }
XSAVE_OPERATION_(fpu_save, "xsave64")
XSAVE_OPERATION_(fpu_restore, "xrstor64")
/* x87: no exception is pending; all registers are empty; load an integer. */
static inline void machine_x87_clear_exceptions(void) { __asm__ volatile("fnclex" : : : "memory"); }
static inline void machine_x87_empty(void) { __asm__ volatile("emms" : : : "memory"); }
static inline void machine_x87_load(word_t address)
{
    __asm__ volatile("fildl %0" : : "m"(*cell_at(address)) : "memory");
}
static inline void machine_write_xcr0(word_t v)
{
    __asm__ volatile("xsetbv" : : "c"(0), "a"((uint32_t)v), "d"((uint32_t)(v >> 32)) : "memory");
}

/* --- Time, and cycles for the benchmark configuration. */

static inline word_t machine_read_tsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (word_t)high << 32 | low;
}
static inline word_t machine_cycles(void) { return machine_read_tsc(); }

/* --- Protection of user pages against the kernel is on again, whatever user code had in
 * RFLAGS.AC (3, 4.6). Only with CR4.SMAP. */
static inline void machine_clear_ac(void) { __asm__ volatile("clac" : : : "memory"); }

/* --- Ports (1, 19). */

#define PORT_(bits, type, reg)                                                            \
    static inline word_t machine_in##bits(word_t port)                                    \
    {                                                                                     \
        type v;                                                                           \
        __asm__ volatile("in %w1, %" reg "0" : "=a"(v) : "Nd"((uint16_t)port) : "memory"); \
        return v;                                                                         \
    }                                                                                     \
    static inline void machine_out##bits(word_t port, word_t v)                           \
    {                                                                                     \
        __asm__ volatile("out %" reg "0, %w1" : : "a"((type)v), "Nd"((uint16_t)port)      \
                         : "memory");                                                     \
    }
PORT_(8, uint8_t, "b")
PORT_(16, uint16_t, "w")
PORT_(32, uint32_t, "k")

/* --- Device registers, by kernel address. */

static inline word_t machine_device_read32(word_t address)
{
    uint32_t v;
    __asm__ volatile("movl (%1), %0" : "=r"(v) : "r"(address) : "memory");
    return v;
}
static inline void machine_device_write32(word_t address, word_t v)
{
    __asm__ volatile("movl %k0, (%1)" : : "r"(v), "r"(address) : "memory");
}
static inline void machine_device_write16(word_t address, word_t v)
{
    __asm__ volatile("movw %w0, (%1)" : : "r"(v), "r"(address) : "memory");
}
static inline void machine_device_write8(word_t address, word_t v)
{
    __asm__ volatile("movb %b0, (%1)" : : "r"(v), "r"(address) : "memory");
}
static inline word_t machine_device_read64(word_t address)
{
    word_t v;
    __asm__ volatile("movq (%1), %0" : "=r"(v) : "r"(address) : "memory");
    return v;
}
static inline void machine_device_write64(word_t address, word_t v)
{
    __asm__ volatile("movq %0, (%1)" : : "r"(v), "r"(address) : "memory");
}

/* --- What devices see of memory: a cache line is written back and forgotten (2, CLFLUSH); earlier
 * accesses are done (2, MFENCE). */

static inline void machine_flush_line(word_t address)
{
    __asm__ volatile("clflush (%0)" : : "r"(address) : "memory");
}
static inline void machine_fence(void) { __asm__ volatile("mfence" : : : "memory"); }

/* --- entry.S. The kernel runs with interrupts off; an interrupt is accepted here only. Both return
 * with interrupts off and, if one has been accepted, its vector in node.arch.vector. At most one.
 * wait: sleeps until there is one. take: does not; one that the local APIC offers is accepted. */
void machine_wait_for_interrupt(void);
void machine_take_interrupt(void);

/* Nothing ends it but what cannot be held off; interrupts are off. */
static inline void machine_stop(void) { __asm__ volatile("hlt" : : : "memory"); }

/* --- console.c: switch the machine off; if that cannot be done, stop this core. */
_Noreturn void machine_halt(void);
