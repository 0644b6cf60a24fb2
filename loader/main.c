/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * From firmware to kernel. Order of events:
 *
 *   1. at the wrong address: move loader and image to the link address and start over;
 *      on the wrong core: let the right one start over                       (arch)
 *   2. judge the image; nothing was written to memory so far but our own bss
 *   3. copy the device tree to the first page behind the kernel
 *   4. copy kernel and first program to where they belong
 *   5. build page tables, switch them on, jump                               (arch)
 *
 * The tree is copied first: its target belongs to no region, but its source may lie where a
 * region goes.
 *
 *      kernel.start        kernel.end                 task_start          task_end
 *          | kernel ........ | device tree ...           | init + its pages |       loader, image
 *
 * The kernel expects kernel, tree and first program in this order without overlap. keelc leaves
 * a gap for the tree; when it does not fit, the kernel is told that there is none, and uses what
 * was compiled in about the board.
 */
#include "loader/loader.h"
#include "loader/console.h"
#include "loader/devicetree.h"
#include "loader/memory.h"
#include "arch/machine.h"

static noreturn void refuse_image(const struct image_header *h, const struct image_verdict *v)
{
    complain(image_error_text(v->error));
    if (v->error == IMAGE_NOT_FOUND) {
        say_text(" at ");
        say_hex((uint64_t)(uintptr_t)h);
    }
    if (v->error >= IMAGE_REGION_TYPE && v->error <= IMAGE_REGIONS_OVERLAP) {
        const struct image_region *r = &h->region[v->region];
        say_text(": region ");
        say_decimal(v->region);
        say_text(", load address ");
        say_hex(r->load);
        say_text(", size ");
        say_hex(r->size);
        if (v->error == IMAGE_REGIONS_OVERLAP) {
            say_text(", and region ");
            say_decimal(v->other);
            say_text(", load address ");
            say_hex(h->region[v->other].load);
        }
    }
    say_text(". Build the image again with keelc; if it persists, the download is damaged.");
    stop();
}

/*
 * Move loader and image from `here` to `linked`, and start there. The code that runs now must
 * survive the move. Only position-independent code is reached from here: no tables of pointers.
 */
static noreturn void relocate(uint64_t hart, uint64_t devicetree, uint64_t here, uint64_t linked)
{
    const uint64_t loader_size = (uint64_t)(_bss_end - _loader_start);
    const struct image_header *h = (const struct image_header *)(uintptr_t)(here + loader_size);

    if (h->magic != IMAGE_MAGIC || h->total_size > 1ull << 40) {
        complain("no system image follows the loader (wrong magic number)");
        stop();
    }

    const uint64_t size = loader_size + h->total_size;
    const struct range target = { linked, linked + size };
    const struct range tree = { devicetree, devicetree + devicetree_size(devicetree) };
    if (range_overlaps((struct range){ here, here + loader_size }, target)) {
        complain("the loader is at ");
        say_hex(here);
        say_text(", too close to its link address ");
        say_hex(linked);
        say_text(" to move itself there. Load the image at the link address.");
        stop();
    }
    log_text("LOADER: moving from ");
    log_hex(here);
    log_text(" to ");
    log_hex(linked);
    log_text("\n");

    memmove((void *)(uintptr_t)linked, (const void *)(uintptr_t)here, size);
    arch_start_at(linked, hart, range_overlaps(tree, target) ? 0 : devicetree);
}

/* Copy the device tree behind the kernel and tell the kernel; or tell it that there is none. */
static void place_devicetree(struct handover *to, uint64_t devicetree)
{
    const uint64_t size = devicetree_size(devicetree);
    const struct range target = { to->kernel.end, to->kernel.end + size };
    const struct range image = {
        (uint64_t)(uintptr_t)_loader_start,
        (uint64_t)(uintptr_t)_bss_end + ((const struct image_header *)_bss_end)->total_size,
    };

    if (size == 0) {
        log_text("LOADER: the firmware gave no usable device tree\n");
    } else if (target.end > to->task_start || range_overlaps(target, image)) {
        log_text("LOADER: no room for the device tree behind the kernel: it is not passed on\n");
    } else {
        memmove((void *)(uintptr_t)target.start, (const void *)(uintptr_t)devicetree, size);
        to->devicetree = target.start;
        to->devicetree_size = size;
    }
}

static void copy_regions(const struct image_header *h)
{
    for (uint64_t i = 0; i < h->n_regions; i++) {
        const struct image_region *r = &h->region[i];
        memcpy((void *)(uintptr_t)r->load, image_data(h) + r->offset, r->size);
    }
}

noreturn void loader_main(uint64_t hart, uint64_t devicetree, uint64_t here, uint64_t linked)
{
    if (here != linked)
        relocate(hart, devicetree, here, linked);
    arch_choose_core(hart, devicetree);

    const struct image_header *h = (const struct image_header *)_bss_end;
    const struct range loader = { (uint64_t)(uintptr_t)_loader_start, (uint64_t)(uintptr_t)h };
    const struct image_verdict v = image_check(h, loader, ARCH_WINDOW);
    if (v.error != IMAGE_OK)
        refuse_image(h, &v);

    struct handover to = {
        .task_start = h->task_start,
        .task_end = h->task_end,
        .task_pv_offset = h->task_pv_offset,
        .task_entry_v = h->task_entry,
        .kernel_entry_v = h->kernel_entry,
        .kernel = v.kernel,
        .hart = hart,
    };
    arch_forget_cached((struct range){ to.kernel.start, to.task_end });
    place_devicetree(&to, devicetree);
    copy_regions(h);
    arch_forget_cached((struct range){ to.kernel.start, to.task_end });

    log_text("LOADER: kernel at ");
    log_hex(to.kernel.start);
    log_text(", first program at ");
    log_hex(to.task_start);
    log_text(", device tree at ");
    log_hex(to.devicetree);
    log_text("\n");
    arch_enter_kernel(&to);
}
