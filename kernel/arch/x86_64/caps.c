/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * x86-64's rows in the tables of cap.c, delete.c, untyped.c and invocation.c: frames, paging
 * structures and their roots, ASID pools, ASIDControl, ports, and what devices reach.
 */

#include "asid.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/io_port.h>
#include <arch/io_space.h>
#include <arch/vspace.h>

word_t arch_cap_size_bits(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_frame:          return frame_bits(c);
    case CAP_page_table:
    case CAP_page_directory:
    case CAP_pdpt:
    case CAP_io_page_table:  return PAGE_TABLE_BITS;
    case CAP_vspace:         return VSPACE_BITS;
    case CAP_asid_pool:      return ASID_POOL_BITS;
    default:                 return 0;
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
    if (cap_is(a, CAP_io_port_control))
        return cap_is(b, CAP_io_port_control) || cap_is(b, CAP_io_port);
    if (cap_type(a) != cap_type(b))
        return false;
    switch (cap_type(a)) {
    case CAP_frame:    return frame_inside(a, b);
    case CAP_io_port:  return a.word[1] == b.word[1];
    case CAP_io_space: return io_space_cap_request(a) == 0 || a.word[1] == b.word[1];
    default:           return cap_object(a) == cap_object(b);
    }
}

bool arch_cap_same_object(struct cap a, struct cap b)
{
    if (cap_type(a) != cap_type(b) || cap_object(a) != cap_object(b) ||
        cap_is(a, CAP_io_port_control))
        return false;
    switch (cap_type(a)) {
    case CAP_frame:
        return frame_cap_level(a) == frame_cap_level(b) &&
               frame_cap_device(a) == frame_cap_device(b);
    case CAP_io_port:
    case CAP_io_space:
        return a.word[1] == b.word[1];
    default:
        return true;
    }
}

struct cap arch_cap_mask_rights(struct cap c, word_t rights)
{
    if (cap_is(c, CAP_frame))
        frame_cap_set_rights(&c, frame_rights_masked(frame_cap_rights(c), rights));
    return c;
}

struct cap arch_cap_update_data(struct cap c, word_t data, bool preserve)
{
    return cap_is(c, CAP_io_space) ? io_space_with_data(c, data, preserve) : c;
}

struct cap arch_cap_derive(struct cap c)
{
    if (paging_cap_is(c) && !paging_cap_is_mapped(c)) {
        fail_illegal("a paging structure can be copied only when it is mapped");
        return cap_null();
    }
    if (cap_is(c, CAP_vspace) && paging_cap_asid(c) == 0) {
        fail_illegal("a PML4 can be copied only when it has an ASID");
        return cap_null();
    }
    if (cap_is(c, CAP_io_page_table) && io_page_table_cap_mapped(c) == 0) {
        fail_illegal("an I/O page table can be copied only when it is mapped");
        return cap_null();
    }
    if (cap_is(c, CAP_io_port_control)) {
        fail_illegal("IOPortControl cannot be copied");
        return cap_null();
    }
    if (cap_is(c, CAP_frame))
        frame_cap_set_unmapped(&c);
    return c;
}

static void delete_final(struct cap c)
{
    if (paging_cap_is(c) && paging_cap_is_mapped(c))
        paging_unmap(c);
    else if (cap_is(c, CAP_vspace) && paging_cap_asid(c) != 0)
        asid_delete_root(c);
    else if (cap_is(c, CAP_asid_pool))
        asid_delete_pool(c);
    else if (cap_is(c, CAP_io_port))
        io_port_free(c);
    else if (cap_is(c, CAP_io_space))
        io_space_delete(c);
    else if (cap_is(c, CAP_io_page_table))
        io_page_table_unmap(c);
}

void arch_cap_delete(struct cap c, bool final)
{
    if (cap_is(c, CAP_frame) && frame_cap_is_mapped_io(c))
        frame_unmap_io(c);
    else if (cap_is(c, CAP_frame) && frame_cap_is_mapped(c))
        frame_unmap(c);
    else if (final)
        delete_final(c);
}

word_t arch_object_bits(word_t type, word_t size_bits)
{
    (void)size_bits;
    switch (type) {
    case OBJECT_X64_HugePageObject:  return HUGE_PAGE_BITS;
    case OBJECT_X86_LargePageObject: return LARGE_PAGE_BITS;
    default:                         return PAGE_BITS;      /* a page, or a table of any kind */
    }
}

bool arch_object_is_frame(word_t type)
{
    return type == OBJECT_X64_HugePageObject || type == OBJECT_X86_LargePageObject ||
           type == OBJECT_X86_4K;
}

static enum cap_type table_cap_type(word_t type)
{
    switch (type) {
    case OBJECT_X86_PDPTObject:          return CAP_pdpt;
    case OBJECT_X64_PML4Object:          return CAP_vspace;
    case OBJECT_X86_PageTableObject:     return CAP_page_table;
    case OBJECT_X86_PageDirectoryObject: return CAP_page_directory;
    default:                             return CAP_io_page_table;
    }
}

struct cap arch_object_cap(word_t type, word_t address, bool device)
{
    if (!arch_object_is_frame(type))
        return cap_make(table_cap_type(type), address);
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
    case CAP_page_table:
    case CAP_page_directory:
    case CAP_pdpt:            return paging_invoke(self, m);
    case CAP_asid_pool:       return asid_pool_invoke(self->cap, m);
    case CAP_asid_control:    return asid_control_invoke(m);
    case CAP_io_page_table:   return io_page_table_invoke(self, m);
    case CAP_io_port:         return io_port_invoke(self->cap, m);
    case CAP_io_port_control: return io_port_control_invoke(self, m);
    default:                  return fail_illegal("this capability cannot be invoked");
    }
}
