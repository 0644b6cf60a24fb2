/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The machine that an ordinary process pretends to be. Tests read and write it.
 */

#include "types.h"

#define HOST_IRQ_WORDS   2          /* bit irq % 64 of word irq / 64 */
#define HOST_TLB_ENTRIES 32

/* What hardware remembers of a walk: the last entry it met, which may be empty. bits 0: unused. */
struct host_translation {
    word_t asid, first, bits;       /* covers 2^bits bytes from virtual address `first` */
    word_t entry;                   /* as it was */
};

struct arch_node {
    /* The clock. */
    ticks_t time;                   /* what it shows */
    ticks_t step;                   /* by how much each look at it moves it */
    ticks_t deadline;               /* when the timer rings */

    /* Interrupt lines. */
    word_t raised[HOST_IRQ_WORDS], enabled[HOST_IRQ_WORDS];
    word_t claimed;                 /* taken from the controller and not yet given back, or 0 */
    word_t always_interrupted;      /* 1: something seems to be pending at every look */
    word_t preempt_after;           /* units of work between two looks, see hostile builds */

    /* Address translation. */
    word_t kernel_satp, satp;
    struct host_translation tlb[HOST_TLB_ENTRIES];
    word_t tlb_next;                /* entry to be replaced next */

    word_t fpu_on;                  /* 0 or 1: its instructions do not trap */
    word_t fpu_register;
};
