/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The instructions that address spaces need, on the pretended processor of spaces.c, and those of
 * cpu_features.c, on those of processors.c.
 */

#include "types.h"
#include <arch/control.h>

#define INVPCID_ADDRESS 0UL
#define INVPCID_CONTEXT 1UL
#define INVPCID_ALL     3UL

struct table_register { word_t limit, base; };
struct invpcid { word_t pcid, address; };
_Static_assert(sizeof(struct invpcid) == 16, "invpcid size");

word_t machine_read_cr4(void);
void machine_write_cr4(word_t v);
void machine_write_cr3(word_t v);
void machine_invalidate_page(word_t address);
void machine_invpcid(word_t kind, const struct invpcid *d);
void machine_clear(word_t address, word_t words);
static inline void machine_write_back_caches(void) { }

struct cpuid { uint32_t eax, ebx, ecx, edx; };
_Static_assert(sizeof(struct cpuid) == 16, "cpuid size");

word_t machine_read_cr0(void);
void machine_write_cr0(word_t v);
void machine_write_xcr0(word_t v);
word_t machine_read_msr(word_t number);
void machine_write_msr(word_t number, word_t v);
struct cpuid machine_cpuid(word_t leaf, word_t subleaf);
void machine_out8(word_t port, uint8_t v);
_Noreturn void machine_halt(void);
