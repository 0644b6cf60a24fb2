/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * x86-64 capabilities: layout, and what they say about themselves (cap.c, delete.c, untyped.c).
 *
 * Frames and paging structures remember where they are: `asid` of the address space and `vaddr`,
 * the first address. asid 0 is never handed out and means: not mapped, or for a root: not assigned.
 * Page tables, page directories, PDPTs and the root have one layout. A frame that is mapped for a
 * device remembers the device and the address there instead: `io`, FRAME_IO_CAP.
 */

#include "cap.h"
#include "error.h"
#include "node.h"

/*                       word  high low */
#define FRAME_CAP(F, T)         \
    F(T, address_,        0, 63, 16) \
    F(T, level,           0, 15, 14)    /* of its entry: 0 4 KiB, 1 2 MiB, 2 1 GiB */ \
    F(T, rights,          0, 13, 12)    /* read, write, as in the rights word */ \
    F(T, device,          0, 11, 11) \
    F(T, io,              0, 10, 10)    /* mapped for a device */ \
    F(T, type_,           0, 4,  0) \
    F(T, asid,            1, 62, 47) \
    F(T, vaddr,           1, 46, 0)
#define FRAME_IO_CAP(F, T)      \
    F(T, request,         1, 63, 48)    /* PCI request ID of the device */ \
    F(T, vpage,           1, 35, 0)     /* its address / 4096 */
#define PAGING_CAP(F, T)        \
    F(T, address_,        0, 63, 16) \
    F(T, type_,           0, 4,  0) \
    F(T, asid,            1, 62, 47) \
    F(T, vaddr,           1, 46, 0)
#define IO_SPACE_CAP(F, T)      \
    F(T, type_,           0, 4,  0) \
    F(T, domain,          1, 31, 16)    /* 0: the master capability, like request */ \
    F(T, request,         1, 15, 0)     /* bus, device, function */
#define IO_PAGE_TABLE_CAP(F, T) \
    F(T, address_,        0, 63, 16) \
    F(T, mapped,          0, 15, 15) \
    F(T, type_,           0, 4,  0) \
    F(T, request,         1, 63, 48) \
    F(T, vpage,           1, 35, 0)     /* first address / 4096 */
#define IO_PORT_CAP(F, T)       \
    F(T, type_,           0, 4,  0) \
    F(T, first,           1, 31, 16) \
    F(T, last,            1, 15, 0)
CAP_LAYOUT(frame_cap, FRAME_CAP);
CAP_LAYOUT(frame_io_cap, FRAME_IO_CAP);
CAP_LAYOUT(paging_cap, PAGING_CAP);
CAP_LAYOUT(io_space_cap, IO_SPACE_CAP);
CAP_LAYOUT(io_page_table_cap, IO_PAGE_TABLE_CAP);
CAP_LAYOUT(io_port_cap, IO_PORT_CAP);

/* Of a frame: where it is mapped, the whole of word 1. */
static inline void frame_cap_set_mapping(struct cap *c, word_t asid, word_t vaddr)
{
    struct cap mapping = cap_null();
    frame_cap_set_asid(&mapping, asid);
    frame_cap_set_vaddr(&mapping, vaddr);
    c->word[1] = mapping.word[1];
}

#define ARCH_OBJECT_ENUM_(n, name) OBJECT_##name = n,
enum arch_object_type { ARCH_OBJECT_TYPES(ARCH_OBJECT_ENUM_) };

/* In an address space of programs; for a device. */
static inline bool frame_cap_is_mapped(struct cap c)
{
    return frame_cap_io(c) == 0 && frame_cap_asid(c) != 0;
}
static inline bool frame_cap_is_mapped_io(struct cap c) { return frame_cap_io(c) != 0; }
static inline void frame_cap_set_unmapped(struct cap *c)
{
    frame_cap_set_io(c, 0);
    c->word[1] = 0;
}
static inline bool paging_cap_is_mapped(struct cap c) { return paging_cap_asid(c) != 0; }
/* A page table, page directory or PDPT. */
static inline bool paging_cap_is(struct cap c)
{
    return cap_is(c, CAP_page_table) || cap_is(c, CAP_page_directory) || cap_is(c, CAP_pdpt);
}

/* Rights that remain under a rights mask. What cannot be read cannot be written. */
static inline word_t frame_rights_masked(word_t rights, word_t by)
{
    word_t both = rights & by;
    return (both & RIGHT_RECEIVE) != 0 ? both : 0;
}

/* --- caps.c: the rows of cap.c's tables. */
word_t arch_cap_size_bits(struct cap c);
bool arch_cap_same_region(struct cap a, struct cap b);
bool arch_cap_same_object(struct cap a, struct cap b);
/* Capabilities beside handlers that IRQControl makes; with a badge in word 1; that start a family
 * of their own when made from `source` (derive.c). */
static inline bool arch_cap_is_of_irq_control(struct cap c) { (void)c; return false; }
static inline bool arch_cap_is_badged(struct cap c) { (void)c; return false; }
static inline bool arch_cap_starts_family(struct cap c, struct cap source)
{
    return cap_is(c, CAP_io_port) && cap_is(source, CAP_io_port_control);
}
struct cap arch_cap_mask_rights(struct cap c, word_t rights);
struct cap arch_cap_update_data(struct cap c, word_t data, bool preserve);
/* A copy of a frame capability is not mapped; a paging structure's exists only when mapped, a
 * root's only when it has an ASID, that of IOPortControl not at all. */
struct cap arch_cap_derive(struct cap c);
/* Undo what the capability did to the machine; `final`: it was the last to its object. */
void arch_cap_delete(struct cap c, bool final);

word_t arch_object_bits(word_t type, word_t size_bits);
bool arch_object_is_frame(word_t type);
struct cap arch_object_cap(word_t type, word_t address, bool device);
/* What a new object has that is not zero. */
static inline void arch_object_init(word_t type, word_t address)
{
    (void)type;
    (void)address;
}

/* --- invocations. `self` is the slot of the invoked capability. */
enum err arch_invoke(struct slot *self, const struct message *m);
enum err arch_irq_control_invoke(struct slot *self, const struct message *m);
