/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which registers threads get (cpu_features.c) on processors that no emulator at hand pretends to
 * be: those with AVX-512, with an area that is too large, with components that do not belong
 * together. For the board that has room for all of them.
 */

#include "node.h"
#include <arch/cpu_features.h>
#include <arch/machine.h>
#include <expect.h>
#include <setjmp.h>
#include <string.h>

struct node node __attribute__((aligned(1 << TCB_BITS)));

/* ------------------------------------------------------------------------- the processor */

#define SMALLEST_AREA 576       /* x87 and SSE */
enum { AVX = 1 << 2, OPMASK = 1 << 5, ZMM_HIGH = 1 << 6, ZMM_16_UP = 1 << 7,
       AVX512 = OPMASK | ZMM_HIGH | ZMM_16_UP };

struct processor {
    uint32_t components;        /* that XCR0 can have */
    uint32_t avx_end, avx512_end;       /* where their registers end in the area */
};
static struct processor processor;
static word_t cr0, cr4, xcr0, msr_pat, msr_efer;
static bool faulted;            /* XSETBV */
static char said[256];
static jmp_buf stopped;

word_t machine_read_cr0(void) { return cr0; }
void machine_write_cr0(word_t v) { cr0 = v; }
word_t machine_read_cr4(void) { return cr4; }
void machine_write_cr4(word_t v) { cr4 = v; }
word_t machine_read_msr(word_t number) { return number == MSR_PAT ? msr_pat : msr_efer; }
void machine_write_msr(word_t number, word_t v) { *(number == MSR_PAT ? &msr_pat : &msr_efer) = v; }
void machine_halt(void) { longjmp(stopped, 1); }

void machine_out8(word_t port, uint8_t v)
{
    const size_t n = strlen(said);
    if (port == 0x3f8 && n + 1 < sizeof(said))
        said[n] = (char)v;
}

/* SDM 2, XSETBV. */
void machine_write_xcr0(word_t v)
{
    const bool some = (v & AVX512) != 0, all = (v & (AVX | AVX512)) == (AVX | AVX512);
    faulted = faulted || (cr4 & CR4_OSXSAVE) == 0 || (v & ~(word_t)processor.components) != 0 ||
              (v & 1) == 0 || ((v & AVX) != 0 && (v & 2) == 0) || (some && !all);
    xcr0 = v;
}

struct cpuid machine_cpuid(word_t leaf, word_t subleaf)
{
    switch (leaf | subleaf << 32) {
    case 0:
        return (struct cpuid){.eax = 13};
    case 1:
        return (struct cpuid){.ecx = 1 << 26, .edx = 7 << 24 | 1 << 16 | 1 << 9 | 3 << 4};
    case 7:
        return (struct cpuid){.ebx = 1};
    case 13:
        return (struct cpuid){.eax = processor.components,
                              .ebx = (xcr0 & AVX512) != 0 ? processor.avx512_end :
                                     (xcr0 & AVX) != 0 ? processor.avx_end : SMALLEST_AREA};
    case 0x80000000:
        return (struct cpuid){.eax = 0x80000008};
    case 0x80000001:
        return (struct cpuid){.edx = 1 << 29 | 1 << 26 | 1 << 11};
    }
    return (struct cpuid){0};
}

/* From reset; true if the kernel would go on. */
static bool boots(struct processor p)
{
    struct cpu_features f;
    processor = p;
    cr0 = cr4 = msr_pat = msr_efer = 0;
    xcr0 = 1;
    faulted = false;
    memset(said, 0, sizeof(said));
    if (setjmp(stopped) != 0)
        return false;
    cpu_features_read(&f);
    cpu_features_enable(&f);
    return true;
}

/* ------------------------------------------------------------------------- what is chosen */

static void known_processors(void)
{
    /* Bits 3 and 4 belong to MPX, 9 to protection keys, 17 and 18 to AMX. */
    static const struct { const char *name; struct processor p; word_t xcr0; } known[] = {
        {"neither", {3, 0, 0}, 3},
        {"AVX", {7, 832, 0}, 7},
        {"AVX, MPX, keys", {0x21f, 832, 0}, 7},
        {"AVX-512 behind MPX", {0x602ff, 832, 2688}, 0xe7},
        {"AVX-512 without MPX", {0x2e7, 832, 2432}, 0xe7},
    };
    begin("known-processors");
    for (word_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        expect(boots(known[i].p) && xcr0 == known[i].xcr0 && !faulted && said[0] == 0,
               "%s: XCR0 is 0x%lx, said: %s", known[i].name, xcr0, said);
}

static void every_combination(void)
{
    static const char *const lacks =
        "KERNEL: stops: this processor lacks XSAVE of x87 and SSE registers\r\n";
    begin("every-combination");
    for (uint32_t c = 0; c < 0x100; c++) {
        const bool sse = (c & 3) == 3, avx512 = (c & (AVX | AVX512)) == (AVX | AVX512);
        const word_t want = 3 | (c & AVX) | (avx512 ? AVX512 : 0);
        expect(boots((struct processor){c, 832, 2688}) == sse, "0x%x: boots only if not", c);
        expect(!sse || (xcr0 == want && !faulted), "0x%x: XCR0 is 0x%lx", c, xcr0);
        expect(sse || (xcr0 == 1 && strcmp(said, lacks) == 0), "0x%x: said: %s", c, said);
    }
}

static void large_areas(void)
{
    static const char *const large =
        "KERNEL: stops: this processor's FPU registers need more memory than a thread has\r\n";
    begin("large-areas");
    expect(boots((struct processor){7, BOARD_XSAVE_BYTES, 0}), "AVX, the largest: %s", said);
    expect(!boots((struct processor){7, BOARD_XSAVE_BYTES + 1, 0}) && strcmp(said, large) == 0,
           "AVX, a byte more: %s", said);
    expect(!boots((struct processor){0xe7, 832, BOARD_XSAVE_BYTES + 1}) && strcmp(said, large) == 0,
           "AVX-512, a byte more: %s", said);
}

int main(void)
{
    known_processors();
    every_combination();
    large_areas();
    return finish();
}
