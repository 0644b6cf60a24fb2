/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Page tables and frames: each error in its order. There are four levels, or with a kernel at EL2
 * for 40-bit addresses three and a root of 1024 entries; what a mapping does is in access.c and
 * translation.c.
 */
#include "operations.h"

#define TOP        USER_LAST
#define FRAME()    make(ARCH_FRAME_TYPE, 0)
#define TABLE()    make(ARCH_TABLE_TYPE, 0)
#define VSPACE()   make(ARCH_VSPACE_TYPE, 0)
#define RW         (R_READ | R_WRITE)
#define A          ARCH_SCRATCH             /* nothing is mapped in this gigabyte */
#define N_TABLES   ARCH_N_IMAGE_TABLES      /* below the root, for a small page */

static word new_root(void)
{
    const word root = VSPACE();
    OK(ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, root));
    return root;
}

/* The tables for a small page at `at`, but the last `less`. */
static void tables(word vspace, word at, word less)
{
    for (word i = less; i < N_TABLES; i++)
        OK(ARM_PageTable_Map(TABLE(), vspace, at, 0));
}

static struct reply map(word frame, word vspace, word at)
{
    return ARM_Page_Map(frame, vspace, at, RW, 1);
}

#define MISSING(reply, level) ERR(reply, FailedLookup, 0, seL4_MissingCapability, level)

/* --- page tables ----------------------------------------------------------------------------- */

