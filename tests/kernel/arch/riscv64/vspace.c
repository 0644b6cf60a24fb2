/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Sv39: page tables and frames, with each error in its order, and what a mapping does.
 */
#include "operations.h"
#include "probes.h"

#define TOP        0x3ffffff000UL
#define MEGA_TYPE  9
#define GIGA_TYPE  7
#define FRAME()    make(ARCH_FRAME_TYPE, 0)
#define TABLE()    make(ARCH_TABLE_TYPE, 0)
#define RW         (R_READ | R_WRITE)
#define A          ARCH_SCRATCH             /* nothing is mapped in this gigabyte */

static const word root = seL4_CapInitThreadVSpace;

static word new_root(void)
{
    const word table = TABLE();
    OK(RISCV_ASIDPool_Assign(seL4_CapInitThreadASIDPool, table));
    return table;
}

/* Both levels of tables for address `at` of `vspace`. */
static void tables(word vspace, word at)
{
    OK(RISCV_PageTable_Map(TABLE(), vspace, at, 0));
    OK(RISCV_PageTable_Map(TABLE(), vspace, at, 0));
}

/* --- page tables ----------------------------------------------------------------------------- */

static void table_map_errors(void)
{
    const word table = TABLE(), mapped = TABLE(), ep = ENDPOINT(), vspace = new_root();
    OK(RISCV_PageTable_Map(mapped, vspace, A, 0));
    ERR(INVOKE(mapped, RISCVPageTableMap, LIST(TOP), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(mapped, RISCVPageTableMap, LIST(TOP, 0), LIST()), TruncatedMessage);
    ERR(RISCV_PageTable_Map(mapped, ep, TOP, 0), InvalidCapability, 0);
    ERR(RISCV_PageTable_Map(vspace, ep, TOP, 0), InvalidCapability, 0);
    ERR(RISCV_PageTable_Map(table, ep, TOP, 0), InvalidCapability, 1);
    ERR(RISCV_PageTable_Map(table, seL4_CapNull, TOP, 0), InvalidCapability, 1);
    ERR(RISCV_PageTable_Map(table, table, TOP, 0), InvalidCapability, 1);
    ERR(RISCV_PageTable_Map(table, mapped, TOP, 0), InvalidArgument, 0);
    ERR(RISCV_PageTable_Map(table, mapped, ~(word)0, 0), InvalidArgument, 0);
    ERR(RISCV_PageTable_Map(table, mapped, A, 0), InvalidCapability, 1);    /* not a root */
    OK(RISCV_PageTable_Map(table, vspace, A, 0));
    ERR(RISCV_PageTable_Map(TABLE(), vspace, A, 0), DeleteFirst);
    ERR(RISCV_PageTable_Map(TABLE(), vspace, A + 0x1fffff, 0), DeleteFirst);
    OK(RISCV_PageTable_Map(TABLE(), vspace, A + 0x200000, 7));
    /* The last page below the top cannot be named, the one before can. */
    ERR(RISCV_PageTable_Map(TABLE(), vspace, TOP, 0), InvalidArgument, 0);
    OK(RISCV_PageTable_Map(TABLE(), vspace, TOP - 1, 0));
}

/* A large page in the way of a table. */
static void table_under_large_page(void)
{
    const word vspace = new_root(), big = make(MEGA_TYPE, 0);
    OK(RISCV_PageTable_Map(TABLE(), vspace, A, 0));
    OK(RISCV_Page_Map(big, vspace, A, RW, 0));
    ERR(RISCV_PageTable_Map(TABLE(), vspace, A, 0), DeleteFirst);
    /* The address of a small page finds the large one: level 21. */
    ERR(RISCV_Page_Map(FRAME(), vspace, A, RW, 0), FailedLookup, 0, seL4_MissingCapability, 21);
}

static void table_unmap(void)
{
    const word vspace = new_root(), upper = TABLE(), lower = TABLE(), frame = FRAME();
    OK(RISCV_PageTable_Unmap(lower));           /* not mapped: nothing happens */
    OK(RISCV_PageTable_Map(upper, vspace, A, 0));
    OK(RISCV_PageTable_Map(lower, vspace, A, 0));
    OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
    const word second = copy(lower);
    ERR(RISCV_PageTable_Unmap(lower), RevokeFirst);
    discard(second);
    ERR(RISCV_PageTable_Unmap(vspace), RevokeFirst);
    OK(RISCV_PageTable_Unmap(lower));
    ERR(RISCV_Page_Map(frame, vspace, A, RW, 0), FailedLookup, 0, seL4_MissingCapability, 21);
    /* The table was cleared: mapped again it is empty. */
    OK(RISCV_PageTable_Map(lower, vspace, A, 0));
    OK(RISCV_Page_Map(FRAME(), vspace, A, RW, 0));
    OK(RISCV_PageTable_Unmap(upper));
    OK(RISCV_PageTable_Unmap(lower));
}

/* A table may be copied while it is mapped only. */
static void table_copy(void)
{
    const word vspace = new_root(), table = TABLE(), to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, ALL_RIGHTS), IllegalOperation);
    OK(RISCV_PageTable_Map(table, vspace, A, 0));
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, table, DEPTH, 0));
    copy(vspace);
}

