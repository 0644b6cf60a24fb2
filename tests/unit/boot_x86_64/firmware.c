/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "firmware.h"
#include <stdlib.h>
#include <string.h>

struct physical_memory memory;

void memory_new(size_t bytes)
{
    static uint8_t *at;
    free(at);
    at = calloc(1, bytes);
    if (!at)
        exit(2);
    memory.range = (struct range){MEMORY_BASE, MEMORY_BASE + bytes};
    memory.window = (word_t)at - MEMORY_BASE;
}

uint8_t *memory_at(uint64_t physical)
{
    return (uint8_t *)(memory.window + physical);
}

void put(uint64_t physical, size_t bytes, uint64_t value)
{
    for (size_t i = 0; i < bytes; i++)
        memory_at(physical)[i] = (uint8_t)(value >> (8 * i));
}

void put_text(uint64_t physical, const char *text)
{
    memcpy(memory_at(physical), text, strlen(text));
}

static uint64_t get(uint64_t physical, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)memory_at(physical)[i] << (8 * i);
    return v;
}

/* ----------------------------------------------------------------------------- version 1 */

void add_region1(uint64_t base, uint64_t length, uint32_t type)
{
    const uint64_t used = get(MB1_INFO + 44, 4);
    const uint64_t at = MB1_MAP + used;
    put(at, 4, 20);
    put(at + 4, 8, base);
    put(at + 12, 8, length);
    put(at + 20, 4, type);
    put(MB1_INFO + 44, 4, used + 24);
}

void make_multiboot1(void)
{
    put(MB1_INFO, 4, 1 | 4 | 8 | 64);
    put(MB1_INFO + 16, 4, MB1_TEXT);
    put_text(MB1_TEXT, "kernel console_port=0x2f8 disable_iommu");
    put(MB1_INFO + 20, 4, 1);
    put(MB1_INFO + 24, 4, MB1_MODULES);
    put(MB1_MODULES, 4, MODULE);
    put(MB1_MODULES + 4, 4, MODULE + MODULE_BYTES);
    put(MB1_INFO + 48, 4, MB1_MAP);
    put(MB1_INFO + 44, 4, 0);
    add_region1(0, 0x9fc00, 1);
    add_region1(0x100000, 0x3fee0000, 1);
    add_region1(0x3ffe0000, 0x20000, 2);
}

/* ----------------------------------------------------------------------------- version 2 */

void begin_multiboot2(void)
{
    put(MB2_INFO, 8, 8);
}

uint64_t add_tag2(uint32_t type, size_t body_bytes)
{
    const uint64_t at = MB2_INFO + get(MB2_INFO, 4) - (get(MB2_INFO, 4) > 8 ? 8 : 0);
    const uint64_t next = at + ((8 + body_bytes + 7) & ~7UL);
    put(at, 4, type);
    put(at + 4, 4, 8 + body_bytes);
    put(next, 8, 8UL << 32);                    /* the end */
    put(MB2_INFO, 4, next + 8 - MB2_INFO);
    return at + 8;
}

static void add_region2(uint64_t at, uint64_t base, uint64_t length, uint32_t type)
{
    put(at, 8, base);
    put(at + 8, 8, length);
    put(at + 16, 4, type);
}

void make_multiboot2(void)
{
    begin_multiboot2();
    put_text(add_tag2(1, 14), "disable_iommu");
    uint64_t at = add_tag2(3, 9);
    put(at, 4, MODULE);
    put(at + 4, 4, MODULE + MODULE_BYTES);
    at = add_tag2(6, 8 + 2 * 24);
    put(at, 4, 24);
    add_region2(at + 8, 0, 0x9f000, 1);
    add_region2(at + 32, 0x100000, 0x700000, 1);
    at = add_tag2(8, 24);
    put(at, 8, 0xc0000000);
    put(at + 8, 4, 1024 * 4);
    put(at + 12, 4, 1024);
    put(at + 16, 4, 768);
    put(at + 20, 1, 32);
    put(at + 21, 1, 1);
}

