/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Everything that boot reads, with random damage, always the same: a refusal, or data that boot can
 * use. Memory ends where it says, so the sanitizer sees any read beyond it.
 */

#include "firmware.h"
#include <abi/arch/objects.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS      100000
#define MAX_LOADED  0x40000UL

static struct multiboot mb;
static struct acpi acpi;
static struct root_image image;
static unsigned long accepted, refused;

static const uint32_t words[] = {0, 1, 2, 3, 4, 8, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8,
                                 0x100000};

/* Inside the `bytes` bytes at `start`. */
static void mutate(uint64_t start, uint64_t bytes)
{
    const uint64_t word = start + random_below(bytes / 4) * 4;
    switch (random_below(5)) {
    case 0: *memory_at(start + random_below(bytes)) ^= (uint8_t)(1 << random_below(8)); break;
    case 1: *memory_at(start + random_below(bytes)) = (uint8_t)random_word(); break;
    case 2: put(word, 4, words[random_below(sizeof(words) / sizeof(words[0]))]); break;
    case 3: put(word, 4, random_below(2 * bytes)); break;
    default: put(word, 4, MEMORY_BASE + random_below(MEMORY_BYTES + 64)); break;
    }
}

static void count(const char *why)
{
    if (why)
        refused++;
    else
        accepted++;
    expect(!why || strlen(why) > 10, "the refusal says nothing");
}

static void check_pages(const struct range_list *list)
{
    expect(list_is_sound(list), "memory is not sound");
    for (size_t i = 0; i < list->count; i++)
        expect(list->range[i].start % 4096 == 0 && list->range[i].end % 4096 == 0 &&
                   list->range[i].start >= 0x100000 && list->range[i].end <= bit(52), "memory");
}

static void read_multiboot(word_t magic, uint64_t info)
{
    memset(&mb, 0, sizeof(mb));
    const char *why = multiboot_read(&memory, magic, info, &mb);
    count(why);
    check_pages(&mb.memory);
    expect(mb.map_bytes <= MEMORY_MAP_BYTES - 4, "map of %lu bytes", mb.map_bytes);
    if (!why)
        expect(mb.module.start >= memory.range.start && mb.module.end <= memory.range.end &&
                   mb.module.start < mb.module.end && mb.memory.count != 0, "module");
}

static void read_acpi(void)
{
    memset(&acpi, 0, sizeof(acpi));
    const char *why = acpi_read(&memory, physical_bytes(&memory, RSDP, RSDP_BYTES), &acpi);
    count(why);
    expect(acpi.n_io_apics <= ACPI_MAX_IO_APICS, "%lu I/O APICs", acpi.n_io_apics);
    expect(acpi.power_port < 0x10000 && acpi.power_value < 0x10000, "power");
    if (why)
        return;
    expect(acpi.local_apic % 4096 == 0 && acpi.io_apic[0].address % 4096 == 0 &&
               acpi.n_cores != 0 && acpi.n_io_apics != 0, "controllers");
    expect(range_is_empty(acpi.dmar) || physical_has(&memory, acpi.dmar), "DMAR");
}

static void load_image(void)
{
    const char *why = root_image_read(module_file(), &image);
    count(why);
    if (why)
        return;
    expect(image.pages.start % 4096 == 0 && image.pages.end % 4096 == 0 &&
               image.pages.start < image.pages.end && image.pages.end <= USER_TOP, "pages");
    expect(image.entry >= image.pages.start && image.entry < image.pages.end, "entry");
    if (range_bytes(image.pages) > MAX_LOADED)
        return;
    uint8_t *pages = malloc(range_bytes(image.pages));
    root_image_load(module_file(), &image, (word_t)pages);
    free(pages);
}

/* Tables keep their sums now and then, so that the damage is seen. */
static void fix_sums(void)
{
    const uint64_t all[] = {RSDT, XSDT, MADT, FADT, DSDT, DMAR};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (random_below(8) != 0 && table_bytes(all[i]) <= 0x400)
            fix_table(all[i]);
    if (random_below(8) != 0)
        fix_root();
}

static void torture(const char *test, uint64_t start, uint64_t bytes, int which)
{
    uint8_t *original = malloc(MEMORY_BYTES);
    begin(test);
    accepted = refused = 0;
    memory_new(MEMORY_BYTES);
    make_multiboot1();
    make_multiboot2();
    make_acpi();
    make_image();
    memcpy(original, memory_at(MEMORY_BASE), MEMORY_BYTES);
    for (int i = 0; i < ROUNDS; i++) {
        memcpy(memory_at(MEMORY_BASE), original, MEMORY_BYTES);
        for (uint64_t n = 1 + random_below(4); n > 0; n--)
            mutate(start, bytes);
        if (which == 2)
            fix_sums();
        if (which < 2)
            read_multiboot(which == 0 ? MULTIBOOT1_MAGIC : MULTIBOOT2_MAGIC,
                           which == 0 ? MB1_INFO : MB2_INFO);
        else if (which == 2)
            read_acpi();
        else
            load_image();
    }
    expect(accepted > ROUNDS / 50 && refused > ROUNDS / 50,
           "the damage is one-sided: %lu accepted, %lu refused", accepted, refused);
    free(original);
}

int main(void)
{
    torture("100000 damaged tables of multiboot 1", MB1_INFO, 0x420, 0);
    torture("100000 damaged lists of multiboot 2", MB2_INFO, 0xc0, 1);
    torture("100000 damaged sets of ACPI tables", RSDP, 0x840, 2);
    torture("100000 damaged root tasks", MODULE, 64 + 2 * 56, 3);
    return finish();
}
