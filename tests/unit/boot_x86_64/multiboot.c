/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a multiboot loader says, in both versions: well formed, missing, lying.
 */

#include "firmware.h"
#include <stdlib.h>
#include <string.h>

#define MIB 0x100000UL

static struct multiboot mb;

static const char *read1(void)
{
    memset(&mb, 0, sizeof(mb));
    return multiboot_read(&memory, MULTIBOOT1_MAGIC, MB1_INFO, &mb);
}

static const char *read2(void)
{
    memset(&mb, 0, sizeof(mb));
    return multiboot_read(&memory, MULTIBOOT2_MAGIC, MB2_INFO, &mb);
}

static void fresh1(void)
{
    memory_new(MEMORY_BYTES);
    make_multiboot1();
}

static void fresh2(void)
{
    memory_new(MEMORY_BYTES);
    make_multiboot2();
}

static bool memory_is(uint64_t start, uint64_t end)
{
    const struct range r = {start, end};
    return list_is(&mb.memory, &r, 1);
}

/* What the root task is told: the number of bytes, then entries as the loader had them. */
static uint64_t map_word(size_t at, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)mb.memory_map[at + i].value << (8 * i);
    return v;
}

static void version1(void)
{
    begin("version 1: memory, module, command line");
    fresh1();
    const char *why = read1();
    expect(!why, "%s", why);
    expect(memory_is(MIB, 0x3ffe0000), "memory");
    expect(mb.module.start == MODULE && mb.module.end == MODULE + MODULE_BYTES, "module");
    expect(mb.command_line.start == MB1_TEXT, "command line");
    expect(!mb.has_vbe && !mb.has_rsdp && !mb.has_framebuffer, "more than there is");
    begin("version 1: the map as the root task gets it");
    expect(mb.map_bytes == 72 && map_word(0, 4) == 72, "%lu bytes", mb.map_bytes);
    expect(map_word(4, 4) == 20 && map_word(28 + 4, 8) == MIB &&
               map_word(28 + 12, 8) == 0x3fee0000 && map_word(28 + 20, 4) == 1 &&
               map_word(52 + 20, 4) == 2 && map_word(76, 8) == 0,
           "other entries");
}

static void version1_without_map(void)
{
    begin("version 1 without a map: as much memory as the loader says");
    fresh1();
    put(MB1_INFO, 4, 1 | 8);
    put(MB1_INFO + 8, 4, 1024 * 16);
    const char *why = read1();
    expect(!why && memory_is(MIB, 17 * MIB) && mb.map_bytes == 0, "%s", why);
    expect(range_is_empty(mb.command_line), "a command line");
    begin("version 1 without any word about memory is refused");
    put(MB1_INFO, 4, 8);
    expect(read1() != 0, "accepted");
}

static void version1_screen(void)
{
    begin("version 1: blocks of VBE, byte for byte");
    fresh1();
    put(MB1_INFO, 4, 1 | 4 | 8 | 64 | 1 << 11 | 1 << 12);
    put(MB1_INFO + 72, 4, MEMORY_BASE + 0x800);
    put(MB1_INFO + 76, 4, MEMORY_BASE + 0xa00);
    put(MB1_INFO + 80, 8, 0x1234567889ab0118);
    put(MB1_INFO + 88, 8, 0xfd000000);
    put(MB1_INFO + 96, 4, 3200);
    put_text(MEMORY_BASE + 0x800, "VESA");
    memset(memory_at(MEMORY_BASE + 0xa00), 0x77, 256);
    const char *why = read1();
    expect(!why && mb.has_vbe, "%s", why);
    expect(mb.vbe[0].value == 'V' && mb.vbe[512].value == 0x77 && mb.vbe[767].value == 0x77 &&
               mb.vbe[768].value == 0x18 && mb.vbe[769].value == 1 && mb.vbe[770].value == 0 &&
               mb.vbe[772].value == 0xab && mb.vbe[776].value == 0x78 && mb.vbe[780].value == 0x34,
           "other bytes");
    expect(mb.framebuffer.address == 0xfd000000 && mb.framebuffer.pitch == 3200, "screen");
    begin("version 1: blocks of VBE outside of memory do not exist");
    put(MB1_INFO + 76, 4, MEMORY_BASE + MEMORY_BYTES - 255);
    why = read1();
    expect(!why && !mb.has_vbe, "%s", why);
}

