/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Frames: pages of user memory and their mappings.
 *
 * A frame capability stands for at most one mapping, the one it made. The entry may have been
 * overwritten or its table removed since, so Unmap looks whether the leaf is still this frame's.
 */

#include "asid.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/machine.h>
#include <arch/vspace.h>

/* The leaf for a frame under these rights; empty when nothing at all is allowed. */
static struct pte leaf(struct cap frame, word_t rights, word_t attributes)
{
    word_t rwx = (attributes & VM_ATTR_EXECUTE_NEVER) != 0 ? 0 : PTE_EXECUTE;
    word_t allowed = frame_rights_masked(frame_cap_rights(frame), rights);
    if ((allowed & RIGHT_RECEIVE) != 0)
        rwx |= PTE_READ;
    if ((allowed & RIGHT_SEND) != 0)
        rwx |= PTE_WRITE;
    return rwx == 0 ? pte_empty() : pte_user_leaf(window_physical(cap_object(frame)), rwx);
}

static enum err check_vspace(struct cap vspace)
{
    if (vspace_cap_is_root(vspace))
        return ERR_OK;
    enum err error = vspace_check_argument(vspace);
    return error != ERR_OK ? error : asid_check_root(vspace);
}

static enum err check_address(struct cap frame, word_t vaddr)
{
    word_t bits = frame_bits(frame);
    if (vaddr + mask(bits) >= USER_TOP)
        return fail_argument(0, "the page at 0x%lx ends behind the user's end 0x%lx", vaddr,
                             USER_TOP);
    if ((vaddr & mask(bits)) != 0)
        return fail_alignment("address 0x%lx is not a multiple of the frame's size, 2^%lu", vaddr,
                              bits);
    return ERR_OK;
}

static enum err check_entry(struct cap frame, struct cap vspace, word_t vaddr, struct walk w)
{
    if (w.level != frame_cap_level(frame)) {
        node.lookup.type = LOOKUP_MissingCapability;
        node.lookup.bits_left = level_bits(w.level);
        return fail_lookup(false, &node.lookup,
                           "the page tables for this address do not end at the frame's size");
    }
    if (frame_cap_is_mapped(frame)) {
        if (frame_cap_asid(frame) != page_table_cap_asid(vspace))
            return fail_capability(1, "the frame is mapped in another VSpace", 0);
        if (frame_cap_vaddr(frame) != vaddr)
            return fail_argument(0, "the frame is mapped at 0x%lx, not at 0x%lx",
                                 frame_cap_vaddr(frame), vaddr);
        return ERR_OK;
    }
    if (pte_valid(*pte_at(w.entry)))
        return fail_delete_first("another page is mapped at this address");
    return ERR_OK;
}

static enum err map(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(RISCVPageMap), INV_CAPS(RISCVPageMap)))
        return fail_truncated(INV_WORDS(RISCVPageMap), INV_CAPS(RISCVPageMap));
    struct cap vspace = message_cap(m, 0);
    word_t vaddr = m->word[0];
    enum err error;
    if ((error = check_vspace(vspace)) != ERR_OK ||
        (error = check_address(self->cap, vaddr)) != ERR_OK)
        return error;
    struct walk w = vspace_walk(cap_object(vspace), vaddr);
    error = check_entry(self->cap, vspace, vaddr, w);
    if (error != ERR_OK)
        return error;

    /* commit */
    word_t asid = page_table_cap_asid(vspace);
    *pte_at(w.entry) = leaf(self->cap, m->word[1], m->word[2]);
    frame_cap_set_mapping(&self->cap, asid, vaddr);
    machine_fence_page(vaddr, asid);
    return ERR_OK;
}

void frame_unmap(struct cap frame)
{
    word_t root = asid_root(frame_cap_asid(frame));
    word_t vaddr = frame_cap_vaddr(frame);
    if (root == 0)
        return;
    struct walk w = vspace_walk(root, vaddr);
    struct pte e = *pte_at(w.entry);
    if (w.level != frame_cap_level(frame) || !pte_is_leaf(e) ||
        pte_physical(e).raw != window_physical(cap_object(frame)).raw)
        return;
    *pte_at(w.entry) = pte_empty();
    machine_fence_page(vaddr, frame_cap_asid(frame));
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

enum err frame_invoke(struct slot *self, const struct message *m)
{
    if (m->label == RISCVPageMap)       /* the most frequent one */
        return map(self, m);
    switch (m->label) {
    case RISCVPageUnmap:      return unmap(self);
    case RISCVPageGetAddress: return result_word(window_physical(cap_object(self->cap)).raw);
    default:                  return fail_illegal("a frame has no such operation");
    }
}
