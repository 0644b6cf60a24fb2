/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What RISC-V adds to the state of a core, `node.arch`.
 */

#include "types.h"

struct arch_node {
    word_t dying;                       /* 0 or 1: the kernel itself has trapped */

    /* The machine as found at boot; constant from then on. */
    word_t kernel_satp;                 /* satp for kernel_root */
    word_t ticks_per_us;                /* of the `time` counter */
    word_t has_stimecmp;                /* 0 or 1 */
    word_t timer_extension;             /* the SBI extension that sets the deadline otherwise */
    word_t plic_enable;                 /* kernel address of our enable bits */
    word_t plic_claim;                  /* kernel address of our claim register */
    word_t uart;                        /* kernel address of the console, or 0 */
};
_Static_assert(sizeof(struct arch_node) == 8 * sizeof(word_t), "arch_node size");
