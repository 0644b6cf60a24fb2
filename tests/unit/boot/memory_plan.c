/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Who gets which memory: the board's exact list of untypeds, the place of the root task's objects,
 * and random layouts against a map with one entry for each page.
 */

#include "boot_memory.h"
#include "bootinfo.h"
#include "expect.h"
#include <arch/mmu.h>
#include <string.h>

static struct boot_input in;
static struct boot_memory m;

struct piece { uint64_t start, bits; };

/* The board without a device tree; the kernel takes 0x30000 bytes, of which 0x7000 are recycled. */
static void use_board(uint64_t image_start, uint64_t image_end)
{
    memset(&in, 0, sizeof(in));
    memset(&m, 0, sizeof(m));
    in.window = WINDOW_BASE;
    in.device_top = PADDR_USER_DEVICE_TOP;
    in.kernel = (struct range){0x80200000, 0x80230000};
    in.recycled = (struct range){0x80200000, 0x80207000};
    in.image = (struct range){image_start, image_end};
    range_list_add(&in.memory, (struct range){0x80200000, 0x100000000});
    range_list_add(&in.withheld, (struct range){0x02000000, 0x02200000});
    range_list_add(&in.withheld, (struct range){0x0c000000, 0x0c600000});
    m.root.paging_tables = 2;
}

/* The pieces of a range, as boot.c cuts it. */
static size_t cut(struct range r, struct piece *pieces, size_t count)
{
    while (r.start < r.end) {
        const uint64_t bits = untyped_piece_bits(in.window, r);
        if (bits >= 4)
            pieces[count++] = (struct piece){r.start, bits};
        r.start += bit(bits);
    }
    return count;
}

static size_t cut_list(const struct range_list *list, struct piece *pieces)
{
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        n = cut(list->range[i], pieces, n);
    return n;
}

static bool pieces_are(const struct piece *got, size_t n, const struct piece *wanted, size_t count)
{
    bool same = n == count;
    for (size_t i = 0; same && i < n; i++)
        same = got[i].start == wanted[i].start && got[i].bits == wanted[i].bits;
    return same;
}

static void device_untypeds(void)
{
    static const struct piece wanted[] = {
        {0, 25},
        {0x02200000, 21}, {0x02400000, 22}, {0x02800000, 23}, {0x03000000, 24}, {0x04000000, 26},
        {0x08000000, 26},
        {0x0c600000, 21}, {0x0c800000, 23}, {0x0d000000, 24}, {0x0e000000, 25}, {0x10000000, 28},
        {0x20000000, 29}, {0x40000000, 30}, {0x80000000, 21},
        {0x100000000, 32}, {0x200000000, 33}, {0x400000000, 34}, {0x800000000, 35},
        {0x1000000000, 36}, {0x2000000000, 37}, {0x4000000000, 38}};
    struct piece got[MAX_BOOTINFO_UNTYPED_CAPS];
    begin("the board's 22 device untypeds, exactly");
    use_board(0x80300000, 0x80400000);
    const char *why = boot_memory_plan(&in, &m);
    expect(!why, "%s", why);
    const size_t n = cut_list(&m.device, got);
    expect(pieces_are(got, n, wanted, sizeof(wanted) / sizeof(wanted[0])), "%zu pieces", n);
}

