/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The GICv3's virtual interface control (Arm IHI 0069H, 12.4).
 */

#include <arch/ich_registers.h>
#include <arch/vgic.h>

#define VTR_LISTS(v)    (((v) & mask(5)) + 1)

/* A list register for a software interrupt: 12.4.9. */
#define LIST(F, T)              \
    F(T, state,    0, 63, 62)   /* 1 pending, 2 active */ \
    F(T, group,    0, 60, 60)   \
    F(T, priority, 0, 55, 48)   \
    F(T, eoi,      0, 41, 41)   \
    F(T, irq,      0, 31, 0)
LAYOUT(list, 1, LIST);
#define LIST_PENDING    1
#define LIST_ACTIVE     2

#define READ_CASE_(n, place)  case n: return machine_read_ich_lr##n();
#define WRITE_CASE_(n, place) case n: machine_write_ich_lr##n(v); return;

static word_t list_read(word_t i)
{
    switch (i) {
    EACH_LIST_REGISTER(READ_CASE_)
    default: return 0;
    }
}

static void list_write(word_t i, word_t v)
{
    switch (i) {
    EACH_LIST_REGISTER(WRITE_CASE_)
    default: return;
    }
}

word_t vgic_init(void)
{
    machine_write_ich_hcr(0);
    return word_min(VTR_LISTS(machine_read_ich_vtr()), MAX_LIST_REGISTERS);
}

void vgic_load(const struct vgic *g)
{
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        list_write(i, g->list[i]);
    }
    machine_write_ich_ap1r0(g->active);
    machine_write_ich_vmcr(g->interface);
    machine_write_ich_hcr(g->control);
    machine_isb();
}

void vgic_save(struct vgic *g)
{
    machine_dsb_system();
    g->control = machine_read_ich_hcr();
    g->interface = machine_read_ich_vmcr();
    g->active = machine_read_ich_ap1r0();
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        g->list[i] = list_read(i);
    }
}

void vgic_stop(struct vgic *g)
{
    vgic_save(g);
    machine_write_ich_hcr(0);
    machine_isb();
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
    const word_t ended = machine_read_ich_eisr();
    for (word_t i = 0; i < node.arch.el.list_registers; i++) {
        LOOP(MAX_LIST_REGISTERS, i);
        if ((ended & bit(i)) != 0) {
            struct list l = {{list_read(i)}};
            list_set_eoi(&l, 0);
            list_write(i, l.word[0]);
            return i;
        }
    }
    return ~0UL;
}
