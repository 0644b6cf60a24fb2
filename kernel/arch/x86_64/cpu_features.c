/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the processor has and what it must have, and its control registers.
 *
 * A processor that lacks something gets one line for each missing thing on the first serial port,
 * in every configuration, and stops: there is no console yet. Bits of CPUID: SDM 2, CPUID,
 * tables 3-8 ff; AMD64 APM 3, appendix E.
 */

#include "node.h"
#include <arch/cpu_features.h>
#include <arch/machine.h>
#include <arch/mmu.h>
#include <board.h>

#define LEAF_MAX            0
#define LEAF_VERSION        1
#define LEAF_FEATURES       7
#define LEAF_XSAVE          13
#define LEAF_EXTENDED_MAX   0x80000000UL
#define LEAF_EXTENDED       0x80000001UL
#define LEAF_ADDRESSES      0x80000008UL
#define VENDOR_INTEL_EBX    0x756e6547UL    /* "Genu" */
#define FEWEST_PHYSICAL_BITS 36
#define MOST_PHYSICAL_BITS  52UL

/* Registers of CPUID, as word(leaf, register). */
enum cpuid_word { VERSION_ECX, VERSION_EDX, FEATURES_EBX, EXTENDED_EDX, XSAVE_EAX, CPUID_WORDS };

/* X(word, bits, text): what the kernel cannot do without. */
#define NEEDED(X)                                                       \
    X(VERSION_EDX,  1UL << 4,  "TSC")                                     \
    X(VERSION_EDX,  1UL << 5,  "MSRs")                                    \
    X(VERSION_EDX,  1UL << 9,  "a local APIC")                            \
    X(VERSION_EDX,  1UL << 16, "PAT")                                     \
    X(VERSION_EDX,  1UL << 24 | 1UL << 25 | 1UL << 26, "SSE2")                \
    X(VERSION_ECX,  1UL << 26, "XSAVE")                                   \
    X(FEATURES_EBX, 1UL << 0,  "FSGSBASE")                                \
    X(EXTENDED_EDX, 1UL << 11, "SYSCALL")                                 \
    X(EXTENDED_EDX, 1UL << 26, "pages of 1 GiB")                          \
    X(EXTENDED_EDX, 1UL << 29, "64-bit mode")                             \
    X(XSAVE_EAX,    XCR0_X87_SSE, "XSAVE of x87 and SSE registers")

struct needed { word_t word, bits; const char *text; };
_Static_assert(sizeof(struct needed) == 3 * sizeof(word_t), "needed size");
#define NEEDED_ROW_(word, bits, text) {word, bits, text},
#define NEEDED_COUNT_(word, bits, text) + 1
#define N_NEEDED (0 NEEDED(NEEDED_COUNT_))
static const struct needed needed[N_NEEDED] = {NEEDED(NEEDED_ROW_)};

#define MAX_TEXT            96
#define SERIAL_PORT         0x3f8

/* Not the console, which is not known yet. A UART that is not there swallows it. */
static void say(const char *text)
{
    for (word_t i = 0; i < MAX_TEXT && text[i] != 0; i++) {
        LOOP(MAX_TEXT, i);
        machine_out8(SERIAL_PORT, (uint8_t)text[i]);
    }
}

static struct cpuid leaf(word_t number)
{
    const word_t first = number & LEAF_EXTENDED_MAX;
    const struct cpuid none = {0, 0, 0, 0};
    return number <= machine_cpuid(first, 0).eax ? machine_cpuid(number, 0) : none;
}

static bool check(const word_t *word)
{
    bool fine = true;
    for (word_t i = 0; i < N_NEEDED; i++) {
        LOOP(N_NEEDED, i);
        if ((word[needed[i].word] & needed[i].bits) != needed[i].bits) {
            say("KERNEL: stops: this processor lacks ");
            say(needed[i].text);
            say("\r\n");
            fine = false;
        }
    }
    return fine;
}

/* Family and model as manuals name them (SDM 2, CPUID, figure 3-6). */
static word_t model_of(word_t version)
{
    const word_t family = version >> 8 & mask(4);
    const word_t model = version >> 4 & mask(4);
    const word_t high = version >> 16 & mask(4);
    const word_t all = family == 15 ? family + (version >> 20 & mask(8)) : family;
    return all << 8 | model | (family == 6 || family == 15 ? high << 4 : 0);
}

