/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Starting: the generic part of boot, see boot.c.
 */

#include "range.h"

/* The body of a chunk of extra boot information, at a kernel address. */
struct boot_chunk { word_t id, address, bytes; };
_Static_assert(sizeof(struct boot_chunk) == 3 * sizeof(word_t), "boot_chunk size");
#define MAX_BOOT_CHUNKS 5

/* What the architecture found out before memory can be given away. Physical addresses. */
struct boot_input {
    struct range kernel;            /* image, with what is recycled */
    struct range recycled;          /* part of `kernel` given away after boot */
    struct range image;             /* root task */
    struct range device_tree;       /* empty when there is none */
    word_t image_offset;            /* physical minus virtual */
    word_t image_entry;             /* virtual */
    word_t window;                  /* kernel address of physical address 0 */
    word_t device_top;              /* no device memory is handed out from here on */
    word_t arch_pages;              /* wanted for arch_boot_use_pages */
    word_t io_levels;               /* numIOPTLevels of the boot information */
    word_t n_chunks;                /* of extra boot information, in this order */
    struct boot_chunk chunk[MAX_BOOT_CHUNKS];
    struct range_list memory;       /* RAM, clipped to the window */
    struct range_list withheld;     /* what nobody gets: the kernel's devices, firmware */
};
_Static_assert(sizeof(struct boot_input) == (15 + 3 * MAX_BOOT_CHUNKS) * sizeof(word_t) +
               2 * sizeof(struct range_list), "boot_input size");

/* Create the root task and hand out all memory; its thread is ready to run. Stops the machine
 * with a message if it cannot. */
void boot_root_task(const struct boot_input *in);
