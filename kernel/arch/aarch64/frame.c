/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Frames: pages of user memory and their mappings.
 *
 * A frame capability stands for at most one mapping, the one it made. The leaf may have been
 * replaced by another frame's or its table removed since, so Unmap looks whether the leaf is still
 * this frame's.
 */

#include "asid.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/maintenance.h>
#include <arch/vspace.h>

static struct pte leaf(struct cap frame, word_t rights, word_t attributes)
{
    const word_t allowed = frame_rights_masked(frame_cap_rights(frame), rights);
    const bool cacheable = (attributes & VM_ATTR_CACHEABLE) != 0;
    word_t access = LEAF_NO_ACCESS;
    if ((allowed & RIGHT_SEND) != 0)
        access = LEAF_READ_WRITE;
    else if ((allowed & RIGHT_RECEIVE) != 0)
        access = LEAF_READ;
    return pte_user_leaf(window_physical(cap_object(frame)), frame_cap_level(frame),
                         cacheable ? LEAF_NORMAL : LEAF_DEVICE, access,
                         (attributes & VM_ATTR_EXECUTE_NEVER) == 0);
}

static enum err check_address(struct cap frame, struct cap vspace, word_t vaddr)
{
    const word_t bits = frame_bits(frame);
    if ((vaddr & mask(bits)) != 0)
        return fail_alignment("address 0x%lx is not a multiple of the frame's size, 2^%lu", vaddr,
                              bits);
    if (!frame_cap_is_mapped(frame)) {
        return vaddr + mask(bits) < USER_TOP
                   ? ERR_OK
                   : fail_argument(0, "the page at 0x%lx ends behind the user's end 0x%lx", vaddr,
                                   USER_TOP);
    }
    if (frame_cap_asid(frame) != vspace_cap_asid(vspace))
        return fail_capability(1, "the frame is mapped in another VSpace", 0);
    if (frame_cap_vaddr(frame) != vaddr)
        return fail_argument(0, "the frame is mapped at 0x%lx, not at 0x%lx",
                             frame_cap_vaddr(frame), vaddr);
    return ERR_OK;
}

static enum err check_level(struct cap frame, struct walk w)
{
    if (w.level == frame_cap_level(frame))
        return ERR_OK;
    node.lookup.type = LOOKUP_MissingCapability;
    node.lookup.bits_left = level_bits(w.level);
    return fail_lookup(false, &node.lookup,
                       "the page tables for this address do not end at the frame's size");
}

/* Write a leaf over what is there. */
static void replace(word_t asid, word_t vaddr, word_t entry, struct pte e)
{
    if (pte_valid(*pte_at(entry)) != 0) {
        *pte_at(entry) = pte_empty();
        space_forget_page(asid, vaddr);
    }
    *pte_at(entry) = e;
    space_entry_added();
}

static enum err map(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMPageMap), INV_CAPS(ARMPageMap)))
        return fail_truncated(INV_WORDS(ARMPageMap), INV_CAPS(ARMPageMap));
    const struct cap vspace = message_cap(m, 0);
    const word_t vaddr = m->word[0];
    const bool live = vspace_cap_is_root(vspace);
    enum err error;
    if ((!live && (error = vspace_check_argument(vspace)) != ERR_OK) ||
        (!live && (error = asid_check_root(vspace)) != ERR_OK) ||
        (error = check_address(self->cap, vspace, vaddr)) != ERR_OK)
        return error;
    const struct walk w = vspace_walk(cap_object(vspace), vaddr);
    error = check_level(self->cap, w);
    if (error != ERR_OK)
        return error;

    /* commit */
    const word_t asid = vspace_cap_asid(vspace);
    replace(asid, vaddr, w.entry, leaf(self->cap, m->word[1], m->word[2]));
    frame_cap_set_mapping(&self->cap, asid, vaddr);
    return ERR_OK;
}

