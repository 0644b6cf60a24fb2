/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Page tables and frames: each error in its order, and what stays in its place. What a mapping does
 * is in access.c.
 */
#include "operations.h"

#define FRAME()     make(ARCH_FRAME_TYPE, 0)
#define TABLE()     make(ARCH_TABLE_TYPE, 0)
#define DIRECTORY() make(DIRECTORY_TYPE, 0)
#define PDPT()      make(PDPT_TYPE, 0)
#define VSPACE()    make(ARCH_VSPACE_TYPE, 0)
#define RW          (R_READ | R_WRITE)
#define A           ARCH_SCRATCH
#define LARGE       0x200000UL
#define HUGE        0x40000000UL
#define MISSING(reply, level) ERR(reply, FailedLookup, 0, seL4_MissingCapability, level)

static word new_root(void)
{
    const word root = VSPACE();
    OK(X86_ASIDPool_Assign(seL4_CapInitThreadASIDPool, root));
    return root;
}

/* The upper `n` levels of tables for address `at`. */
static void tables(word vspace, word at, word n)
{
    for (word i = 0; i < n; i++)
        OK(INVOKE(make(arch_table_type(i), 0), arch_table_map_label(i), LIST(at, 0), LIST(vspace)));
}

static struct reply map(word frame, word vspace, word at)
{
    return X86_Page_Map(frame, vspace, at, RW, 0);
}

/* --- page tables ----------------------------------------------------------------------------- */

/* The same for each level: `span` is log2 of what one table covers. */
static void table_map_errors_at(word level)
{
    const word label = arch_table_map_label(level), span = 39 - 9 * level;
    const word ep = ENDPOINT(), vspace = new_root(), fresh = VSPACE();
    const word table = make(arch_table_type(level), 0), mapped = make(arch_table_type(level), 0);
#define MAP(table, vspace, at) INVOKE(table, label, LIST(at, 0), LIST(vspace))
    tables(vspace, A, level);
    OK(MAP(mapped, vspace, A));
    ERR(INVOKE(mapped, label, LIST(USER_LAST + 1), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(mapped, label, LIST(USER_LAST + 1, 0), LIST()), TruncatedMessage);
    ERR(INVOKE(mapped, X86PageMap, LIST(USER_LAST + 1, 0), LIST(ep)), IllegalOperation);
    ERR(MAP(mapped, ep, USER_LAST + 1), InvalidCapability, 0);
    ERR(MAP(table, ep, USER_LAST + 1), InvalidCapability, 1);
    ERR(MAP(table, seL4_CapNull, USER_LAST + 1), InvalidCapability, 1);
    ERR(MAP(table, table, USER_LAST + 1), InvalidCapability, 1);
    ERR(MAP(table, mapped, USER_LAST + 1), InvalidCapability, 1);
    ERR(MAP(table, fresh, USER_LAST + 1), InvalidCapability, 1);        /* no ASID */
    ERR(MAP(table, vspace, USER_LAST + 1), InvalidArgument, 0);
    ERR(MAP(table, vspace, 0xffffff8000000000), InvalidArgument, 0);
    ERR(MAP(table, vspace, ~(word)0), InvalidArgument, 0);
    ERR(MAP(table, vspace, A), DeleteFirst);
    ERR(MAP(table, vspace, A | (((word)1 << span) - 1)), DeleteFirst);
    if (level >= 1)
        MISSING(MAP(table, vspace, USER_LAST), 39);
    if (level == 2)
        MISSING(MAP(table, vspace, A + HUGE), 30);
    tables(vspace, USER_LAST, level);
    OK(MAP(table, vspace, USER_LAST));                  /* the last address is one */
    OK(MAP(make(arch_table_type(level), 0), vspace, A + ((word)1 << span)));
#undef MAP
}

static void table_map_errors(void)
{
    table_map_errors_at(1);
    table_map_errors_at(2);
    table_map_errors_at(0);
}

/* Each table has its own operations; a PML4 has none. */
static void operations_of_tables(void)
{
    const word vspace = new_root();
    const word table[] = { PDPT(), DIRECTORY(), TABLE(), vspace, seL4_CapInitThreadVSpace };
    for (word i = 0; i < 5; i++)
        for (word label = X86PDPTMap; label <= X86PageTableUnmap; label++)
            if ((label - X86PDPTMap) / 2 != i)
                ERR(INVOKE(table[i], label, LIST(A, 0), LIST(vspace)), IllegalOperation);
}

/* A larger page in the way of a table. */
static void table_under_large_page(void)
{
    const word vspace = new_root(), large = make(ARCH_LARGE_TYPE, 0);
    const word huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0);
    tables(vspace, A, 2);
    OK(map(large, vspace, A));
    ERR(X86_PageTable_Map(TABLE(), vspace, A, 0), DeleteFirst);
    MISSING(map(FRAME(), vspace, A), 21);
    OK(map(huge, vspace, A + HUGE));
    ERR(X86_PageDirectory_Map(DIRECTORY(), vspace, A + HUGE, 0), DeleteFirst);
    MISSING(X86_PageTable_Map(TABLE(), vspace, A + HUGE, 0), 30);
    MISSING(map(make(ARCH_LARGE_TYPE, 0), vspace, A + HUGE), 30);
    MISSING(map(FRAME(), vspace, A + HUGE), 30);
}

