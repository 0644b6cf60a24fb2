/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Frames: pages of user memory and their mappings in address spaces of programs (for devices:
 * io_space.c).
 *
 * A frame capability stands for at most one mapping, the one it made. The leaf may have been
 * replaced by another frame's or its table removed since, so Unmap looks whether the leaf is still
 * this frame's.
 */

#include "asid.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/io_space.h>
#include <arch/vspace.h>

static struct pte leaf(struct cap frame, word_t rights, word_t attributes)
{
    const word_t allowed = frame_rights_masked(frame_cap_rights(frame), rights);
    return pte_user_leaf(window_physical(cap_object(frame)), frame_cap_level(frame), attributes,
                         (allowed & RIGHT_RECEIVE) != 0, (allowed & RIGHT_SEND) != 0);
}

static enum err check_place(struct cap frame, struct cap vspace, word_t vaddr)
{
    if (frame_cap_is_mapped_io(frame))
        return fail_capability(1, "the frame is mapped for a device", 0);
    if (!frame_cap_is_mapped(frame)) {
        return vaddr <= USER_LAST && vaddr + bit(frame_bits(frame)) <= USER_LAST
                   ? ERR_OK
                   : fail_argument(0, "the page at 0x%lx ends behind the user's last, 0x%lx",
                                   vaddr, USER_LAST);
    }
    if (frame_cap_asid(frame) != paging_cap_asid(vspace))
        return fail_capability(1, "the frame is mapped in another VSpace", 0);
    if (frame_cap_vaddr(frame) != vaddr)
        return fail_argument(0, "the frame is mapped at 0x%lx, not at 0x%lx",
                             frame_cap_vaddr(frame), vaddr);
    return ERR_OK;
}

static enum err check_entry(struct cap frame, struct walk w)
{
    if (w.level != frame_cap_level(frame))
        return vspace_fail_level(w);
    if (pte_is_table(*pte_at(w.entry), w.level))
        return fail_delete_first("a paging structure is in the place of the page");
    return ERR_OK;
}

/* Write a leaf over what is there. */
static void replace(word_t asid, word_t vaddr, word_t entry, struct pte e)
{
    const bool was_present = pte_present(*pte_at(entry)) != 0;
    *pte_at(entry) = e;
    if (was_present)
        space_forget_page(asid, vaddr);
}

static enum err map(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86PageMap), INV_CAPS(X86PageMap)))
        return fail_truncated(INV_WORDS(X86PageMap), INV_CAPS(X86PageMap));
    const struct cap vspace = message_cap(m, 0);
    const word_t vaddr = m->word[0];
    const word_t bits = frame_bits(self->cap);
    const bool live = vspace_cap_is_root(vspace);
    enum err error;
    if ((!live && (error = vspace_check_argument(vspace)) != ERR_OK) ||
        (error = check_place(self->cap, vspace, vaddr)) != ERR_OK ||
        (!live && (error = asid_check_root(vspace)) != ERR_OK))
        return error;
    if ((vaddr & mask(bits)) != 0)
        return fail_alignment("address 0x%lx is not a multiple of the frame's size, 2^%lu", vaddr,
                              bits);
    const struct walk w = vspace_walk(cap_object(vspace), vaddr, frame_cap_level(self->cap));
    error = check_entry(self->cap, w);
    if (error != ERR_OK)
        return error;

    /* commit */
    const word_t asid = paging_cap_asid(vspace);
    replace(asid, vaddr, w.entry, leaf(self->cap, m->word[1], m->word[2]));
    frame_cap_set_mapping(&self->cap, asid, vaddr);
    return ERR_OK;
}

/* The entry that maps the frame where its capability says, or 0. */
static word_t entry_of(struct cap frame)
{
    const word_t root = asid_root(frame_cap_asid(frame));
    const word_t level = frame_cap_level(frame);
    if (root == 0)
        return 0;
    const struct walk w = vspace_walk(root, frame_cap_vaddr(frame), level);
    const struct pte e = *pte_at(w.entry);
    return w.level == level && pte_is_leaf(e, level) &&
                   pte_physical(e, level).raw == window_physical(cap_object(frame)).raw
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
    if (frame_cap_is_mapped_io(self->cap))
        frame_unmap_io(self->cap);
    else if (frame_cap_is_mapped(self->cap))
        frame_unmap(self->cap);
    frame_cap_set_unmapped(&self->cap);
    return ERR_OK;
}

static enum err get_address(struct cap frame)
{
    return result_word(window_physical(cap_object(frame)).raw);
}

enum err frame_invoke(struct slot *self, const struct message *m)
{
    if (m->label == X86PageMap)       /* the most frequent one */
        return map(self, m);
    switch (m->label) {
    case X86PageUnmap:      return unmap(self);
    case X86PageGetAddress: return get_address(self->cap);
    default:                return frame_invoke_io(self, m);
    }
}