static void ram_untypeds(void)
{
    /* CNode 4 MiB at 0xff80_0000, four pages, 2 paging structures, TCB, context: 0x406880 bytes */
    static const struct piece wanted[] = {
        {0x80230000, 16}, {0x80240000, 18}, {0x80280000, 19}, {0x80400000, 22}, {0x80800000, 23},
        {0x81000000, 24}, {0x82000000, 25}, {0x84000000, 26}, {0x88000000, 27}, {0x90000000, 28},
        {0xa0000000, 29}, {0xc0000000, 29}, {0xe0000000, 28}, {0xf0000000, 27}, {0xf8000000, 26},
        {0xfc000000, 25}, {0xfe000000, 24}, {0xff000000, 23},
        {0xffc06880, 7}, {0xffc06900, 8}, {0xffc06a00, 9}, {0xffc06c00, 10}, {0xffc07000, 12},
        {0xffc08000, 15}, {0xffc10000, 16}, {0xffc20000, 17}, {0xffc40000, 18}, {0xffc80000, 19},
        {0xffd00000, 20}, {0xffe00000, 21}};
    struct piece got[MAX_BOOTINFO_UNTYPED_CAPS];
    begin("the board's RAM untypeds, exactly");
    use_board(0x80300000, 0x80400000);
    const char *why = boot_memory_plan(&in, &m);
    expect(!why, "%s", why);
    const size_t n = cut_list(&m.free, got);
    expect(pieces_are(got, n, wanted, sizeof(wanted) / sizeof(wanted[0])), "%zu pieces", n);

    begin("the recycled part of the kernel, cut from its start");
    static const struct piece recycled[] = {{0x80200000, 14}, {0x80204000, 13}, {0x80206000, 12}};
    expect(pieces_are(got, cut(in.recycled, got, 0), recycled, 3), "other pieces");
}

static void object_places(void)
{
    const struct root_objects *r = &m.root;
    begin("the root task's objects, in their order");
    use_board(0x80300000, 0x80400000);
    boot_memory_plan(&in, &m);
    expect(r->cnode == 0xff800000 && r->vspace == 0xffc00000 && r->asid_pool == 0xffc01000 &&
               r->ipc_buffer == 0xffc02000 && r->bootinfo == 0xffc03000 &&
               r->paging == 0xffc04000 && r->tcb == 0xffc06000 && r->sched_context == 0xffc06800 &&
               r->all.end == 0xffc06880,
           "CNode 0x%lx, scheduling context 0x%lx", r->cnode, r->sched_context);
    begin("extra boot information stands between CNode and VSpace root");
    use_board(0x80300000, 0x80400000);
    m.root.extra_bits = 13;
    boot_memory_plan(&in, &m);
    expect(r->cnode == 0xff800000 && r->extra == 0xffc00000 && r->vspace == 0xffc02000 &&
               r->sched_context == 0xffc08800,
           "extra 0x%lx", r->extra);
}

static void arch_pages(void)
{
    const struct root_objects *r = &m.root;
    begin("the architecture's pages stand behind the paging structures");
    use_board(0x80300000, 0x80400000);
    m.root.arch_pages = 3;
    boot_memory_plan(&in, &m);
    expect(r->paging == 0xffc04000 && r->arch == 0xffc06000 && r->tcb == 0xffc09000 &&
               r->all.end == 0xffc09880,
           "0x%lx", r->arch);
}

static void lower_region(void)
{
    begin("objects go to the highest free range that is large enough");
    use_board(0x80300000, 0x80400000);
    range_list_clear(&in.memory);
    range_list_add(&in.memory, (struct range){0x80200000, 0x90000000});
    range_list_add(&in.memory, (struct range){0xa0000000, 0xa0406000});
    const char *why = boot_memory_plan(&in, &m);
    expect(!why && m.root.cnode == 0x8f800000, "CNode 0x%lx", m.root.cnode);
    begin("of two free ranges that are large enough objects go to the higher one");
    use_board(0x80300000, 0x80400000);
    range_list_clear(&in.memory);
    range_list_add(&in.memory, (struct range){0x80200000, 0x90000000});
    range_list_add(&in.memory, (struct range){0xa0000000, 0xb0000000});
    why = boot_memory_plan(&in, &m);
    expect(!why && m.root.cnode == 0xaf800000, "CNode 0x%lx", m.root.cnode);
}

static void touching(void)
{
    begin("kernel, device tree and root task may touch");
    use_board(0x80232000, 0x80300000);
    in.device_tree = (struct range){0x80230000, 0x80232000};
    const char *why = boot_memory_plan(&in, &m);
    expect(!why, "%s", why);
    use_board(0x80230000, 0x80300000);
    why = boot_memory_plan(&in, &m);
    expect(!why, "%s", why);
}

