/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Cache maintenance on frames and on address spaces: each check in its order, for all four
 * operations, and that code can be written and executed. The emulator has no caches, so nothing
 * shows whether the right lines were touched.
 */
#include "operations.h"
#include "probes.h"

#define A       ARCH_SCRATCH
#define RW      (R_READ | R_WRITE)
#define FRAME() make(ARCH_FRAME_TYPE, 0)

static const word root = seL4_CapInitThreadVSpace;

static const word page_labels[] = {
    ARMPageClean_Data, ARMPageInvalidate_Data, ARMPageCleanInvalidate_Data,
    ARMPageUnify_Instruction,
};
static const word space_labels[] = {
    ARMVSpaceClean_Data, ARMVSpaceInvalidate_Data, ARMVSpaceCleanInvalidate_Data,
    ARMVSpaceUnify_Instruction,
};

static struct reply page(word i, word frame, word start, word end)
{
    return INVOKE(frame, page_labels[i], LIST(start, end), LIST());
}

static struct reply space(word i, word vspace, word start, word end)
{
    return INVOKE(vspace, space_labels[i], LIST(start, end), LIST());
}

/* --- frames ---------------------------------------------------------------------------------- */

static void page_errors(void)
{
    const word frame = FRAME();
    for (word i = 0; i < 4; i++) {
        ERR(INVOKE(frame, page_labels[i], LIST(), LIST()), TruncatedMessage);
        ERR(INVOKE(frame, page_labels[i], LIST(9), LIST()), TruncatedMessage);
        ERR(page(i, frame, 9, 9), IllegalOperation);            /* not mapped */
    }
    arch_map(arena, frame, A, true);
    for (word i = 0; i < 4; i++) {
        ERR(page(i, frame, 0x1000, 0x1000), InvalidArgument, 1);
        ERR(page(i, frame, 1, 0), InvalidArgument, 1);
        ERR(page(i, frame, ~(word)0, 0), InvalidArgument, 1);
        ERR(page(i, frame, 0x1000, 0x1001), InvalidArgument, 0);
        ERR(page(i, frame, 0, 0x1001), InvalidArgument, 0);
        ERR(page(i, frame, 0xfff, ~(word)0), InvalidArgument, 0);
        ERR(page(i, frame, ~(word)0 - 1, ~(word)0), InvalidArgument, 0);
        OK(page(i, frame, 0, 0x1000));
        OK(page(i, frame, 0xfff, 0x1000));
        OK(page(i, frame, 0x41, 0x99));
        OK(page(i, frame, 0, 1));
    }
    EQ(*(volatile word *)A, 0);
}

static void large_page(void)
{
    const word big = make(ARCH_LARGE_TYPE, 0);
    arch_map(arena, big, A + 0x200000, true);
    for (word i = 0; i < 4; i++) {
        OK(page(i, big, 0x1ffff0, 0x200000));
        ERR(page(i, big, 0, 0x200001), InvalidArgument, 0);
        ERR(page(i, big, 0x200000, 0x200001), InvalidArgument, 0);
    }
}

/* The address space is gone, or its pool: after the mapping, before the range. */
static void page_without_space(void)
{
    const word pool = slot(), vspace = make(ARCH_VSPACE_TYPE, 0), frame = FRAME();
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, pool, DEPTH));
    OK(ARM_ASIDPool_Assign(pool, vspace));
    while (ARM_Page_Map(frame, vspace, A, RW, 1).label)
        OK(ARM_PageTable_Map(make(ARCH_TABLE_TYPE, 0), vspace, A, 0));
    for (word i = 0; i < 4; i++)
        OK(page(i, frame, 0, 0x1000));
    discard(pool);
    for (word i = 0; i < 4; i++)
        ERR(page(i, frame, 9, 9), FailedLookup, 0, seL4_InvalidRoot);
}

/* At EL1 the mapping is looked at: that it is this frame's, and for Invalidate its rights. */
static void mapping_of_the_page(void)
{
    const word frame = FRAME(), other = FRAME();
    arch_map(arena, frame, A, false);
    for (word i = 0; i < 4; i++)
        if (EL == 1 && page_labels[i] == ARMPageInvalidate_Data)
            ERR(page(i, frame, 0, 64), IllegalOperation);
        else
            OK(page(i, frame, 0, 64));
    OK(ARM_Page_Map(other, root, A, RW, 1));
    for (word i = 0; i < 4; i++)
        if (EL == 1)
            ERR(page(i, frame, 0, 64), InvalidCapability, 0);
        else
            OK(page(i, frame, 0, 64));
    OK(page(1, other, 0, 64));
}

/* A device's memory may lie above the window that a kernel at EL2 has of it. (At EL1 the manual has
 * no such error; this kernel uses its window there as well, and refuses too.) */