/* Unmapped, a table is empty, and its place as well. */
static void table_unmap(void)
{
    const word vspace = new_root(), pdpt = PDPT(), directory = DIRECTORY(), table = TABLE();
    const word frame = FRAME(), unmapped[] = { pdpt, directory, table };
    for (word i = 0; i < 3; i++)
        OK(INVOKE(unmapped[i], arch_table_map_label(i) + 1, LIST(), LIST()));
    OK(X86_PDPT_Map(pdpt, vspace, A, 0));
    OK(X86_PageDirectory_Map(directory, vspace, A, 0));
    OK(X86_PageTable_Map(table, vspace, A, 0));
    OK(map(frame, vspace, A));
    for (word i = 0; i < 3; i++) {
        const word second = copy(unmapped[i]);
        ERR(INVOKE(unmapped[i], arch_table_map_label(i) + 1, LIST(), LIST()), RevokeFirst);
        ERR(INVOKE(second, arch_table_map_label(i) + 1, LIST(), LIST()), RevokeFirst);
        discard(second);
    }
    OK(X86_PageTable_Unmap(table));
    OK(X86_PageTable_Unmap(table));
    MISSING(map(frame, vspace, A), 21);
    OK(X86_PageTable_Map(table, vspace, A, 0));
    TRUE(!arch_page_is_mapped(vspace, A));
    OK(map(FRAME(), vspace, A));
    OK(X86_PageDirectory_Unmap(directory));
    MISSING(map(FRAME(), vspace, A), 30);
    MISSING(X86_PageTable_Map(TABLE(), vspace, A, 0), 30);
    OK(X86_PageDirectory_Map(directory, vspace, A, 0));
    MISSING(map(FRAME(), vspace, A), 21);
    OK(X86_PDPT_Unmap(pdpt));
    MISSING(map(FRAME(), vspace, A), 39);
    MISSING(X86_PageDirectory_Map(DIRECTORY(), vspace, A, 0), 39);
    OK(X86_PDPT_Map(pdpt, vspace, A, 0));
    MISSING(map(FRAME(), vspace, A), 30);
    OK(X86_PageTable_Unmap(table));
    OK(X86_PageDirectory_Unmap(directory));
}

