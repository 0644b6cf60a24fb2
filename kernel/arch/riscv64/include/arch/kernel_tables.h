/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The tables below kernel_root that map the kernel's image: see boot_vspace.c.
 */

#include <arch/mmu.h>
#include <board.h>

extern struct page_table image_gigabyte;    /* entry of the root for KERNEL_IMAGE_BASE */
extern struct page_table image_pages;       /* the 2 MiB that contain the image */

/* First address of the image. */
#define IMAGE_BASE (KERNEL_IMAGE_BASE + (BOARD_KERNEL_BASE & mask(HUGE_PAGE_BITS)))

/* Physical address of something in the kernel's image: the image keeps its place within the
 * gigabyte. */
static inline paddr_t image_physical(word_t address)
{
    return (paddr_t){address - KERNEL_IMAGE_BASE + align_down(BOARD_KERNEL_BASE, HUGE_PAGE_BITS)};
}