/* ---------------------------------------------------------------------------------- ACPI */

uint64_t table_bytes(uint64_t table) { return get(table + 4, 4); }

static uint8_t sum(uint64_t at, uint64_t bytes)
{
    uint8_t s = 0;
    for (uint64_t i = 0; i < bytes; i++)
        s = (uint8_t)(s + memory_at(at)[i]);
    return s;
}

void fix_table(uint64_t table)
{
    put(table + 9, 1, 0);
    put(table + 9, 1, (uint64_t)-sum(table, table_bytes(table)));
}

void fix_root(void)
{
    put(RSDP + 8, 1, 0);
    put(RSDP + 8, 1, (uint64_t)-sum(RSDP, 20));
}

static void table(uint64_t at, const char *signature, uint64_t bytes)
{
    put_text(at, signature);
    put(at + 4, 4, bytes);
}

void make_acpi(void)
{
    put_text(RSDP, "RSD PTR ");
    put(RSDP + 15, 1, 2);
    put(RSDP + 16, 4, RSDT);
    put(RSDP + 24, 8, XSDT);
    fix_root();
    table(RSDT, "RSDT", 36 + 4);
    put(RSDT + 36, 4, MADT);
    table(XSDT, "XSDT", 36 + 3 * 8);
    put(XSDT + 36, 8, FADT);
    put(XSDT + 44, 8, MADT);
    put(XSDT + 52, 8, DMAR);
    table(MADT, "APIC", 44 + 8 + 12 + 10);
    put(MADT + 36, 4, 0xfee00000);
    put(MADT + 44, 4, 0x00000800);              /* core 0, enabled */
    put(MADT + 48, 4, 1);
    put(MADT + 52, 4, 0x00000c01);              /* I/O APIC */
    put(MADT + 56, 8, 0xfec00000);
    put(MADT + 64, 2, 0x0a02);                  /* an override */
    table(FADT, "FACP", 244);
    put(FADT + 40, 4, DSDT);
    put(FADT + 64, 4, 0x604);
    table(DSDT, "DSDT", 36 + 24);
    put_text(DSDT + 40, "_S5_\x12\x06\x04\x0a\x05");
    table(DMAR, "DMAR", 48);
    const uint64_t all[] = {RSDT, XSDT, MADT, FADT, DSDT, DMAR};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        fix_table(all[i]);
}

/* ----------------------------------------------------------------------------------- ELF */

uint64_t segment_field(size_t i, size_t field) { return MODULE + 64 + 56 * i + field; }

static void segment(size_t i, uint64_t offset, uint64_t vaddr, uint64_t file, uint64_t bytes)
{
    put(segment_field(i, 0), 4, 1);
    put(segment_field(i, 8), 8, offset);
    put(segment_field(i, 16), 8, vaddr);
    put(segment_field(i, 32), 8, file);
    put(segment_field(i, 40), 8, bytes);
}

/* Text of two pages, data of one that the file has half of, and 0x1800 bytes that it has nothing
 * of. */
void make_image(void)
{
    put_text(MODULE, "\x7f" "ELF\x02\x01\x01");
    put(MODULE + 16, 2, 2);
    put(MODULE + 18, 2, 62);
    put(MODULE + 24, 8, IMAGE_BASE_VADDR + 0x123);
    put(MODULE + 32, 8, 64);
    put(MODULE + 54, 2, 56);
    put(MODULE + 56, 2, 2);
    segment(0, 0, IMAGE_BASE_VADDR, 0x1f00, 0x1f00);
    segment(1, 0x2010, IMAGE_BASE_VADDR + 0x3010, 0x7f0, 0x7f0 + 0x1800);
    memset(memory_at(MODULE + 0x200), 0x11, 0x1d00);
    memset(memory_at(MODULE + 0x2010), 0x22, 0x7f0);
}

struct bytes module_file(void)
{
    return physical_bytes(&memory, MODULE, MODULE_BYTES);
}