/* Tables and roots can be copied only while they are mapped. */
static void copies(void)
{
    const word vspace = new_root(), to = slot(), fresh = VSPACE();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, fresh, DEPTH, ALL_RIGHTS), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, fresh, DEPTH, 0, 0), IllegalOperation);
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, fresh, DEPTH));
    discard(to);
    discard(copy(vspace));
    for (word i = 0; i < 3; i++) {
        const word table = make(arch_table_type(i), 0);
        ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, ALL_RIGHTS), IllegalOperation);
        OK(INVOKE(table, arch_table_map_label(i), LIST(A, 0), LIST(vspace)));
        OK(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, 0));
        discard(to);
        if (i == 2) {
            OK(X86_PageTable_Unmap(table));
            ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, 0), IllegalOperation);
        }
    }
}

/* Tables whose address space lost its pool, or that were left behind when an upper one went, undo
 * nothing at the place that they remember. */
static void stale_tables(void)
{
    const word vspace = new_root(), pool = slot(), table = TABLE(), directory = DIRECTORY();
    const word pdpt = PDPT(), other = VSPACE(), frame = FRAME();
    OK(X86_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, pool, DEPTH));
    OK(X86_ASIDPool_Assign(pool, other));
    OK(X86_PDPT_Map(pdpt, other, A, 0));
    OK(X86_PageDirectory_Map(directory, other, A, 0));
    OK(X86_PageTable_Map(table, other, A, 0));
    discard(pool);
    tables(vspace, A, 3);
    OK(map(frame, vspace, A));
    OK(X86_PageTable_Unmap(table));
    OK(X86_PageDirectory_Unmap(directory));
    OK(X86_PDPT_Unmap(pdpt));
    TRUE(arch_page_is_mapped(vspace, A));
    const word upper = DIRECTORY(), lower = TABLE();
    OK(X86_PageDirectory_Map(upper, vspace, A + HUGE, 0));
    OK(X86_PageTable_Map(lower, vspace, A + HUGE, 0));
    discard(upper);
    tables(vspace, A + HUGE, 0);
    OK(X86_PageDirectory_Map(DIRECTORY(), vspace, A + HUGE, 0));
    OK(X86_PageTable_Map(TABLE(), vspace, A + HUGE, 0));
    OK(map(FRAME(), vspace, A + HUGE));
    discard(lower);
    TRUE(arch_page_is_mapped(vspace, A + HUGE));
}

/* --- frames ---------------------------------------------------------------------------------- */

