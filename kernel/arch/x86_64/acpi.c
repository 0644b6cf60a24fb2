/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A reader of ACPI tables (ACPI Specification 6.5, chapter 5) for what the kernel needs: which
 * cores and interrupt controllers exist, where the table of DMA remapping units is, and how to
 * switch off.
 *
 *     root pointer  ->  XSDT (or RSDT)  ->  tables:  header { signature, bytes, ..., sum }, body
 *                                                    APIC: MADT, a list of { type, bytes, ... }
 *                                                    DMAR: for dmar.c, which reads it
 *                                                    FACP: FADT, which names a port and the DSDT
 *
 * What holds whatever the bytes are:
 *   1  Every read goes through arch/bytes.h: what is outside of memory reads as 0.
 *   2  A table is used only if it is in memory, not longer than MAX_TABLE, and its bytes' sum is 0.
 *      A table that is not is passed over, as if it was not there.
 *   3  Every step of a walk consumes at least one entry, so a walk ends.
 *   4  Without refusal there is a local APIC, a core, and an I/O APIC, and none of them is at an
 *      address that is not a page's.
 *
 * Interrupt overrides are not read: programs name the pins of I/O APICs, and know what is there.
 */

#include <arch/acpi.h>
#include <abi/objects.h>

/* --- root pointer: 5.2.5.3. */
#define RSDP_REVISION       15
#define RSDP_RSDT           16
#define RSDP_BYTES_1        20          /* of revision 0, which the first sum covers */
#define RSDP_XSDT           24
#define RSDP_STEP           16

/* Where it can be: the first KiB of the extended BIOS data area, whose segment is in the BIOS data
 * area, or the BIOS' last 128 KiB. */
#define EBDA_SEGMENT        0x40e
#define EBDA_BYTES          1024
#define BIOS_START          0xe0000
#define BIOS_BYTES          0x20000

/* --- tables: 5.2.6. */
#define TABLE_BYTES         4
#define TABLE_HEADER        36
#define MAX_TABLE           (1UL << 20)

/* --- FADT, DSDT, PM1 control. */
#define FADT_DSDT           40
#define FADT_PM1A_CONTROL   64
#define FADT_X_DSDT         140
#define AML_BYTE            0x0a
#define MAX_SLEEP_TYPE      7
#define PM1_SLEEP_TYPE      10          /* lowest bit of the type */
#define PM1_SLEEP           bit(13)

/* --- MADT: 5.2.12. */
#define MADT_LOCAL_APIC     36
#define MADT_ENTRIES        44
enum madt_type {
    MADT_CORE = 0, MADT_IO_APIC = 1, MADT_LOCAL_APIC_ADDRESS = 5, MADT_CORE_X2 = 9
};
#define CORE_BYTES          8
#define IO_APIC_BYTES       12
#define CORE_X2_BYTES       16
#define CORE_ENABLED        1

/* --------------------------------------------------------------------------- root pointer */

static bool is_root(struct bytes b)
{
    return bytes_are(b, 0, "RSD PTR ") && b.count >= RSDP_BYTES_1 &&
           bytes_sum(b, RSDP_BYTES_1) == 0;
}

/* Look for it at multiples of 16 bytes; copy what is there. */
static bool find_in(const struct physical_memory *m, word_t from, word_t count, word_t to)
{
    for (word_t at = 0; at < count; at += RSDP_STEP) {
        LOOP(BIOS_BYTES, at);
        const struct bytes b = physical_up_to(m, from + at, ACPI_RSDP_BYTES);
        if (is_root(b)) {
            bytes_copy(b, 0, to, bytes_u8(b, RSDP_REVISION) < 2 ? RSDP_BYTES_1 : ACPI_RSDP_BYTES);
            return true;
        }
    }
    return false;
}

bool acpi_find_root(const struct physical_memory *m, word_t to)
{
    const word_t segment = bytes_u16(physical_bytes(m, EBDA_SEGMENT, 2), 0);
    return (segment != 0 && find_in(m, segment << 4, EBDA_BYTES, to)) ||
           find_in(m, BIOS_START, BIOS_BYTES, to);
}

/* --------------------------------------------------------------------------------- tables */

/* The table at this physical address, or none. */
static struct bytes table_at(const struct physical_memory *m, word_t at)
{
    const word_t count = bytes_u32(physical_bytes(m, at, TABLE_HEADER), TABLE_BYTES);
    const struct bytes b = physical_bytes(m, at, count);
    if (b.count < TABLE_HEADER || b.count > MAX_TABLE || bytes_sum(b, b.count) != 0)
        return (struct bytes){0, 0};
    return b;
}

/* MADT 5.2.12.2, .3, .8, .12: one entry, not longer than `entry`. */
static void take_entry(struct acpi *a, struct bytes entry)
{
    switch (bytes_u8(entry, 0)) {
    case MADT_CORE:
        if (entry.count >= CORE_BYTES)
            a->n_cores += bytes_u32(entry, 4) & CORE_ENABLED;
        break;
    case MADT_CORE_X2:
        if (entry.count >= CORE_X2_BYTES)
            a->n_cores += bytes_u32(entry, 8) & CORE_ENABLED;
        break;
    case MADT_IO_APIC:
        if (entry.count >= IO_APIC_BYTES && a->n_io_apics < ACPI_MAX_IO_APICS) {
            a->io_apic[a->n_io_apics].address = bytes_u32(entry, 4);
            a->io_apic[a->n_io_apics].first = bytes_u32(entry, 8);
            a->n_io_apics++;
        }
        break;
    case MADT_LOCAL_APIC_ADDRESS:
        if (entry.count >= IO_APIC_BYTES)
            a->local_apic = bytes_u64(entry, 4);
        break;
    default:
        break;
    }
}

