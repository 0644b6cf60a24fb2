/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Tables of the segment hardware: see segments.c.
 */

#include <abi/layout.h>
#include <arch/machine.h>
#include <arch/trap.h>

/* SDM 3, figure 7-4. */
#define TASK_DESCRIPTOR(F, T)   \
    F(T, base_middle, 0, 63, 56) \
    F(T, present,     0, 47, 47) \
    F(T, type,        0, 43, 40) \
    F(T, base_low,    0, 39, 16) \
    F(T, limit,       0, 15, 0)  \
    F(T, base_high,   1, 31, 0)
LAYOUT(task_descriptor, 2, TASK_DESCRIPTOR);
_Static_assert(sizeof(struct task_descriptor) == 16, "task_descriptor size");

/* SDM 3, figure 6-8. */
#define GATE(F, T)              \
    F(T, target_middle, 0, 63, 48) \
    F(T, present,       0, 47, 47) \
    F(T, level,         0, 46, 45)  /* from which INT may use it */ \
    F(T, type,          0, 43, 40) \
    F(T, stack,         0, 34, 32)  /* of the interrupt stack table; 0: RSP0 */ \
    F(T, selector,      0, 31, 16) \
    F(T, target_low,    0, 15, 0)  \
    F(T, target_high,   1, 31, 0)
LAYOUT(gate, 2, GATE);
_Static_assert(sizeof(struct gate) == 16, "gate size");

/* SDM 3, figure 7-11: addresses are two parts each, and not aligned. */
enum task_part { TASK_RSP0 = 1, TASK_IST1 = 9, TASK_IST2 = 11, TASK_BITMAP = 25, TASK_PARTS };
struct task_state { uint32_t part[TASK_PARTS]; };
_Static_assert(sizeof(struct task_state) == 104, "task_state size");
ADDRESSABLE(task_state)

#define N_DESCRIPTORS (TASK_STATE / 8 + 2)
struct segments {
    struct gate gate[N_VECTORS];
    word_t descriptor[N_DESCRIPTORS];
    struct task_state task;
    struct table_register gdtr, idtr;
    word_t kernel_space;        /* of an isolated kernel: what CR3 becomes at entry */
    word_t data_selector;       /* for machine_clear_buffers */
};
_Static_assert(sizeof(struct segments) == N_VECTORS * sizeof(struct gate) +
               N_DESCRIPTORS * sizeof(word_t) + sizeof(struct task_state) +
               2 * sizeof(struct table_register) + 2 * sizeof(word_t), "segments size");
ADDRESSABLE(segments)
extern struct segments segments;

static inline word_t stack_addr(const uint8_t *stack) { return (word_t)stack; }

/* --- entry.S: all segment registers anew, from the descriptors that have just been loaded. */
void segments_load(void);
