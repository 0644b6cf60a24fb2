/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Cache maintenance on behalf of programs, by addresses of the window.
 *
 * Data caches behave as if physically indexed (DDI 0487, D4.4.1), so the window's address serves as
 * well as the program's. Where instruction caches do not (cache.c), all of them are invalidated.
 * Memory beyond the window is never cached through it; there is nothing that could be done, and
 * the operation is refused.
 */

#include "asid.h"
#include "delete.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/maintenance.h>
#include <arch/vspace.h>

#define CHUNK_BITS 8

enum err maintenance_check(word_t entry, word_t level, enum cache_operation operation)
{
    const struct pte e = *pte_at(entry);
    if (EL_NUMBER == 1 && operation == CACHE_INVALIDATE && pte_access(e) != LEAF_READ_WRITE)
        return fail_illegal("invalidating loses writes, so the mapping must be writable");
    if (pte_physical(e).raw + mask(level_bits(level)) >= WINDOW_BYTES)
        return fail_illegal("this memory is beyond what the kernel can reach");
    return ERR_OK;
}

/* The end of the chunk that begins at `start`. A rest of one byte would be lost: see run. */
static word_t chunk_end(word_t start, word_t end)
{
    const word_t next = align_up(start + 1, CHUNK_BITS);
    return next + 1 >= end ? end : next;
}

/* One byte is no range: the last address is not behind the first. */
enum err maintenance_run(enum cache_operation operation, word_t base, word_t start, word_t end)
{
    if (end - start <= 1)
        return ERR_OK;

    /* commit; each chunk is complete, and the rest is an operation of its own */
    while (start != end) {
        LOOP(1UL << (HUGE_PAGE_BITS - CHUNK_BITS), start);
        const word_t next = chunk_end(start, end);
        cache_range(operation, base + start, base + next - 1);
        start = next;
        if (start != end && preemption_point()) {
            context_set_mr(&current_thread()->context, 0, start);
            return ERR_PREEMPTED;
        }
    }
    return ERR_OK;
}

/* ----------------------------------------------------------------- invocations of a VSpace */

static enum err check_addresses(struct cap vspace, const struct message *m)
{
    if (m->word[1] <= m->word[0])
        return fail_argument(1, "the end 0x%lx is not behind the start 0x%lx", m->word[1],
                             m->word[0]);
    if (m->word[1] >= USER_TOP)
        return fail_illegal("the range ends behind the user's end");
    if (vspace_cap_asid(vspace) == 0)
        return fail_capability(0, "the VSpace has no ASID: assign it to an ASID pool first", 0);
    const word_t root = asid_root(vspace_cap_asid(vspace));
    if (root == 0) {
        node.lookup.type = LOOKUP_InvalidRoot;
        return fail_lookup(false, &node.lookup, "the ASID pool of the VSpace was deleted");
    }
    if (root != cap_object(vspace))
        return fail_capability(0, "another VSpace has got this one's ASID", 0);
    return ERR_OK;
}

static enum err maintain(struct cap vspace, enum cache_operation operation, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVSpaceClean_Data), INV_CAPS(ARMVSpaceClean_Data)))
        return fail_truncated(INV_WORDS(ARMVSpaceClean_Data), INV_CAPS(ARMVSpaceClean_Data));
    enum err error = check_addresses(vspace, m);
    if (error != ERR_OK)
        return error;
    const word_t start = m->word[0];
    const word_t end = m->word[1];
    const struct walk w = vspace_walk(cap_object(vspace), start);
    if (!pte_is_leaf(*pte_at(w.entry), w.level))
        return ERR_OK;
    const word_t page = align_down(start, level_bits(w.level));
    if (align_down(end - 1, level_bits(w.level)) != page)
        return fail_range(start, page + mask(level_bits(w.level)),
                          "the range leaves the page at %lu", page);
    error = maintenance_check(w.entry, w.level, operation);
    if (error != ERR_OK)
        return error;
    return maintenance_run(operation, window_address(pte_physical(*pte_at(w.entry))) - page, start,
                           end);
}

enum err vspace_invoke(struct cap vspace, const struct message *m)
{
    switch (m->label) {
    case ARMVSpaceClean_Data:           return maintain(vspace, CACHE_CLEAN, m);
    case ARMVSpaceInvalidate_Data:      return maintain(vspace, CACHE_INVALIDATE, m);
    case ARMVSpaceCleanInvalidate_Data: return maintain(vspace, CACHE_CLEAN_INVALIDATE, m);
    case ARMVSpaceUnify_Instruction:    return maintain(vspace, CACHE_UNIFY, m);
    default:                            return fail_illegal("a VSpace has no such operation");
    }
}
