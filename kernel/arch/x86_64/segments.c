/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Segment descriptors, the task state and the interrupt gates: what 64-bit mode still wants of them
 * (SDM 3, chapters 3, 6 and 7).
 *
 *  1. Code segments carry the privilege level, all else is flat. The accessed bits are set, so that
 *     the processor never has to.
 *  2. The task state holds stacks: RSP0 for what interrupts user code, and of the interrupt stack
 *     table the first for debug exceptions, the second for what ends the kernel. It has no
 *     permission bitmap for ports.
 *     In isolation these stacks and this file's tables are what programs' tables have of the
 *     kernel's data.
 *  3. Every gate is an interrupt gate. User code may use those of breakpoints and of unknown system
 *     calls; INT with another number is exception 13.
 */

#include "node.h"
#include <arch/machine.h>
#include <arch/mmu.h>
#include <arch/segments.h>
#include <arch/trap.h>

struct segments segments
    __attribute__((aligned(1 << PAGE_BITS), section(".bss.entry")));

/* SDM 3, 3.4.5 and 5.2.1: present, level, code or data, long mode. */
#define KERNEL_CODE_DESCRIPTOR  0x00209b0000000000UL
#define KERNEL_DATA_DESCRIPTOR  0x0000930000000000UL
#define USER_DATA_DESCRIPTOR    0x0000f30000000000UL
#define USER_CODE_DESCRIPTOR    0x0020fb0000000000UL
#define SYSTEM_TASK_STATE       9UL
#define SYSTEM_INTERRUPT_GATE   14UL

static word_t index_of(word_t selector) { return selector / sizeof(word_t); }

static void descriptors_init(void)
{
    struct task_descriptor d = {{0, 0}};
    const word_t base = task_state_addr(&segments.task);
    task_descriptor_set_present(&d, 1);
    task_descriptor_set_type(&d, SYSTEM_TASK_STATE);
    task_descriptor_set_limit(&d, sizeof(struct task_state) - 1);
    task_descriptor_set_base_low(&d, base);
    task_descriptor_set_base_middle(&d, base >> 24);
    task_descriptor_set_base_high(&d, base >> 32);
    segments.descriptor[index_of(KERNEL_CODE)] = KERNEL_CODE_DESCRIPTOR;
    segments.descriptor[index_of(KERNEL_DATA)] = KERNEL_DATA_DESCRIPTOR;
    segments.descriptor[index_of(USER_DATA)] = USER_DATA_DESCRIPTOR;
    segments.descriptor[index_of(USER_CODE)] = USER_CODE_DESCRIPTOR;
    segments.descriptor[index_of(TASK_STATE)] = d.word[0];
    segments.descriptor[index_of(TASK_STATE) + 1] = d.word[1];
}

static void set_stack(word_t part, const uint8_t *stack, word_t bytes)
{
    const word_t top = stack_addr(stack) + bytes;
    segments.task.part[part] = (uint32_t)top;
    segments.task.part[part + 1] = (uint32_t)(top >> 32);
}

static void task_state_init(void)
{
    if (node.arch.isolated != 0)
        set_stack(TASK_RSP0, entry_stack, sizeof(entry_stack));
    else
        set_stack(TASK_RSP0, kernel_stack, sizeof(kernel_stack));
    set_stack(TASK_IST1, debug_stack, sizeof(debug_stack));
    set_stack(TASK_IST2, fatal_stack, sizeof(fatal_stack));
    segments.task.part[TASK_BITMAP] = sizeof(struct task_state) << 16;  /* behind the end: none */
}

static word_t stack_of(word_t vector)
{
    switch (vector) {
    case VECTOR_DEBUG:         return 1;
    case VECTOR_NMI:
    case VECTOR_DOUBLE_FAULT:
    case VECTOR_MACHINE_CHECK: return 2;
    default:                   return 0;
    }
}

static bool is_for_users(word_t vector)
{
    return vector == VECTOR_BREAKPOINT ||
           (vector >= VECTOR_FIRST_TRAP && vector <= VECTOR_LAST_TRAP);
}

static void gates_init(void)
{
    const word_t first = trap_vector_addr(node.arch.isolated != 0 ? &isolated_vectors
                                                                  : &trap_vectors);
    for (word_t i = 0; i < N_VECTORS; i++) {        /* 256 */
        LOOP(N_VECTORS, i);
        const word_t target = first + i * VECTOR_BYTES;
        struct gate g = {{0, 0}};
        gate_set_target_low(&g, target);
        gate_set_selector(&g, KERNEL_CODE);
        gate_set_stack(&g, stack_of(i));
        gate_set_type(&g, SYSTEM_INTERRUPT_GATE);
        gate_set_level(&g, is_for_users(i) ? 3 : 0);
        gate_set_present(&g, 1);
        gate_set_target_middle(&g, target >> 16);
        gate_set_target_high(&g, target >> 32);
        segments.gate[i] = g;
    }
}

void segments_init(void)
{
    segments.kernel_space = image_physical(page_table_addr(&kernel_root)).raw;  /* see space.c */
    segments.data_selector = KERNEL_DATA;
    descriptors_init();
    task_state_init();
    gates_init();
    segments.gdtr.limit = (sizeof(segments.descriptor) - 1) << TABLE_LIMIT_SHIFT;
    segments.gdtr.base = segments_addr(&segments) + offsetof(struct segments, descriptor);
    segments.idtr.limit = (sizeof(segments.gate) - 1) << TABLE_LIMIT_SHIFT;
    segments.idtr.base = segments_addr(&segments) + offsetof(struct segments, gate);
    machine_load_gdt(&segments.gdtr);
    segments_load();
    machine_load_no_local_table();
    machine_load_task(TASK_STATE);
    machine_load_idt(&segments.idtr);
}
