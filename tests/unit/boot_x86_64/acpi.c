/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ACPI tables: well formed, missing, lying. The root pointer is found in the BIOS' memory.
 */

#include "firmware.h"
#include <string.h>

static struct acpi a;

static const char *read_it(void)
{
    memset(&a, 0, sizeof(a));
    return acpi_read(&memory, physical_bytes(&memory, RSDP, RSDP_BYTES), &a);
}

static void fresh(void)
{
    memory_new(MEMORY_BYTES);
    make_acpi();
}

static void well_formed(void)
{
    begin("cores, controllers, remapping units and power by the XSDT");
    fresh();
    const char *why = read_it();
    expect(!why, "%s", why);
    expect(a.local_apic == 0xfee00000 && a.n_cores == 1 && a.n_io_apics == 1, "controllers");
    expect(a.io_apic[0].address == 0xfec00000 && a.io_apic[0].first == 0, "I/O APIC");
    expect(a.dmar.start == DMAR && a.dmar.end == DMAR + 48, "DMAR at 0x%lx", a.dmar.start);
    expect(a.power_port == 0x604 && a.power_value == (5 << 10 | 1 << 13), "power 0x%lx",
           a.power_value);
    begin("by the RSDT: revision 0, and no XSDT");
    put(RSDP + 15, 1, 0);
    fix_root();
    why = read_it();
    expect(!why && a.n_cores == 1 && a.power_port == 0 && range_is_empty(a.dmar), "%s", why);
    fresh();
    put(RSDP + 24, 8, 0);
    why = read_it();
    expect(!why && a.power_port == 0, "%s", why);
    begin("a damaged XSDT is as none");
    fresh();
    put(XSDT + 40, 1, 1);
    why = read_it();
    expect(!why && a.n_cores == 1 && a.power_port == 0, "%s", why);
}

static void entries(void)
{
    begin("cores that cannot be used do not count; x2APIC cores do");
    fresh();
    put(MADT + 48, 4, 2);
    fix_table(MADT);
    expect(read_it() != 0, "no core");
    put(MADT + 4, 4, 74 + 16);
    put(MADT + 64, 2, 0x0a02);          /* the override keeps its place */
    put(MADT + 74, 2, 0x1009);
    put(MADT + 82, 4, 1);
    fix_table(MADT);
    const char *why = read_it();
    expect(!why && a.n_cores == 1, "%s", why);
    begin("the local APIC's 64-bit address");
    put(MADT + 74, 2, 0x0c05);
    put(MADT + 78, 8, 0x100000000);
    put(MADT + 48, 4, 1);
    fix_table(MADT);
    why = read_it();
    expect(!why && a.local_apic == 0x100000000, "%s", why);
    begin("more I/O APICs than boot keeps");
    fresh();
    put(MADT + 4, 4, 44 + 8 + 11 * 12);
    for (uint64_t i = 0; i < 11; i++) {
        put(MADT + 52 + 12 * i, 4, 0x0c01);
        put(MADT + 56 + 12 * i, 8, (0xfec00000 + (i << 12)) | 24 * i << 32);
    }
    fix_table(MADT);
    why = read_it();
    expect(!why && a.n_io_apics == ACPI_MAX_IO_APICS && a.io_apic[7].first == 168, "%s", why);
}