static void refusals(void)
{
    begin("reserved ranges out of order, and too little RAM, are refused");
    use_board(0x80220000, 0x80300000);
    expect(boot_memory_plan(&in, &m) != 0, "the root task overlaps the kernel");
    use_board(0x80300000, 0x80400000);
    in.device_tree = (struct range){0x80220000, 0x80240000};
    expect(boot_memory_plan(&in, &m) != 0, "the device tree overlaps the kernel");
    in.device_tree = (struct range){0x80400000, 0x80401000};
    expect(boot_memory_plan(&in, &m) != 0, "the device tree is behind the root task");
    in.device_tree = (struct range){0, 0};
    range_list_clear(&in.memory);
    range_list_add(&in.memory, (struct range){0x80200000, 0x80800000});
    expect(boot_memory_plan(&in, &m) != 0, "6 MiB are enough");
    use_board(0xfff00000, 0x100100000);
    expect(boot_memory_plan(&in, &m) != 0, "the root task ends outside RAM");
}

static void unaligned_pieces(void)
{
    struct piece got[64];
    begin("pieces below 16 bytes are lost, the rest is aligned to its size");
    use_board(0x80300000, 0x80400000);
    const size_t n = cut((struct range){0x8023149e, 0x80240007}, got, 0);
    expect(n > 0 && got[0].start == 0x802314a0 && got[0].bits == 5, "the first is another");
    for (size_t i = 0; i < n; i++)
        expect(got[i].start % bit(got[i].bits) == 0, "0x%lx is not aligned", got[i].start);
    expect(got[n - 1].start + bit(got[n - 1].bits) == 0x80240000, "the last ends elsewhere");
    begin("alignment is that of the kernel address, and address 0 has any");
    expect(untyped_piece_bits(0, (struct range){0, bit(20)}) == 20, "physical 0");
    expect(untyped_piece_bits(bit(39), (struct range){0, bit(45)}) == 38, "limit of untypeds");
    expect(untyped_piece_bits(0 - bit(30), (struct range){0, bit(35)}) == 30, "window base");
    expect(untyped_piece_bits(0 - bit(30), (struct range){bit(30), bit(36)}) == 35, "wrapped to 0");
}

/* -------------------------------------------------------------- random layouts, page by page */

#define PAGES 256
static uint8_t listed[PAGES], wanted[PAGES];

static void mark(uint8_t *map, struct range r, uint8_t value)
{
    for (uint64_t i = r.start; i < r.end; i++)
        map[i] = value;
}

static bool same_as_map(const struct range_list *list, const uint8_t *map)
{
    memset(listed, 0, sizeof(listed));
    for (size_t i = 0; i < list->count; i++)
        mark(listed, list->range[i], 1);
    return list_is_sound(list) && memcmp(listed, map, PAGES) == 0;
}

static void random_lists(void)
{
    static struct range_list list;
    begin("100000 random changes of a list, against a map");
    memset(wanted, 0, sizeof(wanted));
    range_list_clear(&list);
    for (int i = 0; i < 100000; i++) {
        const uint64_t start = random_below(PAGES);
        const struct range r = {start, start + random_below(word_min(12, PAGES - start) + 1)};
        const bool add = random_below(2) == 0;
        const bool done = add ? range_list_add(&list, r) : range_list_remove(&list, r);
        if (done)
            mark(wanted, r, add);
        else
            expect(list.count + 1 >= MAX_BOOT_RANGES, "refused with %lu ranges", list.count);
        expect(same_as_map(&list, wanted), "change %d differs", i);
    }
    begin("a full list refuses, and stays as it is");
    range_list_clear(&list);
    for (uint64_t i = 0; i < MAX_BOOT_RANGES; i++)
        expect(range_list_add(&list, (struct range){3 * i, 3 * i + 2}), "range %lu", i);
    expect(!range_list_add(&list, (struct range){1000, 1001}) && list.count == MAX_BOOT_RANGES,
           "one more");
    expect(range_list_add(&list, (struct range){2, 3}), "one that joins two");
    expect(list_is_sound(&list) && list.count == MAX_BOOT_RANGES - 1, "not sound");
}

