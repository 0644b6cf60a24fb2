/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Slots and objects. Two untypeds of the boot information are used: the arena (small, for the first
 * retype after each test clears what the test used, and the very first one all of it) and one for
 * what the harness keeps. Slots are handed out in ascending order and taken back all at once.
 */
#include "internal.h"
#include "operations.h"

#ifndef MIN_ARENA_BITS          /* bench/rules.mk needs more */
#define MIN_ARENA_BITS   24
#endif
#define MIN_HARNESS_BITS 18
#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)

word arena, arena_bits, harness_untyped, device_ram_cap;
static word next_slot, first_test_slot, last_harness_slot;

/* The smallest RAM untyped of at least that size, other than `not`. */
static word find_ram(word min_bits, word not, word *bits)
{
    word best = 0;
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (d->isDevice || d->sizeBits < min_bits || i == not || (best && d->sizeBits >= *bits))
            continue;
        best = i;
        *bits = d->sizeBits;
    }
    return best;
}

static word find_device(word min_bits)
{
    word best = 0;
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (d->isDevice && d->sizeBits >= min_bits && d->paddr == ARCH_DEVICE_UNTYPED)
            best = i;
    }
    return best;
}

void objects_setup(void)
{
    word bits;
    harness_untyped = find_ram(MIN_HARNESS_BITS, 0, &bits);
    arena = find_ram(MIN_ARENA_BITS, harness_untyped, &arena_bits);
    device_ram_cap = find_device(22);
    next_slot = boot_info->empty.start;
    last_harness_slot = boot_info->empty.start + 1024;
}

word harness_slot(void)
{
    return next_slot++;
}

static _Noreturn void setup_failed(const char *why)
{
    print("not ok setup: ");
    print(why);
    print("\nKEEL-TEST-END 0 1\n");
    power_off();
}

void objects_check(void)
{
    if (!arena)
        setup_failed("there is no untyped of 2^" TEXT(MIN_ARENA_BITS) " bytes for the tests");
}

word harness_make(word type, word size_bits)
{
    const word to = harness_slot();
    if (Untyped_Retype(harness_untyped, type, size_bits, CNODE, 0, 0, to, 1).label)
        setup_failed("the harness got no memory");
    return to;
}

void objects_start_test(void)
{
    first_test_slot = last_harness_slot;
    next_slot = first_test_slot;
}

/* Free bytes of the arena, as told by the error of a request that is too large. */
static word arena_free(void)
{
    const struct reply r =
        Untyped_Retype(arena, seL4_UntypedObject, arena_bits + 1, CNODE, 0, 0, next_slot, 1);
    return r.label == seL4_NotEnoughMemory ? r.mr[0] : ~(word)0;
}

const char *objects_end_test(void)
{
    const word end = next_slot;
    const char *left = NULL;

    if (CNode_Revoke(CNODE, arena, DEPTH).label)
        left = "the arena cannot be revoked";
    for (word s = first_test_slot; s < end; s++)
        if (CNode_Delete(CNODE, s, DEPTH).label)
            left = "a slot cannot be emptied";
    if (!left && arena_free() != (word)1 << arena_bits)
        left = "the arena has children after it was revoked";
    return left;
}

word slots(word n)
{
    const word first = next_slot;
    next_slot += n;
    return first;
}

word slot(void)
{
    return slots(1);
}

word make_in(word untyped, word type, word size_bits)
{
    const word to = slot();
    OK(Untyped_Retype(untyped, type, size_bits, CNODE, 0, 0, to, 1));
    return to;
}

word make(word type, word size_bits)
{
    return make_in(arena, type, size_bits);
}

word copy(word cap)
{
    const word to = slot();
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, cap, DEPTH, ALL_RIGHTS));
    return to;
}

word mint(word cap, word rights, word badge)
{
    const word to = slot();
    OK(CNode_Mint(CNODE, to, DEPTH, CNODE, cap, DEPTH, rights, badge));
    return to;
}

word discard(word cap)
{
    OK(CNode_Delete(CNODE, cap, DEPTH));
    return cap;
}

/* A move of a slot onto itself: an occupied destination is found before the source is looked at. */
bool slot_is_empty(word cap)
{
    return CNode_Move(CNODE, cap, DEPTH, CNODE, cap, DEPTH).label == seL4_FailedLookup;
}

word sc_of(word budget_us, word period_us, word badge, word flags)
{
    const word sc = SC();
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, budget_us, period_us, 8, badge, flags));
    return sc;
}

bool sc_is_used_by(word sc, struct thread *t)
{
    if (SchedContext_UnbindObject(sc, t->tcb).label)
        return false;
    OK(SchedContext_Bind(sc, t->tcb));
    return true;
}
