/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The instructions that RISC-V's memory management uses, on a model, and the process's memory.
 */

#include "node.h"

/* Physical memory. In the upper half of the user addresses of a process, far from its own. */
#define HOST_RAM_BASE   0x200000000000UL
#define HOST_RAM_BYTES  0x4000000UL
/* The objects of the root task, and a little more free memory. */
#define HOST_ROOT_BASE  (HOST_RAM_BASE + 0x3000000UL)
#define HOST_ROOT_BYTES (bit(ROOT_CNODE_SIZE_BITS + SLOT_BITS) + 16 * bit(PAGE_BITS))
static inline bool host_is_ram(word_t address)
{
    return address - HOST_RAM_BASE < HOST_RAM_BYTES;
}

static inline word_t machine_read_satp(void) { return node.arch.satp; }
static inline void machine_write_satp(word_t v) { node.arch.satp = v; }
void machine_fence_translations(void);
void machine_fence_asid(word_t asid);
void machine_fence_page(word_t address, word_t asid);

static inline word_t machine_cycles(void) { return node.arch.time; }

/* --- defined by the test. Waiting must make an interrupt pending, or not return. */
void machine_wait_for_interrupt(void);
_Noreturn void machine_halt(void);

/* --- for tests: boot.c */

/* Map physical memory; everything of an earlier machine is gone. */
void host_start(void);
/* Boot on `free` bytes of RAM, a multiple of the page size, that are full of garbage; then
 * node.current is the root task. */
void host_boot(word_t free);
/* The first half of that: what boot_root_task will find. Tests change it. */
struct boot_input;
void host_describe(struct boot_input *in, word_t free);
/* All that is used from HOST_RAM_BASE on: kernel, image, free memory. */
word_t host_programs_bytes(void);
#define HOST_MAX_FREE   0x2000000UL
extern word_t host_image;               /* virtual address of the root task's image, one page */

/* --- for tests: machine.c */

/* User code of the current thread uses a virtual address: the TLB fills. */
void host_touch(word_t vaddr);
/* User code of the current thread exchanges *value with an FPU register. False: it may not, and the
 * exception is to be raised. */
bool host_use_fpu(word_t *value);
/* Freed memory can be made unreadable; whoever clears it makes it readable. */
void host_memory_opens(word_t address, word_t bytes);
void host_memory_closes(word_t address, word_t bytes);
