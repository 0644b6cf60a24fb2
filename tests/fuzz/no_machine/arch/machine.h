/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * For boot_main.c, in the place of RISC-V's instructions: headers name these, nobody calls them.
 */

#include "types.h"

ticks_t machine_read_time(void);
void machine_fence_translations(void);
void machine_fence_asid(word_t asid);
void machine_fence_page(word_t address, word_t asid);
void machine_write_stimecmp(word_t deadline);

#define SBI_TIME_SET 0UL
void machine_sbi(word_t extension, word_t function, word_t a, word_t b);
