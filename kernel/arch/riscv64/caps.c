/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * RISC-V's rows in the tables of cap.c, delete.c, untyped.c and invocation.c: frames, page tables,
 * ASID pools and ASIDControl.
 */

#include "asid.h"
#include "invocation.h"
#include "irq.h"
#include <abi/invocations.h>
#include <arch/vspace.h>

word_t arch_cap_size_bits(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_frame:      return frame_bits(c);
    case CAP_page_table: return PAGE_TABLE_BITS;
    case CAP_asid_pool:  return ASID_POOL_BITS;
    default:             return 0;
    }
}

/* Nothing is made of a frame, a table or a pool, and living objects do not overlap. */
bool arch_cap_same_region(struct cap a, struct cap b)
{
    return cap_type(a) == cap_type(b) && cap_object(a) == cap_object(b);
}

bool arch_cap_same_object(struct cap a, struct cap b)
{
    if (cap_type(a) != cap_type(b) || cap_object(a) != cap_object(b))
        return false;
    return !cap_is(a, CAP_frame) || (frame_cap_level(a) == frame_cap_level(b) &&
                                     frame_cap_device(a) == frame_cap_device(b));
}

struct cap arch_cap_mask_rights(struct cap c, word_t rights)
{
    if (cap_is(c, CAP_frame))
        frame_cap_set_rights(&c, frame_rights_masked(frame_cap_rights(c), rights));
    return c;
}

struct cap arch_cap_update_data(struct cap c, word_t data, bool preserve)
{
    (void)data;
    (void)preserve;
    return c;
}

struct cap arch_cap_derive(struct cap c)
{
    if (cap_is(c, CAP_page_table) && !page_table_cap_is_mapped(c)) {
        fail_illegal("a page table can be copied only when it is mapped or has an ASID");
        return cap_null();
    }
    if (cap_is(c, CAP_frame)) {
        frame_cap_set_mapping(&c, 0, 0);
    }
    return c;
}

static void page_table_finalise(struct cap c)
{
    if (asid_is_root(c))
        asid_delete_root(c);
    else
        page_table_unmap(c);
}

void arch_cap_delete(struct cap c, bool final)
{
    if (cap_is(c, CAP_frame) && frame_cap_is_mapped(c))
        frame_unmap(c);
    else if (cap_is(c, CAP_page_table) && final && page_table_cap_is_mapped(c))
        page_table_finalise(c);
    else if (cap_is(c, CAP_asid_pool) && final)
        asid_delete_pool(c);
}

word_t arch_object_bits(word_t type, word_t size_bits)
{
    (void)size_bits;
    switch (type) {
    case OBJECT_RISCV_Giga_Page: return HUGE_PAGE_BITS;
    case OBJECT_RISCV_Mega_Page: return LARGE_PAGE_BITS;
    case OBJECT_RISCV_4K_Page:   return PAGE_BITS;
    default:                     return PAGE_TABLE_BITS;
    }
}

bool arch_object_is_frame(word_t type)
{
    return type == OBJECT_RISCV_Giga_Page || type == OBJECT_RISCV_Mega_Page ||
           type == OBJECT_RISCV_4K_Page;
}

struct cap arch_object_cap(word_t type, word_t address, bool device)
{
    if (!arch_object_is_frame(type))
        return cap_make(CAP_page_table, address);
    struct cap c = cap_make(CAP_frame, address);
    word_t level = (arch_object_bits(type, 0) - PAGE_BITS) / PAGE_TABLE_INDEX_BITS;
    frame_cap_set_level(&c, level);
    frame_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
    frame_cap_set_device(&c, device ? 1 : 0);
    return c;
}

enum err arch_invoke(struct slot *self, const struct message *m)
{
    if (cap_is(self->cap, CAP_frame))       /* the most frequent one */
        return frame_invoke(self, m);
    switch (cap_type(self->cap)) {
    case CAP_page_table: return page_table_invoke(self, m);
    case CAP_asid_pool:  return asid_pool_invoke(self->cap, m);
    default:             return asid_control_invoke(m);
    }
}

/* IRQControl_GetTrigger. The PLIC's sources have the trigger their device has. */
enum err arch_irq_control_invoke(struct slot *self, const struct message *m)
{
    if (m->label != RISCVIRQIssueIRQHandlerTrigger)
        return fail_illegal("IRQControl has no such operation");
    if (!message_has(m, INV_WORDS(RISCVIRQIssueIRQHandlerTrigger),
                     INV_CAPS(RISCVIRQIssueIRQHandlerTrigger)))
        return fail_truncated(INV_WORDS(RISCVIRQIssueIRQHandlerTrigger),
                              INV_CAPS(RISCVIRQIssueIRQHandlerTrigger));
    return irq_issue(self, m->word[0], message_cap(m, 0), m->word[2], m->word[3]);
}