static void table_map_errors(void)
{
    const word table = TABLE(), mapped = TABLE(), ep = ENDPOINT(), vspace = new_root();
    const word fresh = VSPACE();
    OK(ARM_PageTable_Map(mapped, vspace, A, 0));
    ERR(INVOKE(mapped, ARMPageTableMap, LIST(TOP + 1), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(mapped, ARMPageTableMap, LIST(TOP + 1, 0), LIST()), TruncatedMessage);
    ERR(INVOKE(mapped, ARMPageMap, LIST(TOP + 1, 0), LIST(ep)), IllegalOperation);
    ERR(ARM_PageTable_Map(mapped, ep, TOP + 1, 0), InvalidCapability, 0);
    ERR(ARM_PageTable_Map(table, ep, TOP + 1, 0), InvalidCapability, 1);
    ERR(ARM_PageTable_Map(table, seL4_CapNull, TOP + 1, 0), InvalidCapability, 1);
    ERR(ARM_PageTable_Map(table, table, TOP + 1, 0), InvalidCapability, 1);
    ERR(ARM_PageTable_Map(table, mapped, TOP + 1, 0), InvalidCapability, 1);
    ERR(ARM_PageTable_Map(table, fresh, TOP + 1, 0), InvalidCapability, 1);     /* no ASID */
    ERR(ARM_PageTable_Map(table, vspace, TOP + 1, 0), InvalidArgument, 0);
    ERR(ARM_PageTable_Map(table, vspace, ~(word)0, 0), InvalidArgument, 0);
    OK(ARM_PageTable_Map(table, vspace, TOP, 0));           /* the last address is one */
    for (word i = 1; i < N_TABLES; i++)
        OK(ARM_PageTable_Map(TABLE(), vspace, A + 0x1fffff, 0));
    ERR(ARM_PageTable_Map(TABLE(), vspace, A, 0), DeleteFirst);
    ERR(ARM_PageTable_Map(TABLE(), vspace, A + 0x1fffff, 0), DeleteFirst);
    OK(ARM_PageTable_Map(TABLE(), vspace, A + 0x200000, 7));
}

/* The root itself is not a page table, and has no operation of one. */
static void root_is_no_table(void)
{
    const word vspace = new_root();
    ERR(INVOKE(vspace, ARMPageTableMap, LIST(A, 0), LIST(vspace)), IllegalOperation);
    ERR(INVOKE(vspace, ARMPageTableUnmap, LIST(), LIST()), IllegalOperation);
    ERR(INVOKE(TABLE(), ARMVSpaceClean_Data, LIST(0, 1), LIST()), IllegalOperation);
}

/* One root fits in memory of its size, none in half of it. */
static void size_of_a_root(void)
{
    const word u = UNTYPED(ROOT_BITS), half = UNTYPED(ROOT_BITS - 1), to = slot();
    EQ(seL4_VSpaceBits, ROOT_BITS);
    ERR(Untyped_Retype(half, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, to, 1), NotEnoughMemory,
        (word)1 << (ROOT_BITS - 1));
    make_in(u, ARCH_VSPACE_TYPE, 0);
    ERR(Untyped_Retype(u, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, to, 1), NotEnoughMemory, 0);
}

/* A large page in the way of a table. */
static void table_under_large_page(void)
{
    const word vspace = new_root(), big = make(ARCH_LARGE_TYPE, 0);
    tables(vspace, A, 1);
    OK(map(big, vspace, A));
    ERR(ARM_PageTable_Map(TABLE(), vspace, A, 0), DeleteFirst);
    MISSING(map(FRAME(), vspace, A), 21);
}

static void table_unmap(void)
{
    const word vspace = new_root(), upper = TABLE(), lower = TABLE(), frame = FRAME();
    OK(ARM_PageTable_Unmap(lower));             /* not mapped: nothing happens */
    tables(vspace, A, 2);
    OK(ARM_PageTable_Map(upper, vspace, A, 0));
    OK(ARM_PageTable_Map(lower, vspace, A, 0));
    OK(map(frame, vspace, A));
    const word second = copy(lower);
    ERR(ARM_PageTable_Unmap(lower), RevokeFirst);
    ERR(ARM_PageTable_Unmap(second), RevokeFirst);
    discard(second);
    OK(ARM_PageTable_Unmap(lower));
    OK(ARM_PageTable_Unmap(lower));
    MISSING(map(frame, vspace, A), 21);
    /* The table was cleared: mapped again it is empty. */
    OK(ARM_PageTable_Map(lower, vspace, A, 0));
    OK(ARM_VSpace_Clean_Data(vspace, A, A + 0x1001));   /* no page there: nothing is checked */
    OK(map(FRAME(), vspace, A));
    OK(ARM_PageTable_Unmap(upper));
    OK(ARM_PageTable_Unmap(lower));
    MISSING(map(FRAME(), vspace, A), 30);
}

/* Tables and roots can be copied only while they are mapped. */
static void copies(void)
{
    const word vspace = new_root(), table = TABLE(), fresh = VSPACE(), to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, ALL_RIGHTS), IllegalOperation);
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, fresh, DEPTH, ALL_RIGHTS), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, fresh, DEPTH, 0, 0), IllegalOperation);
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, fresh, DEPTH));
    discard(to);
    OK(ARM_PageTable_Map(table, vspace, A, 0));
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, 0));
    copy(vspace);
    discard(to);
    OK(ARM_PageTable_Unmap(table));
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, ALL_RIGHTS), IllegalOperation);
}

/* A copy that outlives the mapping does not undo another one at the same place. */
static void stale_table(void)
{
    const word vspace = new_root(), pool = slot(), u = UNTYPED(12), table = TABLE();
    const word other = VSPACE();
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, pool, DEPTH));
    OK(ARM_ASIDPool_Assign(pool, other));
    OK(ARM_PageTable_Map(table, other, A, 0));
    discard(pool);                              /* the table is in no address space now */
    tables(vspace, A, 0);
    OK(ARM_PageTable_Unmap(table));
    OK(map(FRAME(), vspace, A));
    OK(ARM_PageTable_Map(table, vspace, A + ((word)1 << 33), 0));
}

/* --- frames ---------------------------------------------------------------------------------- */

