/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Pretended physical memory for the readers of boot on x86-64, and what loader and firmware write
 * into it. It is exactly as large as it says, so that the sanitizer sees any read beyond it.
 */

#include "expect.h"
#include <arch/acpi.h>
#include <arch/multiboot.h>
#include <arch/root_image.h>

#define MEMORY_BASE  0x9000UL       /* of the pretended memory */
#define MEMORY_BYTES 0x8000UL

extern struct physical_memory memory;

/* All zero, MEMORY_BYTES of it or `bytes`. */
void memory_new(size_t bytes);
uint8_t *memory_at(uint64_t physical);
void put(uint64_t physical, size_t bytes, uint64_t value);
void put_text(uint64_t physical, const char *text);

/* --- version 1 of multiboot: information at MB1_INFO, map at MB1_MAP, one module, a command
 * line. */
#define MB1_INFO        (MEMORY_BASE + 0x000)
#define MB1_MAP         (MEMORY_BASE + 0x100)
#define MB1_MODULES     (MEMORY_BASE + 0x400)
#define MB1_TEXT        (MEMORY_BASE + 0x480)
#define MODULE          (MEMORY_BASE + 0x4000)
#define MODULE_BYTES    0x3000UL
void make_multiboot1(void);
/* One more entry of the map. */
void add_region1(uint64_t base, uint64_t length, uint32_t type);

/* --- version 2: a list of tags at MB2_INFO. */
#define MB2_INFO        (MEMORY_BASE + 0x1000)
void make_multiboot2(void);                     /* with a module, a map, a screen */
void begin_multiboot2(void);
/* Returns where its body is. The list is ended behind it. */
uint64_t add_tag2(uint32_t type, size_t body_bytes);

/* --- ACPI: root pointer, its list, MADT, FADT, DSDT, DMAR. */
#define RSDP            (MEMORY_BASE + 0x2000)
#define RSDT            (MEMORY_BASE + 0x2100)
#define XSDT            (MEMORY_BASE + 0x2200)
#define MADT            (MEMORY_BASE + 0x2300)
#define FADT            (MEMORY_BASE + 0x2500)
#define DSDT            (MEMORY_BASE + 0x2700)
#define DMAR            (MEMORY_BASE + 0x2800)
void make_acpi(void);
/* Set the byte that makes the sum 0: of a table, of the root pointer. */
void fix_table(uint64_t table);
void fix_root(void);
uint64_t table_bytes(uint64_t table);

/* --- an ELF file with two segments at MODULE. */
#define IMAGE_BASE_VADDR 0x400000UL
void make_image(void);
/* Where word `field` of segment i is. */
uint64_t segment_field(size_t i, size_t field);
struct bytes module_file(void);
