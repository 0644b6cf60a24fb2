/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The GICv2's virtual interface control (Arm IHI 0048B, chapter 5).
 */

#include <arch/machine.h>
#include <arch/vgic.h>
#include <arch/mmu.h>
#include <board.h>

#define GICH_HCR        0x00
#define GICH_VTR        0x04
#define GICH_VMCR       0x08
#define GICH_EISR0      0x20
#define GICH_APR        0xf0
#define GICH_LR         0x100
#define VTR_LISTS(v)    (((v) & mask(6)) + 1)

/* A list register for a software interrupt: 5.3.11. */
#define LIST(F, T)              \
    F(T, group,    0, 30, 30)   \
    F(T, state,    0, 29, 28)   /* 1 pending, 2 active */ \
    F(T, priority, 0, 27, 23)   \
    F(T, eoi,      0, 19, 19)   \
    F(T, irq,      0, 9, 0)
LAYOUT(list, 1, LIST);
#define LIST_PENDING    1
#define LIST_ACTIVE     2

static word_t at(word_t offset)
{
    return window_address((paddr_t){BOARD_GIC_VIRTUAL}) + offset;
}

word_t vgic_init(void)
{
    machine_device_write32(at(GICH_HCR), 0);
    return word_min(VTR_LISTS(machine_device_read32(at(GICH_VTR))), MAX_LIST_REGISTERS);
}

void vgic_load(const struct vgic *g)
{
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        machine_device_write32(at(GICH_LR + 4 * i), g->list[i]);
    }
    machine_device_write32(at(GICH_APR), g->active);
    machine_device_write32(at(GICH_VMCR), g->interface);
    machine_device_write32(at(GICH_HCR), g->control);
}

void vgic_save(struct vgic *g)
{
    machine_dsb_system();
    g->control = machine_device_read32(at(GICH_HCR));
    g->interface = machine_device_read32(at(GICH_VMCR));
    g->active = machine_device_read32(at(GICH_APR));
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        g->list[i] = machine_device_read32(at(GICH_LR + 4 * i));
    }
}

void vgic_stop(struct vgic *g)
{
    vgic_save(g);
    machine_device_write32(at(GICH_HCR), 0);
}

word_t vgic_entry(word_t irq, word_t priority, word_t group)
{
    struct list l = {{0}};
    list_set_irq(&l, irq);
    list_set_priority(&l, priority);
    list_set_group(&l, group);
    list_set_state(&l, LIST_PENDING);
    list_set_eoi(&l, 1);
    return l.word[0];
}

bool vgic_entry_is_active(word_t entry)
{
    const struct list l = {{entry}};
    return list_state(l) == LIST_ACTIVE;
}

word_t vgic_ended(void)
{
    const word_t ended = machine_device_read32(at(GICH_EISR0));
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        if ((ended & bit(i)) != 0) {
            struct list l = {{machine_device_read32(at(GICH_LR + 4 * i))}};
            list_set_eoi(&l, 0);
            machine_device_write32(at(GICH_LR + 4 * i), l.word[0]);
            return i;
        }
    }
    return ~0UL;
}
