/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The ACPI table about DMA: see dmar.c. Used at boot only.
 */

#include <arch/bytes.h>

#define DMAR_MAX_UNITS     16
#define DMAR_MAX_RESERVED  32
#define DMAR_MAX_HOPS      4
#define DMAR_MAX_MEMORY    (1UL << 32)  /* bytes of one range of reserved memory */

/* A remapping unit: where its registers are, and for which PCI segment it works. */
struct dmar_unit { word_t registers, segment; };
_Static_assert(sizeof(struct dmar_unit) == 2 * sizeof(word_t), "dmar_unit size");

/* Whole pages of memory that a device must go on reaching. It is found from `bus` on over the hops:
 * device and function numbers, the last one its own, those before bridges'. */
struct dmar_reserved {
    struct range memory;
    word_t segment, bus, n_hops;
    word_t hop[DMAR_MAX_HOPS];          /* device * 8 + function */
};
_Static_assert(sizeof(struct dmar_reserved) == (5 + DMAR_MAX_HOPS) * sizeof(word_t),
               "dmar_reserved size");

struct dmar {
    word_t n_units, n_reserved;
    struct dmar_unit unit[DMAR_MAX_UNITS];
    struct dmar_reserved reserved[DMAR_MAX_RESERVED];
};
_Static_assert(sizeof(struct dmar) ==
               2 * sizeof(word_t) + DMAR_MAX_UNITS * sizeof(struct dmar_unit) +
               DMAR_MAX_RESERVED * sizeof(struct dmar_reserved), "dmar size");

/* Read a table whose signature, length and checksum have been checked. Null, or why it is refused;
 * dmar is then not to be used. */
const char *dmar_read(struct bytes table, struct dmar *dmar);