static void page_map_errors(void)
{
    const word vspace = new_root(), other = new_root(), frame = FRAME(), ep = ENDPOINT();
    const word table = TABLE();
    ERR(INVOKE(frame, ARMPageMap, LIST(TOP, 3), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(frame, ARMPageMap, LIST(TOP, 3, 0), LIST()), TruncatedMessage);
    ERR(INVOKE(frame, ARMPageTableMap, LIST(TOP, 3, 0), LIST(ep)), IllegalOperation);
    ERR(map(frame, ep, TOP), InvalidCapability, 1);
    ERR(map(frame, seL4_CapNull, TOP), InvalidCapability, 1);
    ERR(map(frame, table, TOP), InvalidCapability, 1);
    ERR(map(frame, VSPACE(), TOP), InvalidCapability, 1);
    ERR(map(frame, vspace, TOP), AlignmentError);
    ERR(map(frame, vspace, TOP + 2), AlignmentError);
    ERR(map(frame, vspace, A + 0x800), AlignmentError);
    ERR(map(frame, vspace, TOP + 1), InvalidArgument, 0);
    ERR(map(frame, vspace, 0x8000000000000000), InvalidArgument, 0);
    ERR(map(frame, vspace, 0xfffffffffffff000), InvalidArgument, 0);
    MISSING(map(frame, vspace, TOP - 0xfff), ROOT_LEVEL);  /* the last page */
    MISSING(map(frame, vspace, A), ROOT_LEVEL);
    for (word level = ROOT_LEVEL; level > 12; level -= 9) {
        MISSING(map(frame, vspace, A), level);
        OK(ARM_PageTable_Map(TABLE(), vspace, A, 0));
    }
    OK(map(frame, vspace, A));
    tables(other, A, 0);
    ERR(map(frame, other, A + 1), AlignmentError);
    ERR(map(frame, other, A + 0x1000), InvalidCapability, 1);
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    ERR(map(frame, vspace, TOP + 1), InvalidArgument, 0);
    OK(ARM_Page_Map(frame, vspace, A, R_READ, 5));
    OK(map(copy(frame), vspace, A + 0x1000));
}

/* The address space lost its pool, or its ASID went to another one. */
static void root_that_does_not_resolve(void)
{
    const word pool = slot(), second = slot(), u = UNTYPED(12), vspace = VSPACE(), frame = FRAME();
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, pool, DEPTH));
    OK(ARM_ASIDPool_Assign(pool, vspace));
    discard(pool);
    ERR(ARM_PageTable_Map(TABLE(), vspace, TOP + 1, 0), InvalidArgument, 0);
    ERR(ARM_PageTable_Map(TABLE(), vspace, A, 0), FailedLookup, 0, seL4_InvalidRoot);
    ERR(map(frame, vspace, A + 1), FailedLookup, 0, seL4_InvalidRoot);
    ERR(ARM_VSpace_Clean_Data(vspace, A, A + 1), FailedLookup, 0, seL4_InvalidRoot);
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, second, DEPTH));
    OK(ARM_ASIDPool_Assign(second, VSPACE()));
    ERR(ARM_PageTable_Map(TABLE(), vspace, A, 0), InvalidCapability, 1);
    ERR(map(frame, vspace, A + 1), InvalidCapability, 1);
    ERR(ARM_VSpace_Clean_Data(vspace, A, A + 1), InvalidCapability, 0);
}

static void large_pages(void)
{
    const word vspace = new_root(), big = make(ARCH_LARGE_TYPE, 0);
    MISSING(map(big, vspace, A), ROOT_LEVEL);
    tables(vspace, A, 2);
    MISSING(map(big, vspace, A), 30);
    OK(ARM_PageTable_Map(TABLE(), vspace, A, 0));
    ERR(map(big, vspace, A + 0x1000), AlignmentError);
    ERR(map(big, vspace, TOP - 0xfff), AlignmentError);
    ERR(map(big, vspace, TOP + 1), InvalidArgument, 0);
    OK(map(big, vspace, A));
    OK(ARM_Page_Map(big, vspace, A, R_READ, 0));
    ERR(map(big, vspace, A + 0x200000), InvalidArgument, 0);
    OK(ARM_PageTable_Map(TABLE(), vspace, A + 0x200000, 0));
    /* A table in the way of a large page: level 12. */
    MISSING(map(make(ARCH_LARGE_TYPE, 0), vspace, A + 0x200000), 12);
}