static void regions(void)
{
    begin("RAM below 1 MiB, wrapping around, or in no whole page does not count");
    fresh1();
    add_region1(0xf0000, 0x20000, 1);
    add_region1(0xfffffffffffff000, 0x2000, 1);
    add_region1(0xfffffffffffff000, 0x1000, 1);
    add_region1(1UL << 52, 0x1000, 1);
    add_region1(0x50000001, 0xfff, 1);
    add_region1(0x50000000, 0, 1);
    const char *why = read1();
    expect(!why && memory_is(MIB, 0x3ffe0000), "%s", why);
    begin("RAM is whole pages");
    fresh1();
    add_region1(0x40000001, 0x2fff, 1);
    why = read1();
    const struct range pages[] = {{MIB, 0x3ffe0000}, {0x40001000, 0x40003000}};
    expect(!why && list_is(&mb.memory, pages, 2), "%s", why);
    begin("what one entry calls RAM and another does not is no RAM");
    fresh1();
    add_region1(0x10000800, 0x1000, 2);
    why = read1();
    const struct range holed[] = {{MIB, 0x10000000}, {0x10002000, 0x3ffe0000}};
    expect(!why && list_is(&mb.memory, holed, 2), "%s", why);
    begin("the first sixteen regions count");
    fresh1();
    for (uint64_t i = 0; i < 20; i++)
        add_region1(0x100000000 + i * 0x10000000, 0x1000000, 1);
    why = read1();
    expect(!why && mb.memory.count == 16 && mb.map_bytes == 23 * 24, "%lu", mb.memory.count);
}

static void many_regions(void)
{
    begin("of a map with more than fifty entries the root task gets the first fifty");
    memory_new(MEMORY_BYTES);
    make_multiboot1();
    put(MB1_INFO + 48, 4, MEMORY_BASE + 0x1000);
    put(MB1_INFO + 44, 4, 0);
    for (uint64_t i = 0; i < 100; i++) {
        const uint64_t at = MEMORY_BASE + 0x1000 + i * 28;
        put(at, 4, 24);             /* larger entries than today's */
        put(at + 4, 8, i == 0 ? MIB : 0x80000000 + i * MIB);
        put(at + 12, 8, i == 0 ? 64 * MIB : 0x1000);
        put(at + 20, 4, i == 0 ? 1 : 2);
    }
    put(MB1_INFO + 44, 4, 2800);
    const char *why = read1();
    expect(!why && memory_is(MIB, 65 * MIB) && mb.map_bytes == 1200, "%s", why);
    expect(map_word(4, 4) == 20 && map_word(28, 4) == 20 && map_word(32, 8) == 0x80100000,
           "entries");
    begin("RAM in more pieces than boot can keep is refused");
    for (uint64_t i = 1; i < 100; i++)
        put(MEMORY_BASE + 0x1000 + i * 28 + 4, 8, 2 * MIB + i * 0x10000);
    why = read1();
    expect(why && strstr(why, "pieces"), "%s", why);
}

static void refusals1(void)
{
    begin("version 1: what cannot be is refused");
    fresh1();
    put(MB1_INFO + 20, 4, 0);
    expect(read1() != 0, "no module");
    fresh1();
    put(MB1_INFO, 4, 1 | 64);
    expect(read1() != 0, "no modules");
    fresh1();
    put(MB1_INFO + 24, 4, MEMORY_BASE + MEMORY_BYTES - 8);
    expect(read1() != 0, "the list of modules ends outside of memory");
    fresh1();
    put(MB1_MODULES + 4, 4, MODULE);
    expect(read1() != 0, "an empty module");
    put(MB1_MODULES + 4, 4, MODULE - 1);
    expect(read1() != 0, "a module that ends before it starts");
    put(MB1_MODULES + 4, 4, MEMORY_BASE + MEMORY_BYTES + 1);
    expect(read1() != 0, "a module that ends outside of memory");
    fresh1();
    put(MB1_INFO + 48, 4, 0xfffffff0);
    expect(read1() != 0, "a map outside of memory");
    fresh1();
    put(MB1_INFO + 44, 4, 0xffffffff);
    expect(read1() != 0, "an endless map");
    fresh1();
    put(MB1_MAP + 24, 4, 0);
    expect(read1() != 0, "an entry of no bytes, before all RAM");
    memset(&mb, 0, sizeof(mb));
    expect(multiboot_read(&memory, MULTIBOOT1_MAGIC, MEMORY_BASE + MEMORY_BYTES - 100, &mb) != 0,
           "information outside of memory");
    expect(multiboot_read(&memory, MULTIBOOT1_MAGIC, 0xffffffffffffffc0, &mb) != 0, "wrapping");
    expect(multiboot_read(&memory, 0x36d76288, MB1_INFO, &mb) != 0, "another magic number");
}