static void read_madt(struct acpi *a, struct bytes madt)
{
    word_t at = MADT_ENTRIES;
    a->local_apic = bytes_u32(madt, MADT_LOCAL_APIC);
    while (at + 2 <= madt.count) {
        LOOP(MAX_TABLE, at);
        const word_t count = bytes_u8(madt, at + 1);
        if (count < 2 || count > madt.count - at)
            return;                     /* what follows has no meaning */
        take_entry(a, (struct bytes){madt.address + at, count});
        at += count;
    }
}

/* The package \_S5 among the DSDT's definitions: the bytes of `DefName _S5_ DefPackage` (20.2.5.1,
 * 20.2.5.4), behind which come the length of the package, a byte that counts its elements, and the
 * first: the sleep type of PM1a. ~0 if there is none. */
static word_t sleep_type_at(struct bytes dsdt, word_t at)
{
    const word_t length_bytes = 1 + (bytes_u8(dsdt, at) >> 6);
    const word_t value = bytes_u8(dsdt, at + length_bytes + 1);
    if (value == AML_BYTE)
        return bytes_u8(dsdt, at + length_bytes + 2);
    return value <= 1 ? value : ~(word_t)0;
}

static word_t find_sleep_type(struct bytes dsdt)
{
    for (word_t at = TABLE_HEADER; at < dsdt.count; at++) {
        LOOP(MAX_TABLE, at);
        if (bytes_are(dsdt, at, "_S5_\x12"))
            return sleep_type_at(dsdt, at + 5);
    }
    return ~(word_t)0;
}

/* FADT 5.2.9; PM1 control 4.8.3.2.1. */
static void read_fadt(const struct physical_memory *m, struct bytes fadt, struct acpi *a)
{
    const word_t extended = bytes_u64(fadt, FADT_X_DSDT);
    const struct bytes dsdt = table_at(m, extended != 0 ? extended : bytes_u32(fadt, FADT_DSDT));
    const word_t type = find_sleep_type(dsdt);
    if (type > MAX_SLEEP_TYPE)
        return;
    a->power_port = bytes_u32(fadt, FADT_PM1A_CONTROL) & mask(16);
    a->power_value = type << PM1_SLEEP_TYPE | PM1_SLEEP;
}

static void take_table(const struct physical_memory *m, word_t at, struct acpi *a)
{
    const struct bytes table = table_at(m, at);
    if (bytes_are(table, 0, "APIC") && a->local_apic == 0)
        read_madt(a, table);
    else if (bytes_are(table, 0, "FACP") && a->power_port == 0)
        read_fadt(m, table, a);
    else if (bytes_are(table, 0, "DMAR"))
        a->dmar = (struct range){at, at + table.count};
}

/* All tables that `list` names, with 4 or 8 bytes for each address. */
static void read_list(const struct physical_memory *m, struct bytes list, word_t address_bytes,
                      struct acpi *a)
{
    for (word_t at = TABLE_HEADER; at + address_bytes <= list.count; at += address_bytes) {
        LOOP(MAX_TABLE, at);
        take_table(m, address_bytes == 4 ? bytes_u32(list, at) : bytes_u64(list, at), a);
    }
}

static bool pages_only(const struct acpi *a)
{
    word_t all = a->local_apic;
    for (word_t i = 0; i < a->n_io_apics; i++) {
        LOOP(ACPI_MAX_IO_APICS, i);
        all |= a->io_apic[i].address;
    }
    return (all & mask(PAGE_BITS)) == 0;
}

const char *acpi_read(const struct physical_memory *m, struct bytes root, struct acpi *a)
{
    if (!is_root(root))
        return "ACPI's root pointer is damaged";
    const bool extended = bytes_u8(root, RSDP_REVISION) >= 2 && bytes_u64(root, RSDP_XSDT) != 0;
    const struct bytes xsdt = table_at(m, extended ? bytes_u64(root, RSDP_XSDT) : 0);
    const struct bytes rsdt = table_at(m, bytes_u32(root, RSDP_RSDT));
    if (bytes_are(xsdt, 0, "XSDT"))
        read_list(m, xsdt, 8, a);
    else if (bytes_are(rsdt, 0, "RSDT"))
        read_list(m, rsdt, 4, a);
    else
        return "ACPI's list of tables is missing or damaged";
    if (a->local_apic == 0)
        return "ACPI's table of interrupt controllers (MADT) is missing or damaged";
    if (a->n_cores == 0)
        return "ACPI knows no core";
    if (a->n_io_apics == 0)
        return "ACPI knows no I/O APIC";
    if (!pages_only(a))
        return "ACPI has an APIC at an address that is not a page's";
    return 0;
}