/* --- frames ---------------------------------------------------------------------------------- */

static void page_map_errors(void)
{
    const word vspace = new_root(), other = new_root(), frame = FRAME(), ep = ENDPOINT();
    const word table = TABLE(), mapped = TABLE();
    OK(RISCV_PageTable_Map(mapped, vspace, A, 0));
    ERR(INVOKE(frame, RISCVPageMap, LIST(TOP, 3), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(frame, RISCVPageMap, LIST(TOP, 3, 0), LIST()), TruncatedMessage);
    ERR(RISCV_Page_Map(frame, ep, TOP, RW, 0), InvalidCapability, 1);
    ERR(RISCV_Page_Map(frame, seL4_CapNull, TOP, RW, 0), InvalidCapability, 1);
    ERR(RISCV_Page_Map(frame, table, TOP, RW, 0), InvalidCapability, 1);
    ERR(RISCV_Page_Map(frame, mapped, TOP, RW, 0), InvalidCapability, 1);
    ERR(RISCV_Page_Map(frame, vspace, TOP + 1, RW, 0), InvalidArgument, 0);
    ERR(RISCV_Page_Map(frame, vspace, TOP, RW, 0), InvalidArgument, 0);
    ERR(RISCV_Page_Map(frame, vspace, TOP - 0xfff, RW, 0), InvalidArgument, 0);
    ERR(RISCV_Page_Map(frame, vspace, 0xffffffc000000000, RW, 0), InvalidArgument, 0);
    ERR(RISCV_Page_Map(frame, vspace, A + 1, RW, 0), AlignmentError);
    ERR(RISCV_Page_Map(frame, vspace, A + 0x800, RW, 0), AlignmentError);
    ERR(RISCV_Page_Map(frame, vspace, A, RW, 0), FailedLookup, 0, seL4_MissingCapability, 21);
    ERR(RISCV_Page_Map(frame, vspace, A + 0x40000000, RW, 0), FailedLookup, 0,
        seL4_MissingCapability, 30);
    OK(RISCV_PageTable_Map(table, vspace, A, 0));
    OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
    tables(other, A);
    ERR(RISCV_Page_Map(frame, other, A, RW, 0), InvalidCapability, 1);
    ERR(RISCV_Page_Map(frame, vspace, A + 0x1000, RW, 0), InvalidArgument, 0);
    ERR(RISCV_Page_Map(FRAME(), vspace, A, RW, 0), DeleteFirst);
    ERR(RISCV_Page_Map(copy(frame), vspace, A, RW, 0), DeleteFirst);
    OK(RISCV_Page_Map(frame, vspace, A, R_READ, 1));
    OK(RISCV_Page_Map(copy(frame), vspace, A + 0x1000, RW, 0));
}

/* An address whose end wraps around is not an error of its own. */
static void wrapping_address(void)
{
    const word vspace = new_root(), big = make(MEGA_TYPE, 0);
    ERR(RISCV_Page_Map(big, vspace, ~(word)0 - 0x1000, RW, 0), AlignmentError);
}

static void large_pages(void)
{
    const word vspace = new_root(), big = make(MEGA_TYPE, 0);
    ERR(RISCV_Page_Map(big, vspace, A, RW, 0), FailedLookup, 0, seL4_MissingCapability, 30);
    OK(RISCV_PageTable_Map(TABLE(), vspace, A, 0));
    ERR(RISCV_Page_Map(big, vspace, A + 0x1000, RW, 0), AlignmentError);
    ERR(RISCV_Page_Map(big, vspace, TOP - 0x1ff000, RW, 0), InvalidArgument, 0);
    OK(RISCV_Page_Map(big, vspace, A, RW, 0));
    OK(RISCV_Page_Map(big, vspace, A, R_READ, 0));
    OK(RISCV_PageTable_Map(TABLE(), vspace, A + 0x200000, 0));
    /* A table in the way of a large page: level 12. */
    ERR(RISCV_Page_Map(make(MEGA_TYPE, 0), vspace, A + 0x200000, RW, 0), FailedLookup, 0,
        seL4_MissingCapability, 12);
    /* A device gigabyte. */
    const word giga = make_in(device_ram_cap, GIGA_TYPE, 0);
    OK(RISCV_Page_Map(giga, vspace, A + 0x40000000, RW, 0));
    EQ(OK(RISCV_Page_GetAddress(giga)).mr[0], 0x40000000);
    ERR(RISCV_Page_Map(FRAME(), vspace, A + 0x40000000, RW, 0), FailedLookup, 0,
        seL4_MissingCapability, 30);
}

static void get_address(void)
{
    const word u = UNTYPED(14), a = make_in(u, ARCH_FRAME_TYPE, 0);
    const word b = make_in(u, ARCH_FRAME_TYPE, 0);
    const struct reply r = OK(RISCV_Page_GetAddress(a));
    EQ(r.length, 1);
    EQ(OK(RISCV_Page_GetAddress(b)).mr[0], r.mr[0] + 0x1000);
    EQ(OK(RISCV_Page_GetAddress(copy(a))).mr[0], r.mr[0]);
}

static void page_unmap(void)
{
    const word vspace = new_root(), frame = FRAME(), second = FRAME();
    OK(RISCV_Page_Unmap(frame));
    tables(vspace, A);
    OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
    OK(RISCV_Page_Unmap(copy(frame)));          /* a copy has no mapping of its own */
    ERR(RISCV_Page_Map(second, vspace, A, RW, 0), DeleteFirst);
    OK(RISCV_Page_Unmap(frame));
    OK(RISCV_Page_Map(second, vspace, A, RW, 0));
    OK(RISCV_Page_Map(frame, vspace, A + 0x3000, RW, 0));
    discard(second);                            /* deleting a mapped frame unmaps it */
    OK(RISCV_Page_Map(FRAME(), vspace, A, RW, 0));
}

/* A mapping made through a table that is gone does no harm when it is undone. */
static void stale_mapping(void)
{
    const word vspace = new_root(), frame = FRAME(), other = FRAME(), lower = TABLE();
    OK(RISCV_PageTable_Map(TABLE(), vspace, A, 0));
    OK(RISCV_PageTable_Map(lower, vspace, A, 0));
    OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
    discard(lower);
    OK(RISCV_PageTable_Map(TABLE(), vspace, A, 0));
    OK(RISCV_Page_Map(other, vspace, A, RW, 0));
    OK(RISCV_Page_Unmap(frame));
    ERR(RISCV_Page_Map(FRAME(), vspace, A, RW, 0), DeleteFirst);    /* other is still there */
}

/* No rights and not executable: an empty entry; the capability counts as mapped all the same. */
static void map_without_rights(void)
{
    const word vspace = new_root(), frame = FRAME(), other = FRAME();
    tables(vspace, A);
    OK(RISCV_Page_Map(frame, vspace, A, 0, 1));
    ERR(RISCV_Page_Map(frame, vspace, A + 0x1000, RW, 0), InvalidArgument, 0);
    OK(RISCV_Page_Map(other, vspace, A, RW, 0));
    /* Mapped again, the first replaces the other, whose Unmap then finds nothing of its own. */
    OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
    OK(RISCV_Page_Unmap(other));
    ERR(RISCV_Page_Map(FRAME(), vspace, A, RW, 0), DeleteFirst);
    OK(RISCV_Page_Unmap(frame));
    OK(RISCV_Page_Map(FRAME(), vspace, A, RW, 0));
}

/* --- memory as programs see it --------------------------------------------------------------- */

static void same_frame_twice(void)
{
    const word frame = FRAME();
    volatile word *a = (volatile word *)A, *b = (volatile word *)(A + 0x1000);
    arch_map(arena, frame, A, true);
    arch_map(arena, copy(frame), A + 0x1000, true);
    a[7] = 0x1234;
    EQ(b[7], 0x1234);
    b[8] = 0x5678;
    EQ(a[8], 0x5678);
}

/* After unmapping and mapping another frame the old translation is not used again. */
static void translations_are_flushed(void)
{
    const word one = FRAME(), two = FRAME();
    volatile word *at = (volatile word *)A;
    arch_map(arena, one, A, true);
    *at = 1;
    OK(RISCV_Page_Unmap(one));
    OK(RISCV_Page_Map(two, root, A, RW, 0));
    EQ(*at, 0);
    *at = 2;
    OK(RISCV_Page_Unmap(two));
    OK(RISCV_Page_Map(one, root, A, RW, 0));
    EQ(*at, 1);
}

/* A mapping that was used a moment ago is gone at once, in each way to take it away. */
static void unmapped_is_gone(void)
{
    const word vspace = seL4_CapInitThreadVSpace, upper = TABLE(), lower = TABLE();
    for (word way = 0; way < 4; way++) {
        struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
        const word frame = FRAME(), ep = ENDPOINT(), reply = REPLY();
        if (way == 0)
            OK(RISCV_PageTable_Map(upper, vspace, A, 0));
        if (way == 0 || way == 3)
            OK(RISCV_PageTable_Map(lower, vspace, A, 0));
        OK(RISCV_Page_Map(frame, vspace, A, RW, 0));
        EQ(*(volatile word *)A, 0);
        switch (way) {
        case 0:
            OK(RISCV_Page_Unmap(frame));
            break;
        case 1:
            discard(frame);
            break;
        case 2:
            OK(RISCV_PageTable_Unmap(lower));
            break;
        default:
            discard(lower);
            break;
        }
        thread_set_fault_endpoint(t, ep);
        START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
        word values[32] = { (word)fault_load };
        values[ARCH_REG_ARG0] = A;
        OK(write_registers(t->tcb, 1, 32, values));
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
        EQ(handler->sys.mr[1], A);
    }
}

/* A capability that may only be read does not map writable, whatever the request says. */
static void rights_of_the_capability(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word frame = FRAME(), ep = ENDPOINT(), reply = REPLY();
    arch_map(arena, frame, A, true);
    OK(RISCV_Page_Map(mint(frame, R_READ, 0), root, A + 0x1000, RW, 0));
    *(volatile word *)A = 5;
    EQ(*(volatile word *)(A + 0x1000), 5);
    thread_set_fault_endpoint(t, ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    word values[32] = { (word)fault_store };
    values[ARCH_REG_ARG0] = A + 0x1000;
    OK(write_registers(t->tcb, 1, 32, values));
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
    EQ(handler->sys.mr[3], 7);
    EQ(*(volatile word *)A, 5);
}

/* A thread of another address space sees its own frame at the same address. */
static void another_address_space(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word vspace = new_root(), code = FRAME(), ep = ENDPOINT(), reply = REPLY();
    tables(vspace, A);
    arch_map(arena, code, A, true);
    volatile unsigned *at = (volatile unsigned *)A;
    at[0] = 0x00000073;                         /* ecall */
    __asm__ volatile("fence.i");
    OK(RISCV_Page_Map(copy(code), vspace, A + 0x5000, R_READ, 0));
    OK(TCB_SetSpace(t->tcb, ep, CNODE, 0, vspace, 0));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    word values[32] = { A + 0x5000 };
    values[23] = 0x321;
    OK(write_registers(t->tcb, 1, 32, values));
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_UnknownSyscall);
    EQ(handler->sys.mr[0], A + 0x5000);
    /* What the root task has mapped is not there. */
    values[0] = A;
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    OK(write_registers(t->tcb, 1, 32, values));
    EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
    EQ(handler->sys.mr[1], A);
    EQ(handler->sys.mr[2], 1);
    /* The address space deleted: the next fetch faults. */
    values[0] = A + 0x5000;
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    OK(CNode_Revoke(CNODE, vspace, DEPTH));
    discard(vspace);
    OK(write_registers(t->tcb, 1, 32, values));
    EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
    EQ(handler->sys.mr[1], A + 0x5000);
}

SUITE(vspace,
    { "table-map-errors", table_map_errors },
    { "table-under-large-page", table_under_large_page },
    { "table-unmap", table_unmap },
    { "table-copy", table_copy },
    { "page-map-errors", page_map_errors },
    { "wrapping-address", wrapping_address },
    { "large-pages", large_pages },
    { "get-address", get_address },
    { "page-unmap", page_unmap },
    { "stale-mapping", stale_mapping },
    { "map-without-rights", map_without_rights },
    { "same-frame-twice", same_frame_twice },
    { "translations-are-flushed", translations_are_flushed },
    { "unmapped-is-gone", unmapped_is_gone },
    { "rights-of-the-capability", rights_of_the_capability },
    { "another-address-space", another_address_space },
);
