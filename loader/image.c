/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Judging an image before a byte of it is used.
 *
 * Invariants after IMAGE_OK:
 *   1. header, table and every region's bytes lie inside [h, h + total_size);
 *   2. no region's target touches the loader, the image, or another region's target;
 *   3. each region lies wholly inside the first program's range or wholly below it, and those
 *      below are the kernel: one stretch, block aligned, inside one window, entry point included.
 *
 * The loader is at its link address when this runs and the header directly behind it, so
 * addresses of objects are physical addresses. The host tests use the same identity.
 * Number of regions: a handful (segments of two ELF files), so comparing all pairs is cheap.
 */
#include "loader/image.h"

static struct image_verdict verdict(enum image_error error, uint64_t region, uint64_t other)
{
    return (struct image_verdict){ .error = error, .region = region, .other = other };
}

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) & ~(unit - 1);
}

static struct range target(const struct image_region *r)
{
    return (struct range){ r->load, r->load + r->size };
}

static enum image_error check_sizes(const struct image_header *h)
{
    if (h->magic != IMAGE_MAGIC)
        return IMAGE_NOT_FOUND;
    if (h->total_size < sizeof *h
        || h->n_regions > (h->total_size - sizeof *h) / sizeof(struct image_region))
        return IMAGE_TOO_SHORT;
    if ((uint64_t)(uintptr_t)h + h->total_size < (uint64_t)(uintptr_t)h)
        return IMAGE_WRAPS;
    return IMAGE_OK;
}

static enum image_error check_task(const struct image_header *h)
{
    if (h->task_start >= h->task_end || ((h->task_start | h->task_end) & (IMAGE_PAGE - 1)))
        return IMAGE_TASK_RANGE;

    const uint64_t entry = h->task_entry + h->task_pv_offset;
    return entry >= h->task_start && entry < h->task_end ? IMAGE_OK : IMAGE_TASK_ENTRY;
}

static enum image_error check_region(const struct image_header *h, const struct image_region *r,
                                     struct range occupied)
{
    const uint64_t data_size =
        h->total_size - sizeof *h - h->n_regions * sizeof(struct image_region);
    const struct range task = { h->task_start, h->task_end };
    const struct range to = target(r);

    if (r->type != IMAGE_REGION_DATA)
        return IMAGE_REGION_TYPE;
    if (r->size > data_size || r->offset > data_size - r->size)
        return IMAGE_REGION_SOURCE;
    if (to.end <= to.start || to.end > ~(IMAGE_PAGE - 1))
        return IMAGE_REGION_TARGET;
    if (range_overlaps(to, occupied))
        return IMAGE_REGION_ON_LOADER;
    if (range_overlaps(to, task) && !range_contains(task, to))
        return IMAGE_REGION_STRADDLES;
    return IMAGE_OK;
}

/* Index of a region before i that shares memory with it, or i. */
static uint64_t first_overlap(const struct image_header *h, uint64_t i)
{
    uint64_t j = 0;
    while (j < i && !range_overlaps(target(&h->region[j]), target(&h->region[i])))
        j++;
    return j;
}

/* The smallest range that holds every region outside the first program; empty if none does. */
static struct range kernel_range(const struct image_header *h)
{
    struct range k = { ~0ull, 0 };
    for (uint64_t i = 0; i < h->n_regions; i++) {
        const struct range to = target(&h->region[i]);
        if (to.start >= h->task_start && to.end <= h->task_end)
            continue;
        k.start = to.start < k.start ? to.start : k.start;
        k.end = to.end > k.end ? to.end : k.end;
    }
    k.end = round_up(k.end, IMAGE_PAGE);
    return k;
}

static enum image_error check_kernel(const struct image_header *h, struct range k,
                                     struct window window)
{
    const uint64_t size = 1ull << window.bits;
    const uint64_t offset = k.start & window.offset_mask;
    const uint64_t entry = k.start - offset + (h->kernel_entry & (size - 1));

    if (k.start >= k.end)
        return IMAGE_NO_KERNEL;
    if (k.end > h->task_start)
        return IMAGE_KERNEL_ORDER;
    if (k.start & ((1ull << window.block_bits) - 1))
        return IMAGE_KERNEL_ALIGN;
    if (k.end - k.start > size - offset)
        return IMAGE_KERNEL_SPAN;
    if (entry < k.start || entry >= k.end)
        return IMAGE_KERNEL_ENTRY;
    return IMAGE_OK;
}

struct image_verdict image_check(const struct image_header *h, struct range loader,
                                 struct window window)
{
    enum image_error error = check_sizes(h);
    if (error == IMAGE_OK)
        error = check_task(h);
    if (error != IMAGE_OK)
        return verdict(error, 0, 0);

    const struct range occupied = { loader.start, (uint64_t)(uintptr_t)h + h->total_size };
    for (uint64_t i = 0; i < h->n_regions; i++) {
        error = check_region(h, &h->region[i], occupied);
        if (error != IMAGE_OK)
            return verdict(error, i, i);
        if (first_overlap(h, i) != i)
            return verdict(IMAGE_REGIONS_OVERLAP, first_overlap(h, i), i);
    }

    struct image_verdict v = { .kernel = kernel_range(h) };
    v.error = check_kernel(h, v.kernel, window);
    return v;
}

const char *image_error_text(enum image_error error)
{
    switch (error) {
    case IMAGE_OK:               return "the image is good";
    case IMAGE_NOT_FOUND:        return "no system image follows the loader (wrong magic number)";
    case IMAGE_TOO_SHORT:        return "the image is shorter than its own tables";
    case IMAGE_WRAPS:            return "the image's size is impossible";
    case IMAGE_TASK_RANGE:       return "the initial task's memory range is not whole pages";
    case IMAGE_TASK_ENTRY:       return "the initial task's entry point lies outside of it";
    case IMAGE_REGION_TYPE:      return "a region has an unknown type";
    case IMAGE_REGION_SOURCE:    return "a region's bytes lie outside the image";
    case IMAGE_REGION_TARGET:    return "a region's load address range is empty or wraps around";
    case IMAGE_REGION_ON_LOADER: return "a region would overwrite the loader or the image";
    case IMAGE_REGION_STRADDLES: return "a region is only partly inside the initial task";
    case IMAGE_REGIONS_OVERLAP:  return "two regions share memory";
    case IMAGE_NO_KERNEL:        return "the image contains no kernel";
    case IMAGE_KERNEL_ORDER:     return "the initial task does not lie above the kernel";
    case IMAGE_KERNEL_ALIGN:     return "the kernel does not start on a large-page boundary";
    case IMAGE_KERNEL_SPAN:      return "the kernel crosses the end of its virtual window";
    case IMAGE_KERNEL_ENTRY:     return "the kernel's entry point lies outside the kernel";
    }
    return "unknown fault";
}
