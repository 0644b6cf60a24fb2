/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Random invocations: interrupts, and what only the architecture knows.
 */

#include "choose.h"
#include <arch/caps.h>

/* ---------------------------------------------------------------------------- interrupts */

struct call get_interrupt(word_t irq, word_t slot)
{
    struct call c = with_cap(SLOT_IRQ_CONTROL, IRQIssueIRQHandler, SLOT_ROOT_CNODE);
    add_word(&c, irq);
    add_place(&c, in_root(slot));
    return c;
}

/* The interrupt keeps the last capability to its notification. */
static struct call forget_told(void)
{
    word_t irq = IRQ_MIN + random_below(6);
    word_t slot = slot_naming(CAP_notification, cap_object(node.irq_slot[irq].cap));
    return remove_from(slot != garden_alarm() ? slot : pick_empty());
}

struct call irq_operation(void)
{
    word_t irq, handler = pick(CAP_irq_handler);
    switch (random_below(8)) {
    case 6:         return forget_told();
    case 7:         return remove_from(handler);
    case 0: case 1:
        irq = chance(95) ? 1 + random_below(6) : random_below(200);
        return get_interrupt(irq, pick_empty());
    case 2: case 3: return with_cap(handler, IRQSetIRQHandler, pick(CAP_notification));
    case 4:         return invocation(handler, IRQAckIRQ);
    default:        return invocation(handler, IRQClearIRQHandler);
    }
}

/* ------------------------------------------------------------------------ address spaces */

word_t random_vaddr(void)
{
    word_t page = random_below(4), large = random_below(3), huge = random_below(2);
    return host_image + page * bit(PAGE_BITS) + large * bit(LARGE_PAGE_BITS) +
           huge * bit(HUGE_PAGE_BITS);
}

static word_t pick_space(void)
{
    return chance(60) ? SLOT_ROOT_SPACE : pick(CAP_page_table);
}

static word_t pick_pool(void)
{
    return survey.n_with[CAP_asid_pool] > 1 ? pick(CAP_asid_pool) : SLOT_ASID_POOL;
}

static struct call make_pool(void)
{
    struct call c = with_cap(SLOT_ASID_CONTROL, RISCVASIDControlMakePool, pick_memory(12));
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(pick_empty()));
    return c;
}

struct call space_operation(void)
{
    struct call c;
    word_t object;
    switch (random_below(10)) {
    case 0: case 1: case 2:
        object = pick(CAP_frame);
        c = with_cap(object, RISCVPageMap, pick_space());
        add_word(&c, random_vaddr());
        add_word(&c, chance(60) ? 3 : random_below(4));
        add_word(&c, random_below(2));
        return c;
    case 3: case 4: case 5:
        object = pick(CAP_page_table);
        c = with_cap(object, RISCVPageTableMap, pick_space());
        add_word(&c, random_vaddr());
        add_word(&c, 0);
        return c;
    case 6:  return invocation(pick(CAP_frame), RISCVPageUnmap);
    case 7:  return invocation(pick(CAP_page_table), RISCVPageTableUnmap);
    case 8:
        object = pick_pool();
        return with_cap(object, RISCVASIDPoolAssign, pick(CAP_page_table));
    default: return chance(70) ? make_pool() : invocation(pick(CAP_frame), RISCVPageGetAddress);
    }
}
