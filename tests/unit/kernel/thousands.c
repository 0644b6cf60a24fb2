/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A system of thousands: the root task makes threads with contexts, places to meet, and copies of
 * capabilities, while time stands still and nobody checks. Then they live for a while, seldom
 * checked, so that queues fill; the last steps of the episode are checked one by one.
 */

#include "choose.h"
#include "derive.h"

#define AT_ONCE 256
#define COPIES  3000
#define KINDS   5

/* Object types of Retype. Enough threads that some may die. */
static const struct { word_t type, size_bits, count; } crowd[KINDS] = {
    {2, 0, 64}, {3, 0, 64}, {6, 0, 1024}, {1, 0, THOUSANDS_THREADS}, {5, 8, THOUSANDS_THREADS}};

/* However often it has to be made again. */
static void finish(struct call c)
{
    user_call(&c);
    while (node.current == run.root_thread && user_repeats())
        user_repeat();
}

static word_t room(word_t slot)
{
    struct cap c = shared_cap(slot);
    if (!cap_is(c, CAP_untyped) || untyped_cap_device(c) != 0)
        return 0;
    bool used = slot_has_children(slot_at(survey_root_cnode()) + slot);
    return bit(untyped_cap_size_bits(c)) - (used ? untyped_cap_watermark(c) : 0);
}

/* The boot's untyped with the most room. */
static word_t roomiest(void)
{
    word_t best = 0;
    for (word_t i = 1; i < run.boot_end; i++)
        if (room(i) > room(best))
            best = i;
    return best;
}

/* Fills slots from `first` on. */
static void make_objects(word_t type, word_t size_bits, word_t first, word_t count)
{
    for (word_t i = 0; i < count; i += AT_ONCE) {
        struct call c = retype(type, size_bits, first + i, word_min(AT_ONCE, count - i));
        c.cap = roomiest();
        finish(c);
    }
}

static void copy(word_t from, word_t to)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeMint);
    add_place(&c, in_root(to));
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(from));
    add_word(&c, random_rights());
    add_word(&c, random_badge());
    finish(c);
}

static void start_thread(word_t tcb, word_t sc, word_t handler)
{
    struct call params = set_params(tcb, random_priority(), sc);
    params.caps[2] = handler;
    finish(configure_context(sc));
    finish(configure(tcb));
    finish(params);
    finish(with_authority(tcb, TCBSetMCPriority));
    finish(write_registers(tcb, true));
}

void thousands_make(void)
{
    word_t first[KINDS], next = run.boot_end;
    for (word_t i = 0; i < KINDS; i++) {
        first[i] = next;
        make_objects(crowd[i].type, crowd[i].size_bits, next, crowd[i].count);
        next += crowd[i].count;
    }
    for (word_t i = 0; i < COPIES; i++)
        copy(first[0] + random_below(first[2] - first[0]), next + i);
    for (word_t i = 0; i < THOUSANDS_THREADS; i++)
        start_thread(first[3] + i, first[4] + i, first[0] + random_below(crowd[0].count));
}