static void device_page(void)
{
    const word frame = make_in(device_ram_cap, ARCH_FRAME_TYPE, 0);
    arch_map(arena, frame, A, true);
    OK(page(0, frame, 0, 1));           /* one byte: nothing is done */
    word far = 0;
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++)
        if (boot_info->untypedList[i - boot_info->untyped.start].paddr == 0x8000000000)
            far = i;
    const word far_frame = make_in(far, ARCH_FRAME_TYPE, 0);
    arch_map(arena, far_frame, A + 0x1000, true);
    for (word i = 0; i < 4; i++) {
        ERR(page(i, far_frame, 0, 0x1001), InvalidArgument, 0);
        ERR(page(i, far_frame, 0, 1), IllegalOperation);
    }
}

/* --- address spaces -------------------------------------------------------------------------- */

static void space_errors(void)
{
    const word fresh = make(ARCH_VSPACE_TYPE, 0);
    for (word i = 0; i < 4; i++) {
        ERR(INVOKE(fresh, space_labels[i], LIST(), LIST()), TruncatedMessage);
        ERR(INVOKE(fresh, space_labels[i], LIST(9), LIST()), TruncatedMessage);
        ERR(space(i, fresh, 9, 9), InvalidArgument, 1);
        ERR(space(i, fresh, 10, 9), InvalidArgument, 1);
        ERR(space(i, fresh, ~(word)0, 9), InvalidArgument, 1);
        ERR(space(i, fresh, 9, USER_LAST + 1), IllegalOperation);
        ERR(space(i, fresh, 9, ~(word)0), IllegalOperation);
        ERR(space(i, fresh, 9, USER_LAST), InvalidCapability, 0);       /* no ASID */
        OK(space(i, root, USER_LAST - 1, USER_LAST));
        OK(space(i, root, A, A + 0x10000));                             /* nothing there */
    }
}

static void space_ranges(void)
{
    const word frame = FRAME(), big = make(ARCH_LARGE_TYPE, 0), at = A + 0x200000;
    arch_map(arena, frame, A, true);
    arch_map(arena, FRAME(), A + 0x1000, true);
    arch_map(arena, big, at, true);
    for (word i = 0; i < 4; i++) {
        OK(space(i, root, A, A + 0x1000));
        OK(space(i, root, A + 0xfff, A + 0x1000));
        OK(space(i, root, A + 0x41, A + 0x99));
        ERR(space(i, root, A + 0x40, A + 0x1001), RangeError, A + 0x40, A + 0xfff);
        ERR(space(i, root, A + 0xfff, A + 0x1001), RangeError, A + 0xfff, A + 0xfff);
        ERR(space(i, root, A, USER_LAST), RangeError, A, A + 0xfff);
        OK(space(i, root, at + 0x1000, at + 0x200000));
        ERR(space(i, root, at + 0x1000, at + 0x200001), RangeError, at + 0x1000, at + 0x1fffff);
    }
}

static void space_rights(void)
{
    arch_map(arena, FRAME(), A, false);
    for (word i = 0; i < 4; i++) {
        if (EL == 1 && space_labels[i] == ARMVSpaceInvalidate_Data)
            ERR(space(i, root, A, A + 64), IllegalOperation);
        else
            OK(space(i, root, A, A + 64));
        ERR(space(i, root, A, A + 0x1001), RangeError, A, A + 0xfff);
    }
}

/* Bytes around a range survive its invalidation, and those inside what was cleaned. */
static void contents_stay(void)
{
    const word frame = FRAME();
    volatile unsigned char *at = (volatile unsigned char *)A;
    arch_map(arena, frame, A, true);
    for (word i = 0; i < 0x1000; i++)
        at[i] = (unsigned char)(i * 7);
    OK(page(2, frame, 0, 0x1000));
    OK(page(1, frame, 0x123, 0x345));
    OK(space(1, root, A + 0x567, A + 0x789));
    OK(page(0, frame, 3, 0xffd));
    OK(space(2, root, A + 3, A + 0xffd));
    for (word i = 0; i < 0x1000; i++)
        EQ(at[i], (unsigned char)(i * 7));
}

/* --- code ------------------------------------------------------------------------------------ */

/* Written, unified, executed; with either operation, over and over at the same place. */
static void written_code_runs(void)
{
    const word frame = FRAME();
    word values[ARCH_N_REGISTERS];
    volatile unsigned *code = (volatile unsigned *)A;
    arch_map(arena, frame, A, true);
    code[1] = INSTRUCTION_RET;
    for (word i = 1; i < 6; i++) {
        code[0] = INSTRUCTION_MOV | (unsigned)i << 5;
        if (i % 2)
            OK(ARM_Page_Unify_Instruction(frame, 0, 8));
        else
            OK(ARM_VSpace_Unify_Instruction(root, A, A + 8));
        probe_registers(values, A, 0x99);
        values[ARCH_REG_ARG0 + 13] = (word)thread_done;         /* x30 */
        TRUE(probe_run_registers(values));
        EQ(register_dump[0], i);
    }
}

SUITE(cache,
    { "page-errors", page_errors },
    { "large-page", large_page },
    { "page-without-space", page_without_space },
    { "mapping-of-the-page", mapping_of_the_page },
    { "device-page", device_page },
    { "space-errors", space_errors },
    { "space-ranges", space_ranges },
    { "space-rights", space_rights },
    { "contents-stay", contents_stay },
    { "written-code-runs", written_code_runs },
);