/* Every page belongs to exactly one of: free, device, or what the input keeps. */
static void random_plans(void)
{
    begin("20000 random machines: each page has one owner");
    for (int i = 0; i < 20000; i++) {
        memset(&in, 0, sizeof(in));
        memset(&m, 0, sizeof(m));
        const uint64_t mib = bit(20), base = random_below(8) * 2 * mib;
        in.window = WINDOW_BASE;
        in.device_top = PAGES * mib;
        in.kernel = (struct range){base, base + mib};
        in.image = (struct range){base + mib, base + 2 * mib};
        range_list_add(&in.memory, (struct range){base, base + (2 + random_below(60)) * mib});
        for (uint64_t n = random_below(4); n > 0; n--) {
            const uint64_t start = random_below(PAGES - 40);
            range_list_add(random_below(2) ? &in.memory : &in.withheld,
                           (struct range){start * mib, (start + random_below(40)) * mib});
        }
        if (boot_memory_plan(&in, &m))
            continue;
        for (uint64_t page = 0; page < PAGES; page++) {
            const struct range r = {page * mib, page * mib + bit(12)};
            const bool ram = range_list_covers(&in.memory, r);
            const bool kept = (r.start >= in.kernel.start && r.start < in.image.end) ||
                              (r.start >= m.root.all.start && r.start < m.root.all.end);
            const bool withheld = range_list_covers(&in.withheld, r);
            expect(range_list_covers(&m.free, r) == (ram && !kept), "free, machine %d", i);
            expect(range_list_covers(&m.device, r) == (!ram && !kept && !withheld),
                   "device, machine %d", i);
        }
    }
}

/* With a device tree of so many bytes, or none. */
static uint64_t extra_bits(uint64_t tree_bytes)
{
    in.n_chunks = 0;
    if (tree_bytes != 0)
        bootinfo_add_chunk(&in, BOOTINFO_CHUNK_FDT, 0, tree_bytes);
    return bootinfo_extra_bits(&in);
}

static void bootinfo_sizes(void)
{
    begin("extra boot information: none, or a power of two with room for the header");
    expect(extra_bits(0) == 0 && bootinfo_extra_bytes(&in) == 0, "without a tree");
    expect(extra_bits(1) == 12 && extra_bits(4080) == 12, "one page");
    expect(extra_bits(4081) == 13 && bootinfo_extra_bytes(&in) == 4097, "two pages");
    expect(extra_bits(DEVICE_TREE_MAX_BYTES) == 21, "the largest tree");
}

/* Two chunks stand one behind the other, the second's header at an odd address. */
static void bootinfo_chunks(void)
{
    static const uint8_t first[] = {1, 2, 3}, second[] = {4};
    static const uint8_t wanted[] = {3, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3,
                                     5, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 4};
    uint8_t got[sizeof(wanted)];
    begin("chunks of extra boot information stand one behind the other");
    in.n_chunks = 0;
    bootinfo_add_chunk(&in, BOOTINFO_CHUNK_X86_ACPI_RSDP, (word_t)first, sizeof(first));
    bootinfo_add_chunk(&in, BOOTINFO_CHUNK_X86_TSC_FREQ, (word_t)second, sizeof(second));
    expect(bootinfo_extra_bytes(&in) == sizeof(wanted) && bootinfo_extra_bits(&in) == 12, "size");
    bootinfo_write_extra(&in, (word_t)got);
    expect(memcmp(got, wanted, sizeof(wanted)) == 0, "other bytes");
}

int main(void)
{
    device_untypeds();
    ram_untypeds();
    object_places();
    lower_region();
    touching();
    refusals();
    unaligned_pieces();
    random_lists();
    random_plans();
    bootinfo_sizes();
    bootinfo_chunks();
    arch_pages();
    return finish();
}