static void version2(void)
{
    begin("version 2: memory, module, command line, screen");
    fresh2();
    const char *why = read2();
    expect(!why, "%s", why);
    expect(memory_is(MIB, 8 * MIB) && mb.map_bytes == 0, "memory");
    expect(mb.module.start == MODULE && mb.module.end == MODULE + MODULE_BYTES, "module");
    expect(memcmp(memory_at(mb.command_line.start), "disable_iommu", 14) == 0 &&
               range_bytes(mb.command_line) == 14, "command line");
    expect(mb.has_framebuffer && mb.framebuffer.address == 0xc0000000 &&
               mb.framebuffer.width == 1024 && mb.framebuffer.height == 768 &&
               mb.framebuffer.bits == 32 && mb.framebuffer.type == 1, "screen");
    expect(mb.framebuffer_chunk[3].value == 0xc0 && mb.framebuffer_chunk[20].value == 32, "chunk");
    begin("version 2: the new root pointer of ACPI, whatever the order");
    put_text(add_tag2(14, 20), "old");
    put_text(add_tag2(15, 36), "new");
    put_text(add_tag2(14, 20), "old");
    why = read2();
    expect(!why && mb.has_rsdp && mb.rsdp[0].value == 'n', "%s", why);
    begin("version 2: the first of two modules");
    put(add_tag2(3, 9), 8, 0x100000001);
    why = read2();
    expect(!why && mb.n_modules == 2 && mb.module.start == MODULE, "%s", why);
    begin("version 2: unknown tags are passed over");
    add_tag2(21, 4);
    add_tag2(0x7fffffff, 0);
    expect(!read2(), "refused");
}

static void refusals2(void)
{
    begin("version 2: what cannot be is refused");
    fresh2();
    put(MB2_INFO, 4, 0xffffffff);
    expect(read2() != 0, "endless");
    put(MB2_INFO, 4, 7);
    expect(read2() != 0, "less than its header");
    fresh2();
    put(MB2_INFO + 8 + 4, 4, 7);
    expect(read2() != 0, "a tag of 7 bytes");
    put(MB2_INFO + 8 + 4, 4, 0xfffffffc);
    expect(read2() != 0, "a tag that wraps around");
    put(MB2_INFO + 8 + 4, 4, MEMORY_BYTES);
    expect(read2() != 0, "a tag that ends outside");
    fresh2();
    put(MB2_INFO, 4, 8 + 24);
    expect(read2() != 0, "no end");
    memory_new(MEMORY_BYTES);
    begin_multiboot2();
    put(add_tag2(3, 9), 4, MODULE);
    expect(read2() != 0, "no memory");
    fresh2();
    begin("version 2: entries of a map that are too small or endless");
    memory_new(MEMORY_BYTES);
    begin_multiboot2();
    put(add_tag2(6, 8 + 24), 4, 0);
    expect(read2() != 0, "entries of 0 bytes");
    begin_multiboot2();
    const uint64_t at = add_tag2(6, 8 + 24);
    put(at, 4, 0xffffffff);
    put(at + 8, 8, MIB);
    put(at + 16, 8, MIB);
    put(at + 24, 4, 1);
    read2();
    expect(memory_is(MIB, 2 * MIB), "one large entry");
}

int main(void)
{
    version1();
    version1_without_map();
    version1_screen();
    regions();
    many_regions();
    refusals1();
    version2();
    refusals2();
    return finish();
}
