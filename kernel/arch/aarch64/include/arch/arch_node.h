/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What AArch64 adds to the state of a core, `node.arch`.
 */

#include "types.h"
#include <arch/el_node.h>

/* x0..x7 of a call to the secure monitor, and of its answer. */
struct smc_registers { word_t x[8]; };
_Static_assert(sizeof(struct smc_registers) == 64, "smc_registers size");

struct arch_node {
    word_t dying;                       /* 0 or 1: the kernel itself has trapped */
    word_t debug_loaded;                /* 0 or 1: breakpoint registers are not all off */
    word_t irq_taken;                   /* what the GIC wants back at the end of the interrupt */
    struct smc_registers smc;           /* of the call in progress */
    EL_NODE

    /* The machine as found at boot; constant from then on. */
    word_t line_bytes;                  /* smallest data cache line */
    word_t zero_bytes;                  /* what one instruction zeroes, or 0 */
    word_t instruction_line_bytes;      /* smallest instruction cache line */
    word_t instructions_by_address;     /* 0 or 1: one alias' maintenance serves all */
    word_t console;                     /* kernel address of the UART, or 0 */
};
_Static_assert(sizeof(struct arch_node) == 8 * sizeof(word_t) +
               sizeof(struct smc_registers) + EL_NODE_BYTES, "arch_node size");
