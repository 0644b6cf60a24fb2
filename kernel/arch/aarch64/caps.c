/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * AArch64's rows in the tables of cap.c, delete.c, untyped.c and invocation.c: frames, page tables,
 * VSpaces, ASID pools, ASIDControl, the secure monitor, SGIs; EL2 adds virtual CPUs (el_caps.h).
 */

#include "asid.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/firmware_caps.h>
#include <arch/vspace.h>

word_t arch_cap_size_bits(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_frame:      return frame_bits(c);
    case CAP_page_table: return PAGE_TABLE_BITS;
    case CAP_vspace:     return VSPACE_BITS;
    case CAP_asid_pool:  return ASID_POOL_BITS;
    default:             return el_cap_size_bits(c);
    }
}

/* Frame b lies in frame a. The sums do not overflow, as frames are aligned. */
static bool frame_inside(struct cap a, struct cap b)
{
    word_t a_last = cap_object(a) + mask(frame_bits(a));
    word_t b_last = cap_object(b) + mask(frame_bits(b));
    return cap_object(a) <= cap_object(b) && b_last <= a_last;
}

bool arch_cap_same_region(struct cap a, struct cap b)
{
    if (cap_type(a) != cap_type(b))
        return false;
    switch (cap_type(a)) {
    case CAP_frame:        return frame_inside(a, b);
    case CAP_smc:          return true;
    case CAP_sgi_signal:   return a.word[1] == b.word[1];
    default:               return cap_object(a) == cap_object(b);
    }
}

bool arch_cap_same_object(struct cap a, struct cap b)
{
    if (cap_type(a) != cap_type(b) || cap_object(a) != cap_object(b) || cap_is(a, CAP_sgi_signal))
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
    if (!cap_is(c, CAP_smc))
        return c;
    if (preserve || smc_cap_badge(c) != 0)
        return cap_null();
    smc_cap_set_badge(&c, data);
    return c;
}

struct cap arch_cap_derive(struct cap c)
{
    if (cap_is(c, CAP_page_table) && !page_table_cap_is_mapped(c)) {
        fail_illegal("a page table can be copied only when it is mapped");
        return cap_null();
    }
    if (cap_is(c, CAP_vspace) && vspace_cap_asid(c) == 0) {
        fail_illegal("a VSpace can be copied only when it has an ASID");
        return cap_null();
    }
    if (cap_is(c, CAP_frame)) {
        frame_cap_set_mapping(&c, 0, 0);
    }
    return c;
}

void arch_cap_delete(struct cap c, bool final)
{
    if (cap_is(c, CAP_frame) && frame_cap_is_mapped(c))
        frame_unmap(c);
    if (!final)
        return;
    if (cap_is(c, CAP_page_table) && page_table_cap_is_mapped(c))
        page_table_unmap(c);
    else if (cap_is(c, CAP_vspace) && vspace_cap_asid(c) != 0)
        asid_delete_root(c);
    else if (cap_is(c, CAP_asid_pool))
        asid_delete_pool(c);
    else
        el_cap_delete(c);
}

word_t arch_object_bits(word_t type, word_t size_bits)
{
    (void)size_bits;
    switch (type) {
    case OBJECT_ARM_HugePageObject:  return HUGE_PAGE_BITS;
    case OBJECT_ARM_LargePageObject: return LARGE_PAGE_BITS;
    case OBJECT_ARM_SmallPageObject: return PAGE_BITS;
    case OBJECT_ARM_VSpaceObject:    return VSPACE_BITS;
    default:                         return PAGE_TABLE_BITS;    /* and a virtual CPU's */
    }
}

bool arch_object_is_frame(word_t type)
{
    return type == OBJECT_ARM_HugePageObject || type == OBJECT_ARM_LargePageObject ||
           type == OBJECT_ARM_SmallPageObject;
}

struct cap arch_object_cap(word_t type, word_t address, bool device)
{
    if (type == OBJECT_ARM_PageTableObject)
        return cap_make(CAP_page_table, address);
    if (type == OBJECT_ARM_VSpaceObject)
        return cap_make(CAP_vspace, address);
    if (!arch_object_is_frame(type))
        return el_object_cap(address);
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
    case CAP_page_table:   return page_table_invoke(self, m);
    case CAP_vspace:       return vspace_invoke(self->cap, m);
    case CAP_asid_pool:    return asid_pool_invoke(self->cap, m);
    case CAP_asid_control: return asid_control_invoke(m);
    case CAP_smc:          return smc_invoke(self->cap, m);
    case CAP_sgi_signal:   return sgi_signal_invoke(self->cap);
    default:               return el_invoke(self, m);
    }
}
