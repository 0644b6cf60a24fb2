/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The kernel's own translation tables: see boot_vspace.c.
 */

#include <arch/mmu.h>
#include <board.h>

extern struct page_table kernel_root;       /* level 3: entry of the kernel's half */
extern struct page_table window_gigabytes;  /* level 2: the window, and the image */
extern struct page_table image_gigabyte;    /* level 1: entry of the 2 MiB with the image */
extern struct page_table image_pages;       /* level 0: the 2 MiB that contain the image */
/* Level 1: the GiB in which RAM begins, and the one in which it ends, where they are mixed. */
extern struct page_table window_mixed[2];

/* First address of the image. */
#define IMAGE_BASE KERNEL_IMAGE_BASE

/* Physical address of something in the image. */
static inline paddr_t image_physical(word_t address)
{
    return (paddr_t){address - IMAGE_BASE + BOARD_KERNEL_BASE};
}
