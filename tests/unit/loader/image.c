/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Each way to damage an image is refused, by its own name; a good one is accepted. */
#include "loader/devicetree.h"
#include "loader/image.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RISC-V's: virtual and physical addresses agree in the low 30 bits. */
static struct window window = { 30, 21, (1ull << 30) - 1 };

static struct {
    struct image_header h;
    struct image_region region[3];
    uint8_t data[0x3000];
} image;

static void expect(int good, const char *name, const char *why)
{
    printf(good ? "ok %s\n" : "not ok %s: %s\n", name, why);
}

static void make_good(void)
{
    memset(&image, 0, sizeof image);
    image.h = (struct image_header){
        .magic = IMAGE_MAGIC, .total_size = sizeof image, .kernel_entry = 0xffffffff80200000,
        .task_start = 0x80400000, .task_end = 0x80403000, .task_pv_offset = 0x80000000,
        .task_entry = 0x400000, .n_regions = 3,
    };
    image.region[0] = (struct image_region){ 0x80200000, 0x1000, 0, IMAGE_REGION_DATA };
    image.region[1] = (struct image_region){ 0x80201000, 0x0800, 0x1000, IMAGE_REGION_DATA };
    image.region[2] = (struct image_region){ 0x80400000, 0x1800, 0x1800, IMAGE_REGION_DATA };
}

static struct image_verdict judge(void)
{
    const uint64_t here = (uint64_t)(uintptr_t)&image;
    return image_check(&image.h, (struct range){ here - 0x1000, here }, window);
}

static void refused(enum image_error error, const char *name)
{
    expect(judge().error == error, name, image_error_text(judge().error));
    make_good();
}

static void test_image(void)
{
    const uint64_t here = (uint64_t)(uintptr_t)&image;
    make_good();
    const struct image_verdict v = judge();
    expect(v.error == IMAGE_OK, "image-good", image_error_text(v.error));
    expect(v.kernel.start == 0x80200000 && v.kernel.end == 0x80202000, "image-kernel-range",
           "not from the lowest to the page-rounded highest address");

    image.h.magic++;                       refused(IMAGE_NOT_FOUND, "image-magic");
    image.h.total_size = 63;               refused(IMAGE_TOO_SHORT, "image-short-header");
    image.h.n_regions = ~0ull;             refused(IMAGE_TOO_SHORT, "image-many-regions");
    image.h.n_regions = 0;                 refused(IMAGE_NO_KERNEL, "image-no-regions");
    image.h.total_size = ~0ull;            refused(IMAGE_WRAPS, "image-wraps");
    image.h.task_end = image.h.task_start; refused(IMAGE_TASK_RANGE, "image-empty-task");
    image.h.task_start++;                  refused(IMAGE_TASK_RANGE, "image-unaligned-task");
    image.h.task_entry = 0x403000;         refused(IMAGE_TASK_ENTRY, "image-task-entry");
    image.region[1].type = 2;              refused(IMAGE_REGION_TYPE, "image-region-type");
    image.region[1].size = 0x3001;         refused(IMAGE_REGION_SOURCE, "image-region-size");
    image.region[1].offset = ~0ull;        refused(IMAGE_REGION_SOURCE, "image-region-offset");
    image.region[1].size = 0;              refused(IMAGE_REGION_TARGET, "image-region-empty");
    image.region[1].load = ~0ull - 0x400;  refused(IMAGE_REGION_TARGET, "image-region-wraps");
    image.region[1].load = here;           refused(IMAGE_REGION_ON_LOADER, "image-on-image");
    image.region[1].load = here - 8;       refused(IMAGE_REGION_ON_LOADER, "image-on-loader");
    image.region[1].load = 0x803ffc00;     refused(IMAGE_REGION_STRADDLES, "image-straddles");
    image.region[1].load = 0x80200fff;     refused(IMAGE_REGIONS_OVERLAP, "image-overlap");
    image.h.n_regions = 2;
    image.region[0].load = 0x80400000;
    image.region[1].load = 0x80401000;     refused(IMAGE_NO_KERNEL, "image-no-kernel");
    image.region[1].load = 0x80500000;     refused(IMAGE_KERNEL_ORDER, "image-kernel-above");
    image.region[0].load = 0x80100000;     refused(IMAGE_KERNEL_ALIGN, "image-kernel-unaligned");
    image.region[0].load = 0x40000000;     refused(IMAGE_KERNEL_SPAN, "image-kernel-too-long");
    image.h.kernel_entry = 0xffffffff80202000; refused(IMAGE_KERNEL_ENTRY, "image-kernel-entry");
}

/* AArch64's window: the kernel is linked to its start, wherever it is in memory. */
static void test_window_from_start(void)
{
    window.offset_mask = 0;
    make_good();
    expect(judge().error == IMAGE_KERNEL_ENTRY, "window-start-other-entry", "accepted");
    image.h.kernel_entry = 0xffc0000000;
    expect(judge().error == IMAGE_OK, "window-start-good", image_error_text(judge().error));
    image.h.kernel_entry = 0xffc0002000;   refused(IMAGE_KERNEL_ENTRY, "window-start-entry-behind");
    image.h.kernel_entry = 0xffc0000000;
    image.region[0].load = 0x40600000;
    expect(judge().error == IMAGE_OK, "window-start-crosses-gigabyte",
           image_error_text(judge().error));
    image.region[0].load = 0x40000000;     refused(IMAGE_KERNEL_SPAN, "window-start-too-long");
}

/* Random damage: the verdict may be anything, reading outside of the image is what ASan forbids. */
static void test_random(void)
{
    unsigned accepted = 0;
    srand(1);
    for (unsigned i = 0; i < 200000; i++) {
        make_good();
        uint64_t *word = (uint64_t *)(void *)&image;
        word[rand() % 20] = (uint64_t)rand() << (rand() % 40);
        accepted += judge().error == IMAGE_OK;
    }
    expect(accepted < 200000, "image-random-damage", "everything is accepted");
}

static void test_devicetree(void)
{
    static const uint8_t good[64] __attribute__((aligned(8))) = {
        0xd0, 0x0d, 0xfe, 0xed, 0, 0, 0, 64, 0, 0, 0, 56, 0, 0, 0, 60, 0, 0, 0, 40,
        0, 0, 0, 17, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4,
    };
    uint8_t tree[64] __attribute__((aligned(8)));
    const uint64_t at = (uint64_t)(uintptr_t)tree;

    memcpy(tree, good, sizeof tree);
    expect(devicetree_size(at) == 64, "devicetree-good", "refused");
    expect(devicetree_size(0) == 0 && devicetree_size(at + 4) == 0, "devicetree-none", "accepted");
    static const struct { unsigned byte; uint8_t value; const char *name; } damage[] = {
        { 0, 0, "devicetree-magic" },        { 7, 39, "devicetree-short" },
        { 5, 0xff, "devicetree-huge" },      { 23, 16, "devicetree-old" },
        { 27, 18, "devicetree-new" },        { 11, 61, "devicetree-struct-outside" },
        { 15, 61, "devicetree-strings-outside" }, { 19, 49, "devicetree-reserved-outside" },
    };
    for (unsigned i = 0; i < sizeof damage / sizeof *damage; i++) {
        memcpy(tree, good, sizeof tree);
        tree[damage[i].byte] = damage[i].value;
        expect(devicetree_size(at) == 0, damage[i].name, "accepted");
    }
}

int main(void)
{
    test_image();
    test_random();
    test_window_from_start();
    test_devicetree();
    return 0;
}