static void page_map_errors(void)
{
    const word vspace = new_root(), other = new_root(), frame = FRAME(), ep = ENDPOINT();
    const word table = TABLE();
    ERR(INVOKE(frame, X86PageMap, LIST(USER_LAST, 3), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(frame, X86PageMap, LIST(USER_LAST, 3, 0), LIST()), TruncatedMessage);
    ERR(INVOKE(frame, X86PageTableMap, LIST(USER_LAST, 3, 0), LIST(ep)), IllegalOperation);
    ERR(map(frame, ep, USER_LAST), InvalidCapability, 1);
    ERR(map(frame, seL4_CapNull, USER_LAST), InvalidCapability, 1);
    ERR(map(frame, table, USER_LAST), InvalidCapability, 1);
    ERR(map(frame, VSPACE(), USER_LAST), InvalidCapability, 1);
    ERR(map(frame, vspace, USER_LAST), InvalidArgument, 0);
    ERR(map(frame, vspace, 0x7ffffffff000), InvalidArgument, 0);    /* ends behind the last */
    ERR(map(frame, vspace, USER_LAST + 1), InvalidArgument, 0);
    ERR(map(frame, vspace, 0x8000000000000000), InvalidArgument, 0);
    ERR(map(frame, vspace, 0xffffffff80100000), InvalidArgument, 0);
    ERR(map(frame, vspace, 0xfffffffffffff000), InvalidArgument, 0);
    ERR(map(frame, vspace, ~(word)0), InvalidArgument, 0);
    ERR(map(frame, vspace, A + 1), AlignmentError);
    ERR(map(frame, vspace, A + 0x800), AlignmentError);
    MISSING(map(frame, vspace, 0x7fffffffe000), 39);                /* the last page */
    for (word i = 0; i < 3; i++) {
        MISSING(map(frame, vspace, A), 39 - 9 * i);
        OK(INVOKE(make(arch_table_type(i), 0), arch_table_map_label(i), LIST(A, 0), LIST(vspace)));
    }
    OK(map(frame, vspace, A));
    tables(other, A, 3);
    ERR(map(frame, other, USER_LAST + 1), InvalidCapability, 1);
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    ERR(map(frame, vspace, A + 1), InvalidArgument, 0);
    OK(X86_Page_Map(frame, vspace, A, R_READ, 5));
    OK(map(copy(frame), vspace, A + 0x1000));
}

/* The address space lost its pool, or its ASID went to another one. */
static void root_that_does_not_resolve(void)
{
    const word pool = slot(), second = slot(), vspace = VSPACE(), frame = FRAME();
    OK(X86_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, pool, DEPTH));
    OK(X86_ASIDPool_Assign(pool, vspace));
    discard(pool);
    ERR(X86_PDPT_Map(PDPT(), vspace, USER_LAST + 1, 0), InvalidArgument, 0);
    for (word i = 0; i < 3; i++)
        ERR(INVOKE(make(arch_table_type(i), 0), arch_table_map_label(i), LIST(A, 0), LIST(vspace)),
            FailedLookup, 0, seL4_InvalidRoot);
    ERR(map(frame, vspace, USER_LAST), InvalidArgument, 0);
    ERR(map(frame, vspace, A + 1), FailedLookup, 0, seL4_InvalidRoot);
    OK(X86_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, second, DEPTH));
    OK(X86_ASIDPool_Assign(second, VSPACE()));
    ERR(X86_PDPT_Map(PDPT(), vspace, A, 0), InvalidCapability, 1);
    ERR(map(frame, vspace, A + 1), InvalidCapability, 1);
}

static void large_pages(void)
{
    const word vspace = new_root(), large = make(ARCH_LARGE_TYPE, 0);
    MISSING(map(large, vspace, A), 39);
    OK(X86_PDPT_Map(PDPT(), vspace, A, 0));
    MISSING(map(large, vspace, A), 30);
    OK(X86_PageDirectory_Map(DIRECTORY(), vspace, A, 0));
    ERR(map(large, vspace, A + 0x1000), AlignmentError);
    ERR(map(large, vspace, 0x7fffffe00000), InvalidArgument, 0);
    ERR(map(large, vspace, 0x7fffffffe000), InvalidArgument, 0);
    MISSING(map(large, vspace, 0x7fffffc00000), 39);
    OK(map(large, vspace, A));
    OK(X86_Page_Map(large, vspace, A, R_READ, 0));
    ERR(map(large, vspace, A + LARGE), InvalidArgument, 0);
    OK(X86_PageTable_Map(TABLE(), vspace, A + LARGE, 0));
    ERR(map(make(ARCH_LARGE_TYPE, 0), vspace, A + LARGE), DeleteFirst);
}

static void huge_page(void)
{
    const word vspace = new_root(), huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0);
    EQ(OK(X86_Page_GetAddress(huge)).mr[0], ARCH_DEVICE_UNTYPED);
    MISSING(map(huge, vspace, A), 39);
    OK(X86_PDPT_Map(PDPT(), vspace, A, 0));
    ERR(map(huge, vspace, A + LARGE), AlignmentError);
    ERR(map(huge, vspace, 0x7fffc0000000), InvalidArgument, 0);
    OK(X86_Page_Map(huge, vspace, A, RW, 7));
    OK(X86_Page_Unmap(huge));
    OK(X86_PageDirectory_Map(DIRECTORY(), vspace, A, 0));
    ERR(map(huge, vspace, A), DeleteFirst);
}

/* --- existing mappings ----------------------------------------------------------------------- */