void cpu_features_read(struct cpu_features *f)
{
    const struct cpuid version = leaf(LEAF_VERSION);
    const struct cpuid features = leaf(LEAF_FEATURES);
    const struct cpuid extended = leaf(LEAF_EXTENDED);
    const word_t bits = leaf(LEAF_ADDRESSES).eax & mask(8);
    const word_t word[CPUID_WORDS] = {
        [VERSION_ECX] = version.ecx, [VERSION_EDX] = version.edx, [FEATURES_EBX] = features.ebx,
        [EXTENDED_EDX] = extended.edx, [XSAVE_EAX] = leaf(LEAF_XSAVE).eax};
    if (!check(word))
        machine_halt();
    f->no_execute = extended.edx >> 20 & 1;
    f->umip = features.ecx >> 2 & 1;
    f->smep = features.ebx >> 7 & 1;
    f->smap = features.ebx >> 20 & 1;
    f->invpcid = features.ebx >> 10 & 1;
    f->pcid = version.ecx >> 17 & 1;
    f->hypervisor = version.ecx >> 31;
    f->tsc_deadline = version.ecx >> 24 & 1;
    f->physical_bits = bits != 0 ? word_min(bits, MOST_PHYSICAL_BITS) : FEWEST_PHYSICAL_BITS;
    f->model = model_of(version.eax);
    f->is_intel = machine_cpuid(LEAF_MAX, 0).ebx == VENDOR_INTEL_EBX;
}

/*
 * What there is of the board's components. A processor takes AVX-512's all or none, and not without
 * AVX's (SDM 1, 13.3).
 */
static word_t components(void)
{
    const word_t found = leaf(LEAF_XSAVE).eax & BOARD_XCR0_MASK;
    const word_t all = XCR0_AVX | XCR0_AVX512;
    return (found & all) == all ? found : found & ~XCR0_AVX512;
}

/* The area of XSAVE, as it is with the components that XCR0 names (SDM 1, 13.2). */
static void check_area(void)
{
    if (machine_cpuid(LEAF_XSAVE, 0).ebx <= BOARD_XSAVE_BYTES)
        return;
    say("KERNEL: stops: this processor's FPU registers need more memory than a thread has\r\n");
    machine_halt();
}

/*
 * SMAP only in kernels that do not print, as the interface has it. The FPU is off until somebody
 * uses it: CR0.TS, from then on fpu.c's. With UMIP programs do not learn where the kernel's tables
 * are. The registers for SYSCALL belong to trap.c, CR4.PGE and CR4.PCIDE to space.c. What is not
 * named here is off: CR4.TSD, so that user code may read the TSC.
 */
void cpu_features_enable(const struct cpu_features *f)
{
    const word_t pat = machine_read_msr(MSR_PAT);
    const word_t efer = machine_read_msr(MSR_EFER) & ~EFER_NXE;
    const word_t paging = machine_read_cr4() & CR4_PAE;
    node.arch.smap = !KEEL_DEBUG && f->smap != 0;
    node.arch.pcids = f->pcid & f->invpcid;
    machine_write_cr0((machine_read_cr0() & ~(CR0_EM | CR0_AM | CR0_NW | CR0_CD)) |
                      CR0_MP | CR0_TS | CR0_NE | CR0_WP);
    machine_write_cr4(paging | CR4_MCE | CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_FSGSBASE | CR4_OSXSAVE |
                      (KEEL_BENCHMARK ? CR4_PCE : 0) | (f->smep != 0 ? CR4_SMEP : 0) |
                      (node.arch.smap != 0 ? CR4_SMAP : 0) | (KEEL_DEBUG ? CR4_DE : 0) |
                      (f->umip != 0 ? CR4_UMIP : 0));
    machine_write_msr(MSR_EFER, efer | EFER_SCE | (f->no_execute != 0 ? EFER_NXE : 0));
    machine_write_msr(MSR_PAT, (pat & ~PAT_OURS) | PAT_VALUE);
    machine_write_xcr0(components());
    check_area();
}
