/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Which functions lie together, for the linker scripts; each function is a section of its own.
 *
 *  1. What only booting calls goes away with it (kernel.ld), though its file stays. The linker
 *     refuses calls of it from what stays.
 *  2. What a call and its answer execute lies in the order of execution, so that a processor that
 *     has forgotten it fetches few cache lines.
 */
#define BOOT_FUNCTIONS                                                                          \
    *(.text.sched_init .text.asid_init .text.irq_reserve .text.slot_insert_original             \
      .text.irqchip_init .text.timer_init .text.vspace_init .text.trap_init .text.console_init  \
      .text.el_boot)

#define HOT_FUNCTIONS                   \
    *(.text.trap_entry)                 \
    *(.text.trap)                       \
    *(.text.trap_syscall)               \
    *(.text.trap_from_aarch64)          \
    *(.text.fast_call)                  \
    *(.text.trap_leave_fast)            \
    *(.text.fast_reply_recv)            \
    *(.text.trap_leave_fast_fpu)        \
    *(.text.trap_leave)
