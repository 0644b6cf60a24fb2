/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What loader and firmware of a PC left in memory, for x86-64's boot. The first byte chooses what
 * is read from the start of memory, the others are memory:
 *
 *     0, 1   a loader's information, of multiboot 1 or 2, and its command line
 *     2      ACPI's root pointer and the tables it leads to; their sums are made right
 *     3      the root task's ELF file
 *
 * Refused with a sentence; or RAM is whole pages above 1 MiB, what is said to be in memory is
 * there, and the root task's pages hold what its file says, recomputed.
 */

#include "target.h"
#include <abi/arch/objects.h>
#include <arch/acpi.h>
#include <arch/command_line.h>
#include <arch/multiboot.h>
#include <arch/root_image.h>
#include <stdlib.h>
#include <string.h>

#define BASE        0x1000UL        /* physical address of the pretended memory */
#define PAGE        4096UL
#define MAX_TABLES  8
#define MAX_LOADED  0x40000UL

static struct physical_memory memory;
static uint8_t *bytes;              /* of the memory */
static size_t count;

static void check_refusal(const char *why)
{
    MUST_BE(why == NULL || strlen(why) > 10, "boot stops and says '%s'", why);
}

static uint64_t number(size_t at, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n && at + i < count; i++)
        v |= (uint64_t)bytes[at + i] << 8 * i;
    return v;
}

/* ------------------------------------------------------------------------------ multiboot */

static void check_ram(const struct multiboot *mb)
{
    for (size_t i = 0; i < mb->memory.count; i++) {
        const struct range r = mb->memory.range[i];
        MUST_BE(r.start >= 0x100000 && r.start < r.end && r.start % PAGE == 0 &&
                    r.end % PAGE == 0 && r.end <= bit(52),
                "RAM from 0x%lx to 0x%lx", r.start, r.end);
        MUST_BE(i == 0 || mb->memory.range[i - 1].end < r.start, "RAM range %zu", i);
    }
}

static void try_multiboot(word_t magic)
{
    static struct multiboot mb;
    memset(&mb, 0, sizeof mb);
    const char *why = multiboot_read(&memory, magic, BASE, &mb);
    check_refusal(why);
    check_ram(&mb);
    MUST_BE(mb.map_bytes <= MEMORY_MAP_BYTES - 4 && mb.map_bytes % 24 == 0, "map");
    const struct bytes line = physical_up_to(&memory, mb.command_line.start,
                                             range_bytes(mb.command_line));
    command_line_has(line, "disable_iommu");
    command_line_number(line, "console_port=", 0);
    MUST_BE(why != NULL || (mb.module.start >= BASE && mb.module.end <= BASE + count &&
                            mb.module.start < mb.module.end && mb.memory.count != 0),
            "module from 0x%lx to 0x%lx", mb.module.start, mb.module.end);
}

/* ----------------------------------------------------------------------------------- ACPI */

/* Make the sum of `n` bytes 0 by the one at `at + place`. */
static void fix(uint64_t at, uint64_t n, size_t place)
{
    uint8_t sum = 0;
    if (at < BASE || n > count || at - BASE > count - n || n <= place)
        return;
    for (size_t i = 0; i < n; i++)
        sum = (uint8_t)(sum + bytes[at - BASE + i]);
    bytes[at - BASE + place] = (uint8_t)(bytes[at - BASE + place] - sum);
}

static void fix_table(uint64_t at)
{
    if (at >= BASE && at - BASE < count)
        fix(at, number(at - BASE + 4, 4), 9);
}

static void fix_list(uint64_t list, size_t address_bytes)
{
    if (list < BASE || list - BASE >= count)
        return;
    for (size_t i = 0; i < MAX_TABLES; i++) {
        const uint64_t at = number(list - BASE + 36 + i * address_bytes, address_bytes);
        if (at < BASE || at - BASE >= count)
            continue;
        fix_table(number(at - BASE + 40, 4));       /* the DSDT, if it is a FADT */
        fix_table(at);
    }
    fix_table(list);
}

static void try_acpi(void)
{
    static struct acpi a;
    memset(&a, 0, sizeof a);
    fix_list(number(16, 4), 4);
    fix_list(number(24, 8), 8);
    fix(BASE, 20, 8);
    const char *why = acpi_read(&memory, physical_bytes(&memory, BASE, ACPI_RSDP_BYTES), &a);
    check_refusal(why);
    MUST_BE(a.n_io_apics <= ACPI_MAX_IO_APICS, "%lu I/O APICs", a.n_io_apics);
    MUST_BE(a.power_port < 0x10000 && a.power_value < 0x10000, "power");
    if (why != NULL)
        return;
    MUST_BE(a.local_apic != 0 && a.local_apic % PAGE == 0 && a.n_cores != 0 && a.n_io_apics != 0,
            "controllers");
    for (size_t i = 0; i < a.n_io_apics; i++)
        MUST_BE(a.io_apic[i].address % PAGE == 0, "I/O APIC at 0x%lx", a.io_apic[i].address);
    MUST_BE(range_is_empty(a.dmar) || (a.dmar.start >= BASE && a.dmar.end <= BASE + count), "DMAR");
}

/* ------------------------------------------------------------------------------------ ELF */

/* What byte `at` of the pages must be: the last segment that has it decides. */
static uint8_t wanted(const struct root_image *image, uint64_t at)
{
    uint8_t value = 0;
    const uint64_t table = number(32, 8), address = image->pages.start + at;
    for (size_t i = 0; i < number(56, 2); i++) {
        const size_t s = table + 56 * i;
        const uint64_t start = number(s + 16, 8);
        if (number(s, 4) == 1 && address - start < number(s + 32, 8) && number(s + 40, 8) != 0)
            value = bytes[number(s + 8, 8) + (address - start)];
    }
    return value;
}

static void try_image(void)
{
    struct root_image image;
    const struct bytes file = {(word_t)bytes, count};
    const char *why = root_image_read(file, &image);
    check_refusal(why);
    if (why != NULL)
        return;
    const size_t size = range_bytes(image.pages);
    MUST_BE(image.pages.start % PAGE == 0 && size % PAGE == 0 && size != 0 &&
                image.pages.end > image.pages.start && image.pages.end <= USER_TOP,
            "pages from 0x%lx to 0x%lx", image.pages.start, image.pages.end);
    MUST_BE(image.entry - image.pages.start < size, "entry 0x%lx", image.entry);
    if (size > MAX_LOADED)
        return;
    uint8_t *pages = malloc(size);
    memset(pages, 0xee, size);
    root_image_load(file, &image, (word_t)pages);
    for (size_t i = 0; i < size; i += 1 + i / 64)
        MUST_BE(pages[i] == wanted(&image, i), "byte 0x%zx", i);
    free(pages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    count = size - 1;
    bytes = malloc(count != 0 ? count : 1);
    memcpy(bytes, data + 1, count);
    memory.range = (struct range){BASE, BASE + count};
    memory.window = (word_t)bytes - BASE;
    switch (data[0] % 4) {
    case 0: try_multiboot(MULTIBOOT1_MAGIC); break;
    case 1: try_multiboot(MULTIBOOT2_MAGIC); break;
    case 2: try_acpi(); break;
    default: try_image(); break;
    }
    free(bytes);
    return 0;
}