static void lies(void)
{
    begin("entries that do not fit are not read");
    fresh();
    put(MADT + 65, 1, 0);
    fix_table(MADT);
    const char *why = read_it();
    expect(!why && a.n_io_apics == 1, "%s", why);
    put(MADT + 53, 1, 11);
    fix_table(MADT);
    expect(read_it() != 0, "an I/O APIC of 11 bytes");
    put(MADT + 53, 1, 255);
    fix_table(MADT);
    expect(read_it() != 0, "an I/O APIC that ends outside");
    begin("controllers at odd addresses are refused");
    fresh();
    put(MADT + 56, 4, 0xfec00010);
    fix_table(MADT);
    expect(read_it() != 0, "an I/O APIC");
    fresh();
    put(MADT + 36, 4, 0xfee00004);
    fix_table(MADT);
    expect(read_it() != 0, "a local APIC");
    begin("tables outside of memory, too long, or with another sum are as none");
    fresh();
    put(MADT + 100, 1, 0);
    put(MADT + 10, 1, 1);
    expect(read_it() != 0, "sum");
    fresh();
    put(MADT + 4, 4, 0xffffffff);
    expect(read_it() != 0, "length");
    put(MADT + 4, 4, 35);
    expect(read_it() != 0, "less than its header");
    fresh();
    put(XSDT + 44, 8, MEMORY_BASE + MEMORY_BYTES - 20);
    fix_table(XSDT);
    expect(read_it() != 0, "header at the end of memory");
    put(XSDT + 44, 8, 0xfffffffffffffff0);
    fix_table(XSDT);
    expect(read_it() != 0, "wrapping");
    begin("a damaged root pointer is refused");
    fresh();
    put(RSDP + 9, 1, 0xff);
    expect(read_it() != 0, "sum");
    expect(acpi_read(&memory, (struct bytes){memory.window + RSDP, 19}, &a) != 0, "19 bytes");
}

static void power(void)
{
    begin("sleep types: zero, one, a byte, and what is none");
    fresh();
    put_text(DSDT + 40, "_S5_\x12\x06\x04");
    put(DSDT + 47, 1, 0);
    fix_table(DSDT);
    read_it();
    expect(a.power_port == 0x604 && a.power_value == 1 << 13, "0x%lx", a.power_value);
    put(DSDT + 47, 1, 1);
    fix_table(DSDT);
    read_it();
    expect(a.power_value == (1 << 10 | 1 << 13), "0x%lx", a.power_value);
    put(DSDT + 47, 2, 0x080a);
    fix_table(DSDT);
    read_it();
    expect(a.power_port == 0, "type 8");
    put(DSDT + 44, 1, 0x13);
    fix_table(DSDT);
    read_it();
    expect(a.power_port == 0, "no package");
    begin("a package whose length takes four bytes");
    fresh();
    put(DSDT + 45, 1, 0xc6);
    put(DSDT + 46, 6, 0x070a04000000);
    fix_table(DSDT);
    read_it();
    expect(a.power_value == (7 << 10 | 1 << 13), "0x%lx", a.power_value);
    begin("the name at the very end of the DSDT");
    put(DSDT + 4, 4, 45);
    fix_table(DSDT);
    expect(!read_it() && a.power_value == 1 << 13, "0x%lx", a.power_value);
}

static void search(void)
{
    struct octet to[ACPI_RSDP_BYTES];
    begin("the root pointer is at a multiple of 16 bytes of the BIOS' memory");
    memory_new(0x20000);
    memory.window -= 0xe0000 - MEMORY_BASE;
    memory.range = (struct range){0xe0000, 0x100000};
    expect(!acpi_find_root(&memory, octet_addr(to)), "none is found");
    put_text(0xf0008, "RSD PTR \x9c");
    expect(!acpi_find_root(&memory, octet_addr(to)), "not at 8");
    put_text(0xffff0, "RSD PTR ");
    expect(!acpi_find_root(&memory, octet_addr(to)), "it ends outside of memory");
    put_text(0xf0f00, "RSD PTR ");
    uint8_t sum = 0;
    for (int i = 0; i < 8; i++)
        sum = (uint8_t)(sum + "RSD PTR "[i]);
    put(0xf0f08, 1, (uint64_t)-sum);
    put(0xf0f00 + 24, 1, 0x77);
    expect(acpi_find_root(&memory, octet_addr(to)) && to[0].value == 'R' && to[8].value != 0,
           "it is there");
    memory.window += 0xe0000 - MEMORY_BASE;
    memory.range.start = MEMORY_BASE;
}

int main(void)
{
    well_formed();
    entries();
    lies();
    power();
    search();
    return finish();
}
