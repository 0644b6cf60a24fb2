/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The image behind the loader. The input is what stands there; the rest of memory is zero.
 *
 * If the loader accepts it, it copies regions and jumps, so each rule of loader/image.c must hold,
 * here recomputed with numbers that cannot overflow: sources inside the image, targets apart from
 * each other, from loader and image, each inside the first program or inside the kernel, and both
 * entry points where they belong.
 */

#include "target.h"
#include "loader/image.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define WINDOW_BITS 30
#define BLOCK_BITS  21
#define LOADER      0x10000000UL        /* where it pretends to be loaded; free in our process */
#define HEADER      (LOADER + 0x8000)
#define READABLE    0x40000UL           /* bytes from LOADER */
#define MAX_REGIONS 64

typedef unsigned __int128 wide;
struct part { wide start, end; };

static const struct window window = {WINDOW_BITS, BLOCK_BITS, (1UL << WINDOW_BITS) - 1};
static uint8_t *memory;

static bool apart(struct part a, struct part b) { return a.end <= b.start || b.end <= a.start; }

static struct part part(uint64_t start, uint64_t size)
{
    return (struct part){start, (wide)start + size};
}

static void check_region(const struct image_header *h, uint64_t i, struct part kernel)
{
    const struct image_region *r = &h->region[i];
    struct part data = {(wide)(uintptr_t)&h->region[h->n_regions] + r->offset, 0};
    data.end = data.start + r->size;
    struct part to = part(r->load, r->size), task = {h->task_start, h->task_end};
    wide image_end = (wide)(uintptr_t)h + h->total_size;
    MUST_BE(data.end <= image_end, "region %lu is copied from outside of the image", i);
    MUST_BE(r->size != 0 && to.end <= UINT64_MAX, "region %lu wraps around", i);
    MUST_BE(apart(to, (struct part){LOADER, image_end}), "region %lu overwrites the loader", i);
    for (uint64_t j = 0; j < i; j++)
        MUST_BE(apart(to, part(h->region[j].load, h->region[j].size)),
                "regions %lu and %lu overlap", j, i);
    bool in_task = to.start >= task.start && to.end <= task.end;
    bool in_kernel = to.start >= kernel.start && to.end <= kernel.end;
    MUST_BE(in_task != in_kernel, "region %lu belongs to neither, or both", i);
}

static void check_accepted(const struct image_header *h, const struct image_verdict *v)
{
    struct part kernel = {v->kernel.start, v->kernel.end};
    struct part task = {h->task_start, h->task_end};
    uint64_t block = 1UL << BLOCK_BITS, size = 1UL << WINDOW_BITS;
    uint64_t entry = (h->kernel_entry % size) + (v->kernel.start - v->kernel.start % size);
    uint64_t task_entry = h->task_entry + h->task_pv_offset;
    MUST_BE(h->magic == IMAGE_MAGIC, "no image");
    MUST_BE(kernel.start < kernel.end && v->kernel.start % block == 0, "the kernel's place");
    MUST_BE(v->kernel.start / size == (v->kernel.end - 1) / size, "the kernel's window");
    MUST_BE(kernel.end <= task.start && task.start < task.end, "the first program's place");
    MUST_BE(h->task_start % IMAGE_PAGE == 0 && h->task_end % IMAGE_PAGE == 0, "its pages");
    MUST_BE(entry >= kernel.start && entry < kernel.end, "the kernel's entry");
    MUST_BE(task_entry >= task.start && task_entry < task.end, "the first program's entry");
    for (uint64_t i = 0; i < h->n_regions; i++)
        check_region(h, i, kernel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (memory == NULL) {
        memory = mmap((void *)LOADER, READABLE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        MUST_BE(memory == (void *)LOADER, "no memory at 0x%lx", LOADER);
    }
    struct image_header *h = (void *)HEADER;
    memset(h, 0, sizeof *h + MAX_REGIONS * sizeof h->region[0]);
    if (size > sizeof *h + MAX_REGIONS * sizeof h->region[0])
        return 0;
    memcpy(h, data, size);
    if (h->n_regions > MAX_REGIONS && h->n_regions < h->total_size / sizeof h->region[0])
        return 0;                       /* a table of that size is not here */
    struct image_verdict v = image_check(h, (struct range){LOADER, HEADER}, window);
    MUST_BE(strlen(image_error_text(v.error)) > 10 && v.error <= IMAGE_KERNEL_ENTRY, "no reason");
    if (v.error == IMAGE_OK)
        check_accepted(h, &v);
    else if (v.error >= IMAGE_REGION_TYPE && v.error <= IMAGE_REGIONS_OVERLAP)
        MUST_BE(v.region < h->n_regions && v.other < h->n_regions, "a region that is not there");
    return 0;
}
