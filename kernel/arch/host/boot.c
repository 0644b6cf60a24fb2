/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The pretended machine starts: what loader and start-up code do elsewhere.
 *
 *     HOST_RAM_BASE         kernel | image | free ...
 *     HOST_ROOT_BASE        the objects of the root task | a little more free memory
 *
 * Physical addresses are what RISC-V's window makes of the process's addresses. Some device memory
 * exists, but nothing is there.
 */

#include "boot.h"
#include "irq.h"
#include <arch/boot.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/vspace.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE               bit(PAGE_BITS)
#define DEVICE_TOP         bit(HUGE_PAGE_BITS)
#define START_TIME         1000000UL

/* The kernel's image is the process; boot_vspace.c names its parts. */
struct image_mark ki_start, ki_boot_data, ki_boot_end, ki_rodata, ki_data, ki_end;
struct page_table image_gigabyte, image_pages;

/* The IPC buffer, behind the image, has another page table. */
word_t host_image = (1UL << LARGE_PAGE_BITS) - (1UL << PAGE_BITS);

static word_t programs_bytes;

word_t host_programs_bytes(void) { return programs_bytes; }

static word_t physical(word_t address) { return window_physical(address).raw; }

static struct range part(word_t from, word_t bytes)
{
    return (struct range){physical(from), physical(from) + bytes};
}

void host_start(void)
{
    static bool mapped;
    void *at = (void *)HOST_RAM_BASE;
    if (!mapped && mmap(at, HOST_RAM_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at) {
        perror("physical memory cannot be mapped");
        exit(2);
    }
    mapped = true;
    memset(&node, 0, sizeof node);
    node.arch.time = START_TIME;
    node.arch.deadline = ~0UL;
}

static void fill_with_garbage(word_t from, word_t bytes)
{
    host_memory_opens(from, bytes);
    memset((void *)from, 0xa5, bytes);
}

void host_describe(struct boot_input *in, word_t free)
{
    programs_bytes = 2 * PAGE + free;
    fill_with_garbage(HOST_RAM_BASE, programs_bytes);
    fill_with_garbage(HOST_ROOT_BASE, HOST_ROOT_BYTES);
    memset(in, 0, sizeof *in);
    in->kernel = part(HOST_RAM_BASE, PAGE);
    in->image = part(HOST_RAM_BASE + PAGE, PAGE);
    in->image_offset = in->image.start - host_image;
    in->image_entry = host_image;
    in->window = WINDOW_BASE;
    in->device_top = DEVICE_TOP;
    range_list_add(&in->memory, part(HOST_RAM_BASE, programs_bytes));
    range_list_add(&in->memory, part(HOST_ROOT_BASE, HOST_ROOT_BYTES));
    node.arch.satp = satp_raw(satp_make(window_physical(page_table_addr(&kernel_root)), 0));
    vspace_init();
    irqchip_init();
    irq_reserve(IRQ_KERNEL_TIMER);
}

void host_boot(word_t free)
{
    static struct boot_input in;
    host_describe(&in, free);
    boot_root_task(&in);
}
