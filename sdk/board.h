/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* What the compiler knows about a board: its memory, its address-space layout, its image format. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct range {
    uint64_t start;
    uint64_t end; /* exclusive */
};

static inline bool range_holds(struct range outer, uint64_t start, uint64_t end)
{
    return start >= outer.start && end <= outer.end && start <= end;
}

static inline bool ranges_meet(struct range a, struct range b)
{
    return a.start < b.end && b.start < a.end;
}

enum image_type { IMAGE_BINARY, IMAGE_ELF, IMAGE_UIMAGE, IMAGE_TYPES };

#define MAX_RESERVED_IRQS 3

struct board {
    const char *name;
    const char *arch;

    /*
     * A multiboot loader starts the kernel, with the initial task as its first module: there is no
     * loader of ours, and where RAM and devices are is found at boot. The next group is then empty,
     * but for `devices[0]`, all that physical addresses may be.
     */
    bool multiboot;

    struct range ram;           /* what the kernel may give away, kernel included */
    struct range devices[8];    /* ascending; unused ones are empty */
    uint64_t loader_base;
    uint64_t
        ram_top_reserved; /* bytes at the end of RAM that the kernel may use for its root objects */

    struct range kernel_window; /* virtual 1 GiB that must hold the kernel */
    uint64_t user_top;    /* last address of a user address space */
    uint64_t ipc_buffer;  /* page of every domain's IPC buffer */
    uint32_t irq_first, irq_last; /* of vectors, where interrupts have pins or messages */
    struct {
        uint32_t number;
        const char *what;   /* null: unused */
    } reserved_irqs[MAX_RESERVED_IRQS]; /* the kernel's own, within the range */
    uint32_t min_budget_us; /* twice the kernel's worst-case entry */
    uint64_t max_period_us;
    uint16_t elf_machine;
    enum image_type image_type; /* default */
    bool image_types[IMAGE_TYPES];
    uint32_t table_levels; /* page tables below the root; the lowest one has entries of 4 KiB */
    const char *table_names[3]; /* of levels 0, 1, 2 */
    bool execute_always; /* every page can be executed: there is no other kind */
    uint32_t vspace_bits;  /* log2 of the size of a root table */
    uint32_t tcb_bits, debug_tcb_bits; /* of a thread, and with a debug kernel */
    bool secure_monitor;   /* domains may call it (smc="true") */
    bool pc;               /* interrupts have pins or messages, devices I/O ports */
};

/* By name; null when unknown. With index: the boards one after the other, null at the end. */
const struct board *board_find(const char *name);
const struct board *board_at(size_t index);

/* What the kernel uses this interrupt for; null when domains may have it. */
const char *board_reserved_irq(const struct board *board, uint32_t number);
