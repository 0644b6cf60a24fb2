/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the processor has: see cpu_features.c. Used at boot only.
 */

#include "types.h"

struct cpu_features {
    word_t no_execute, smep, smap, umip, pcid, invpcid, tsc_deadline;   /* 0 or 1 each */
    word_t hypervisor;                  /* 0 or 1: this is a pretended processor */
    word_t physical_bits;               /* width of physical addresses */
    word_t model;                       /* family * 256 + model */
    word_t is_intel;                    /* 0 or 1 */
};
_Static_assert(sizeof(struct cpu_features) == 11 * sizeof(word_t), "cpu_features size");

/* Find out; stops the machine if something is missing that the kernel cannot do without. */
void cpu_features_read(struct cpu_features *f);
/* Set up this core: control registers, memory types, what user code may do. */
void cpu_features_enable(const struct cpu_features *f);
