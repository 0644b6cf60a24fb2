/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Taking the units that remap DMA into use: boot_iommu.c. Without an IOMMU, iommu_absent.c.
 */

#include <arch/bytes.h>

/* Find the units in the ACPI table DMAR, which is empty if there is none or it is not wanted. Their
 * registers are added to what is withheld. Returns how many pages boot_iommu_start needs; 0 if DMA
 * will not be remapped. Stops the machine, with a message, if the table makes no sense. */
word_t boot_iommu_find(struct bytes table, const struct range_list *memory,
                       struct range_list *withheld);
/* From now on a device reaches nothing but the memory that firmware reserved for it. `pages`:
 * kernel address of that many zero pages. Refused accesses interrupt the core with this APIC
 * number. */
void boot_iommu_start(word_t pages, word_t apic_id);