/* A leaf in the way is replaced without a word; the old capability's record is stale then. */
static void replaced_silently(void)
{
    const word vspace = new_root(), one = FRAME(), two = FRAME(), three = FRAME();
    tables(vspace, A, 3);
    OK(map(one, vspace, A));
    OK(map(two, vspace, A));
    ERR(map(one, vspace, A + 0x1000), InvalidArgument, 0);      /* one still counts as mapped */
    OK(X86_Page_Unmap(one));                                    /* and takes nothing away */
    TRUE(arch_page_is_mapped(vspace, A));
    OK(map(three, vspace, A));
    discard(two);
    TRUE(arch_page_is_mapped(vspace, A));
    OK(map(copy(three), vspace, A));
    OK(X86_Page_Unmap(three));                                  /* the same frame: gone */
    FALSE(arch_page_is_mapped(vspace, A));
    const word a = make(ARCH_LARGE_TYPE, 0), b = make(ARCH_LARGE_TYPE, 0);
    OK(map(a, vspace, A + LARGE));
    OK(map(b, vspace, A + LARGE));
    OK(X86_Page_Unmap(a));
    MISSING(map(FRAME(), vspace, A + LARGE), 21);
    ERR(X86_PageTable_Map(TABLE(), vspace, A + LARGE, 0), DeleteFirst);
}

static void get_address(void)
{
    const word u = UNTYPED(14), a = make_in(u, ARCH_FRAME_TYPE, 0);
    const word b = make_in(u, ARCH_FRAME_TYPE, 0);
    const struct reply r = OK(X86_Page_GetAddress(a));
    EQ(r.length, 1);
    EQ(OK(X86_Page_GetAddress(b)).mr[0], r.mr[0] + 0x1000);
    EQ(OK(X86_Page_GetAddress(copy(a))).mr[0], r.mr[0]);
}

/* Unmapping never fails; a copy has no mapping of its own. */
static void page_unmap(void)
{
    const word vspace = new_root(), frame = FRAME();
    OK(X86_Page_Unmap(frame));
    tables(vspace, A, 3);
    OK(map(frame, vspace, A));
    const word second = copy(frame);
    OK(X86_Page_Unmap(second));
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    OK(X86_Page_Unmap(frame));
    FALSE(arch_page_is_mapped(vspace, A));
    OK(map(frame, vspace, A + 0x1000));
    discard(vspace);
    OK(X86_Page_Unmap(frame));
}

/* No rights: the capability counts as mapped all the same. */
static void map_without_rights(void)
{
    const word vspace = new_root(), frame = FRAME();
    tables(vspace, A, 3);
    OK(X86_Page_Map(frame, vspace, A, 0, 4));
    ERR(map(frame, vspace, A + 0x1000), InvalidArgument, 0);
    OK(X86_Page_Map(frame, vspace, A, ~(word)0, ~(word)0));
}

/* A table in the last entry below the kernel's half, and the first one. */
static void ends_of_the_space(void)
{
    const word vspace = new_root();
    tables(vspace, 0, 3);
    tables(vspace, USER_LAST, 3);
    OK(map(FRAME(), vspace, 0));
    OK(map(FRAME(), vspace, 0x7fffffffe000));
    TRUE(arch_page_is_mapped(vspace, 0));
    TRUE(arch_page_is_mapped(vspace, 0x7fffffffe000));
}

SUITE(vspace,
    { "table-map-errors", table_map_errors },
    { "operations-of-tables", operations_of_tables },
    { "table-under-large-page", table_under_large_page },
    { "table-unmap", table_unmap },
    { "copies", copies },
    { "stale-tables", stale_tables },
    { "page-map-errors", page_map_errors },
    { "root-that-does-not-resolve", root_that_does_not_resolve },
    { "large-pages", large_pages },
    { "huge-page", huge_page },
    { "replaced-silently", replaced_silently },
    { "get-address", get_address },
    { "page-unmap", page_unmap },
    { "map-without-rights", map_without_rights },
    { "ends-of-the-space", ends_of_the_space },
);
