/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The units that remap DMA, as boot found them: `node.arch.iommu`, see iommu.c.
 */

#include "types.h"

#define IOMMU_MAX_UNITS 16

/* Kernel addresses of registers, and what the unit needs. */
struct iommu_unit {
    word_t registers;
    word_t iotlb;               /* the two registers that make it forget translations */
    word_t faults, n_faults;    /* its records of refused accesses */
    word_t by_page;             /* 0 or 1: it can forget a single page */
    word_t drain;               /* of its commands: wait for the accesses under way */
    word_t caching;             /* 0 or 1: it may remember that an entry is empty */
    word_t write_buffer;        /* 0 or 1: it must be told that tables were written */
};
_Static_assert(sizeof(struct iommu_unit) == 8 * sizeof(word_t), "iommu_unit size");

/* Constant once boot is over. No units: no DMA is remapped. */
struct iommu {
    word_t n_units;
    word_t levels;              /* of I/O page tables */
    word_t first_domain;        /* programs may use domain numbers from here on ... */
    word_t domain_limit;        /* ... and below this */
    word_t contexts;            /* kernel address of the context entries */
    word_t incoherent;          /* 0 or 1: some unit does not look into the processor's cache */
    struct iommu_unit unit[IOMMU_MAX_UNITS];
};
_Static_assert(sizeof(struct iommu) ==
               6 * sizeof(word_t) + IOMMU_MAX_UNITS * sizeof(struct iommu_unit), "iommu size");
