/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The image behind the loader: a header, a table of regions, their bytes.
 *
 *     _bss_end of the loader
 *     |  header (8 words) | region 0 | region 1 | ... | data ............ |
 *     |<-------------------------- total_size -------------------------->|
 *                                                     ^ region.offset counts from here
 *
 * All words are 64 bits, little-endian. The format is the Microkit's, so that the loader of
 * either can start an image made by the tool of the other.
 *
 * Nobody vouches for these bytes: image_check() is the only reader that may be handed a header
 * that was not checked, and everything else relies on its verdict.
 */
#include <stdint.h>

#define IMAGE_MAGIC       0x5e14dead14de5eadull
#define IMAGE_REGION_DATA 1ull
#define IMAGE_PAGE        4096ull

struct image_region {
    uint64_t load;              /* physical address that the bytes go to */
    uint64_t size;              /* bytes */
    uint64_t offset;            /* of the first byte, from the start of the data part */
    uint64_t type;              /* IMAGE_REGION_DATA */
};

struct image_header {
    uint64_t magic;
    uint64_t total_size;        /* header, table and data, in bytes */
    uint64_t kernel_entry;      /* virtual */
    uint64_t task_start;        /* physical range of the first user program, whole pages */
    uint64_t task_end;
    uint64_t task_pv_offset;    /* physical minus virtual, modulo 2^64 */
    uint64_t task_entry;        /* virtual */
    uint64_t n_regions;
    struct image_region region[];
};

/* Half-open range of physical addresses. */
struct range {
    uint64_t start, end;
};

enum image_error {
    IMAGE_OK,
    IMAGE_NOT_FOUND,            /* no magic number behind the loader */
    IMAGE_TOO_SHORT,            /* total_size does not cover header and region table */
    IMAGE_WRAPS,                /* total_size runs past the end of the address space */
    IMAGE_TASK_RANGE,           /* the first program's range is empty or not whole pages */
    IMAGE_TASK_ENTRY,           /* its entry point is outside its own pages */
    IMAGE_REGION_TYPE,          /* a region of a kind this loader does not know */
    IMAGE_REGION_SOURCE,        /* a region's bytes lie outside the image */
    IMAGE_REGION_TARGET,        /* a region's load address range is empty or wraps */
    IMAGE_REGION_ON_LOADER,     /* a region would overwrite the loader or the image itself */
    IMAGE_REGION_STRADDLES,     /* a region is partly inside, partly outside the first program */
    IMAGE_REGIONS_OVERLAP,      /* two regions share memory */
    IMAGE_NO_KERNEL,            /* every region belongs to the first program */
    IMAGE_KERNEL_ORDER,         /* the first program does not lie above the kernel */
    IMAGE_KERNEL_ALIGN,         /* the kernel does not start on a block boundary */
    IMAGE_KERNEL_SPAN,          /* the kernel crosses the end of its 1 GiB window */
    IMAGE_KERNEL_ENTRY,         /* the kernel's entry point is outside the kernel */
};

/* What image_check() found. region and other are indices into the table where they apply. */
struct image_verdict {
    enum image_error error;
    uint64_t region, other;
    struct range kernel;        /* physical, [lowest load address, page-rounded end) */
};

/* Where the kernel's virtual addresses are, for the header only says where its entry point is. */
struct window {
    unsigned bits;              /* log2 of the aligned virtual range that the kernel must fit in */
    unsigned block_bits;        /* log2 of the alignment of its physical address */
    uint64_t offset_mask;       /* physical address under this mask = offset in the window */
};

/*
 * Judge the image whose header is at h. `loader` is the physical range of the loader itself,
 * up to h. On IMAGE_OK every region can be copied, in any order, without touching loader, image or
 * another region, and verdict.kernel is valid.
 */
struct image_verdict image_check(const struct image_header *h, struct range loader,
                                 struct window window);

/* Sentence for the console; names what is wrong, not which region. */
const char *image_error_text(enum image_error error);

static inline int range_overlaps(struct range a, struct range b)
{
    return a.start < b.end && b.start < a.end;
}

static inline int range_contains(struct range outer, struct range inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

/* First byte of the data part. Only after the header's sizes were found good. */
static inline const uint8_t *image_data(const struct image_header *h)
{
    return (const uint8_t *)&h->region[h->n_regions];
}
