/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the suites about I/O address spaces share.
 */
#include "operations.h"

#define IO_TABLE_TYPE 14
#define MASTER   ((word)seL4_CapIOSpace)
#define LEVELS   (boot_info->numIOPTLevels)
#define RW       (R_READ | R_WRITE)
#define A        0x40000000UL       /* an address in the device's space */
#define PAGE     0x1000UL
#define MEGA2    0x200000UL
#define FRAME()  make(ARCH_FRAME_TYPE, 0)
#define TABLE()  make(IO_TABLE_TYPE, 0)
#define NOBODY   0x00f8             /* request IDs without device */
#define NOBODY2  0x00f9

/* The data word of an IOSpace. The first domains are the kernel's where firmware reserves
 * memory. */
#define SPACE_OF(device, domain) ((word)(domain) << 16 | (word)(device))

/* DMA is remapped. */
static inline bool present(void)
{
    return !slot_is_empty(seL4_CapIOSpace);
}

static inline word space(word device, word domain)
{
    return mint(MASTER, ALL_RIGHTS, SPACE_OF(device, domain));
}

/* All tables for an address but `less` of them; the last one that was made, or 0. */
static inline word tables(word iospace, word at, word less)
{
    word last = 0;
    for (word i = less; i < LEVELS; i++) {
        last = TABLE();
        OK(X86_IOPageTable_Map(last, iospace, at));
    }
    return last;
}

static inline struct reply map(word frame, word iospace, word at)
{
    return X86_Page_MapIO(frame, iospace, RW, at);
}
