/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Boot on RISC-V as far as boot_root_task, see boot_main.c.
 */

#include "boot.h"
#include <arch/boot.h>

/* What the machine and the loader hand over. Physical addresses. */
struct boot_arguments {
    word_t kernel_end;
    word_t image_start, image_end, image_offset, image_entry;
    word_t tree_start, tree_bytes;
    const uint8_t *tree;            /* what is at tree_start */
};

/* Returns why boot stopped, or NULL and what it would have started the root task with. */
const char *boot_main_on(const struct boot_arguments *a, const struct boot_input **in,
                         const struct boot_platform **platform);