/* A device gigabyte: right in the root where its entries are gigabytes. */
static void huge_page(void)
{
    const word vspace = new_root(), huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0);
    const word at = A + 0x40000000;
    EQ(OK(ARM_Page_GetAddress(huge)).mr[0], ARCH_DEVICE_UNTYPED);
    if (ROOT_LEVEL != 30)
        MISSING(map(huge, vspace, at), ROOT_LEVEL);
    tables(vspace, at, 2);
    ERR(map(huge, vspace, at + 0x200000), AlignmentError);
    OK(ARM_Page_Map(huge, vspace, at, RW, 0));
    MISSING(map(FRAME(), vspace, at), 30);
    MISSING(map(make(ARCH_LARGE_TYPE, 0), vspace, at), 30);
    ERR(ARM_PageTable_Map(TABLE(), vspace, at, 0), DeleteFirst);
    OK(ARM_Page_Unmap(huge));
    OK(ARM_PageTable_Map(TABLE(), vspace, at, 0));
    MISSING(ARM_Page_Map(huge, vspace, at, RW, 0), 21);
    ERR(ARM_Page_Map(huge, vspace, TOP + 1, RW, 0), InvalidArgument, 0);
    tables(vspace, TOP, 2);
    OK(ARM_Page_Map(huge, vspace, TOP - 0x3fffffff, RW, 0));
}

/* --- existing mappings ----------------------------------------------------------------------- */

/* A leaf in the way is replaced without a word; the old capability's record is stale then. */
static void replaced_silently(void)
{
    const word vspace = new_root(), one = FRAME(), two = FRAME(), three = FRAME();
    tables(vspace, A, 0);
    OK(map(one, vspace, A));
    OK(map(two, vspace, A));
    ERR(map(one, vspace, A + 0x1000), InvalidArgument, 0);      /* one still counts as mapped */
    OK(ARM_Page_Unmap(one));                                    /* and takes nothing away */
    OK(map(one, vspace, A + 0x1000));
#if EL == 1
    OK(ARM_Page_Clean_Data(two, 0, 8));                         /* two is the one that is there */
    OK(map(three, vspace, A));
    ERR(ARM_Page_Clean_Data(two, 0, 8), InvalidCapability, 0);
#endif
    OK(map(two, vspace, A));
    OK(map(copy(two), vspace, A));
    OK(ARM_Page_Unmap(three));
}

static void get_address(void)
{
    const word u = UNTYPED(14), a = make_in(u, ARCH_FRAME_TYPE, 0);
    const word b = make_in(u, ARCH_FRAME_TYPE, 0);
    const struct reply r = OK(ARM_Page_GetAddress(a));
    EQ(r.length, 1);
    EQ(OK(ARM_Page_GetAddress(b)).mr[0], r.mr[0] + 0x1000);
    EQ(OK(ARM_Page_GetAddress(copy(a))).mr[0], r.mr[0]);
}

/* Unmapping never fails; a copy has no mapping of its own. */
static void page_unmap(void)
{
    const word vspace = new_root(), frame = FRAME();
    OK(ARM_Page_Unmap(frame));
    tables(vspace, A, 0);
    OK(map(frame, vspace, A));
    const word second = copy(frame);
    OK(ARM_Page_Unmap(second));
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    OK(ARM_Page_Unmap(frame));
    OK(map(frame, vspace, A + 0x1000));
    discard(vspace);
    OK(ARM_Page_Unmap(frame));
}

/* No rights: the capability counts as mapped all the same. */
static void map_without_rights(void)
{
    const word vspace = new_root(), frame = FRAME();
    tables(vspace, A, 0);
    OK(ARM_Page_Map(frame, vspace, A, 0, 4));
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    OK(ARM_Page_Map(frame, vspace, A, ~(word)0, ~(word)0));
}

SUITE(vspace,
    { "table-map-errors", table_map_errors },
    { "root-is-no-table", root_is_no_table },
    { "size-of-a-root", size_of_a_root },
    { "table-under-large-page", table_under_large_page },
    { "table-unmap", table_unmap },
    { "copies", copies },
    { "stale-table", stale_table },
    { "page-map-errors", page_map_errors },
    { "root-that-does-not-resolve", root_that_does_not_resolve },
    { "large-pages", large_pages },
    { "huge-page", huge_page },
    { "replaced-silently", replaced_silently },
    { "get-address", get_address },
    { "page-unmap", page_unmap },
    { "map-without-rights", map_without_rights },
);