/* The entry that maps the frame where its capability says, or 0. */
static word_t entry_of(struct cap frame)
{
    const word_t root = asid_root(frame_cap_asid(frame));
    if (root == 0)
        return 0;
    const struct walk w = vspace_walk(root, frame_cap_vaddr(frame));
    const struct pte e = *pte_at(w.entry);
    return w.level == frame_cap_level(frame) && pte_is_leaf(e, w.level) &&
                   pte_physical(e).raw == window_physical(cap_object(frame)).raw
               ? w.entry
               : 0;
}

void frame_unmap(struct cap frame)
{
    const word_t entry = entry_of(frame);
    if (entry == 0)
        return;
    *pte_at(entry) = pte_empty();
    space_forget_page(frame_cap_asid(frame), frame_cap_vaddr(frame));
}

static enum err unmap(struct slot *self)
{
    /* commit */
    if (frame_cap_is_mapped(self->cap)) {
        frame_unmap(self->cap);
        frame_cap_set_mapping(&self->cap, 0, 0);
    }
    return ERR_OK;
}

/* --------------------------------------------------------------------------------- caches */

static enum err check_mapping(struct cap frame)
{
    if (!frame_cap_is_mapped(frame))
        return fail_illegal("the frame is not mapped");
    if (asid_root(frame_cap_asid(frame)) == 0) {
        node.lookup.type = LOOKUP_InvalidRoot;
        return fail_lookup(false, &node.lookup, "the address space of the frame is gone");
    }
    return ERR_OK;
}

static enum err check_range(struct cap frame, const struct message *m)
{
    const word_t bytes = bit(frame_bits(frame));
    if (m->word[1] <= m->word[0])
        return fail_argument(1, "the end 0x%lx is not behind the start 0x%lx", m->word[1],
                             m->word[0]);
    if (m->word[0] >= bytes || m->word[1] > bytes)
        return fail_argument(0, "the range ends at 0x%lx, the frame has 0x%lx bytes", m->word[1],
                             bytes);
    return ERR_OK;
}

/* At EL2 the operation is on the frame, wherever it is mapped; at EL1, on its mapping. */
static enum err check_reach(struct cap frame, enum cache_operation operation)
{
    const word_t entry = entry_of(frame);
    if (entry != 0)
        return maintenance_check(entry, frame_cap_level(frame), operation);
    if (EL_NUMBER == 1)
        return fail_capability(0, "another page has taken this frame's place", 0);
    return window_physical(cap_object(frame)).raw + mask(frame_bits(frame)) < WINDOW_BYTES
               ? ERR_OK
               : fail_illegal("this memory is beyond what the kernel can reach");
}

static enum err maintain(struct cap frame, enum cache_operation operation, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMPageClean_Data), INV_CAPS(ARMPageClean_Data)))
        return fail_truncated(INV_WORDS(ARMPageClean_Data), INV_CAPS(ARMPageClean_Data));
    enum err error;
    if ((error = check_mapping(frame)) != ERR_OK || (error = check_range(frame, m)) != ERR_OK ||
        (error = check_reach(frame, operation)) != ERR_OK)
        return error;
    return maintenance_run(operation, cap_object(frame), m->word[0], m->word[1]);
}

static enum err get_address(struct cap frame)
{
    return result_word(window_physical(cap_object(frame)).raw);
}

enum err frame_invoke(struct slot *self, const struct message *m)
{
    if (m->label == ARMPageMap)       /* the most frequent one */
        return map(self, m);
    switch (m->label) {
    case ARMPageUnmap:                return unmap(self);
    case ARMPageGetAddress:           return get_address(self->cap);
    case ARMPageClean_Data:           return maintain(self->cap, CACHE_CLEAN, m);
    case ARMPageInvalidate_Data:      return maintain(self->cap, CACHE_INVALIDATE, m);
    case ARMPageCleanInvalidate_Data: return maintain(self->cap, CACHE_CLEAN_INVALIDATE, m);
    case ARMPageUnify_Instruction:    return maintain(self->cap, CACHE_UNIFY, m);
    default:                          return fail_illegal("a frame has no such operation");
    }
}
