/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The tables below kernel_root that map window and image: see boot_vspace.c and leave.c.
 */

#include <arch/mmu.h>
#include <board.h>

extern struct page_table window_gigabytes;  /* entry KERNEL_ENTRY of every root: level 2 */
extern struct page_table window_devices;    /* the gigabyte below 4 GiB: level 1 */
extern struct page_table image_gigabyte;    /* of KERNEL_IMAGE_BASE: level 1 */
extern struct page_table image_pages;       /* its first 2 MiB, which contain the image: level 0 */

/* The same for programs whose tables have only the pages of entry and exit: boot_leaks.c. */
extern struct page_table entry_gigabytes, entry_gigabyte, entry_pages;

/* First address of the image. */
#define IMAGE_BASE (KERNEL_IMAGE_BASE + BOARD_KERNEL_BASE)
