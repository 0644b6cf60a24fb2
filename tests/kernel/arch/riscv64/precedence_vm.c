/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which of two errors is reported, and addresses at the edge: page tables, frames, ASID pools.
 * And one good request for each of their invocations.
 */
#include "requests.h"

#define TOP     0x3ffffff000UL
#define MEGA    0x200000UL
#define A       ARCH_SCRATCH
#define TABLE() make(ARCH_TABLE_TYPE, 0)
#define FRAME() make(ARCH_FRAME_TYPE, 0)

static word new_root(word pool)
{
    const word table = TABLE();
    OK(RISCV_ASIDPool_Assign(pool, table));
    return table;
}

static word new_pool(void)
{
    const word to = slot();
    OK(RISCV_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, to, DEPTH));
    return to;
}

/* A root whose pool is gone. */
static word lost_root(void)
{
    const word pool = new_pool(), root = new_root(pool);
    discard(pool);
    return root;
}

static word table_at(word root, word address)
{
    const word table = TABLE();
    OK(RISCV_PageTable_Map(table, root, address, 0));
    return table;
}

struct request arch_request_good(word label)
{
    const word pool = seL4_CapInitThreadASIDPool, root = new_root(pool);
    const word unmapped = TABLE(), frame = FRAME();
    table_at(root, A);
    table_at(root, A);
    switch (label) {
    case RISCVPageTableMap: return REQUEST(unmapped, label, LIST(A + MEGA, 0), LIST(root));
    case RISCVPageTableUnmap: return REQUEST(unmapped, label, LIST(), LIST());
    case RISCVPageMap: return REQUEST(frame, label, LIST(A, 3, 0), LIST(root));
    case RISCVPageUnmap:
    case RISCVPageGetAddress: return REQUEST(frame, label, LIST(), LIST());
    case RISCVASIDControlMakePool:
        return REQUEST(seL4_CapASIDControl, label, LIST(slot(), DEPTH), LIST(UNTYPED(12), CNODE));
    case RISCVASIDPoolAssign: return REQUEST(pool, label, LIST(), LIST(unmapped));
    default: return (struct request){ 0 };
    }
}

static word subject;

static void unmap_table(void)
{
    OK(RISCV_PageTable_Unmap(subject));
}

static void unmap_frame(void)
{
    OK(RISCV_Page_Unmap(subject));
}

static void table_map(void)
{
    const word root = new_root(seL4_CapInitThreadASIDPool), ep = ENDPOINT();
    const word inner = table_at(root, A), last = table_at(root, A);
    subject = TABLE();
    const struct request good = REQUEST(subject, RISCVPageTableMap, LIST(A + MEGA, 0), LIST(root));
    const struct row rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 1, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { SELF, last, BAD_CAP(0) },
        { SELF, root, BAD_CAP(0) },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { CAP(0), TABLE(), BAD_CAP(1) },
        { CAP(0), FRAME(), BAD_CAP(1) },
        { WORD(0), TOP, BAD_ARG(0) },
        { WORD(0), 0x4000000000UL, BAD_ARG(0) },            /* bit 38: the hole begins */
        { WORD(0), 0x7fffffffffffffffUL, BAD_ARG(0) },
        { WORD(0), 0xffffffc000000000UL, BAD_ARG(0) },      /* the kernel's half */
        { WORD(0), 0xffffffff80200000UL, BAD_ARG(0) },
        { WORD(0), ~(word)0, BAD_ARG(0) },
        { CAP(0), lost_root(), LOOKUP(0, seL4_InvalidRoot) },
        { CAP(0), inner, BAD_CAP(1) },
        { WORD(0), A, OCCUPIED },
        { WORD(0), A + MEGA - 1, OCCUPIED },
        { WORD(0), 0, SUCCESS },
        { WORD(0), TOP - 1, SUCCESS },
        { WORD(0), A + 2 * MEGA - 1, SUCCESS },
        { WORD(1), ~(word)0, SUCCESS },
    };
    PRECEDENCE(&good, rows, unmap_table);
}

static void page_map(void)
{
    const word root = new_root(seL4_CapInitThreadASIDPool), ep = ENDPOINT(), taken = FRAME();
    const word inner = table_at(root, A), other = new_root(seL4_CapInitThreadASIDPool);
    const word elsewhere = FRAME(), nearby = FRAME();
    table_at(root, A);
    table_at(root, TOP - 1);
    table_at(root, TOP - 1);
    table_at(other, A);
    table_at(other, A);
    OK(RISCV_Page_Map(taken, root, A + 0x3000, 3, 0));
    OK(RISCV_Page_Map(elsewhere, other, A, 3, 0));
    OK(RISCV_Page_Map(nearby, root, A + 0x4000, 3, 0));
    subject = FRAME();
    const struct request good = REQUEST(subject, RISCVPageMap, LIST(A, 3, 0), LIST(root));
    const struct row rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 2, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { CAP(0), TABLE(), BAD_CAP(1) },
        { CAP(0), lost_root(), LOOKUP(0, seL4_InvalidRoot) },
        { CAP(0), inner, BAD_CAP(1) },
        { WORD(0), TOP, BAD_ARG(0) },
        { WORD(0), TOP - 0x1000 + 1, BAD_ARG(0) },
        { WORD(0), 0x4000000000UL, BAD_ARG(0) },
        { WORD(0), 0x7ffffffffffff000UL, BAD_ARG(0) },
        { WORD(0), 0xffffffc000000000UL, BAD_ARG(0) },
        { WORD(0), 0xffffffff80200000UL, BAD_ARG(0) },
        { WORD(0), ~(word)0 - 0xfff, BAD_ARG(0) },
        { WORD(0), A + 1, UNALIGNED },
        { WORD(0), A + 0xfff, UNALIGNED },
        { WORD(0), ~(word)0, UNALIGNED },                   /* wraps around to 0xffe */
        { WORD(0), A + MEGA, LOOKUP(0, seL4_MissingCapability, 21) },
        { WORD(0), A + 0x40000000, LOOKUP(0, seL4_MissingCapability, 30) },
        { SELF, elsewhere, BAD_CAP(1) },
        { SELF, nearby, BAD_ARG(0) },
        { WORD(0), A + 0x3000, OCCUPIED },
        { WORD(0), TOP - 0x1000, SUCCESS },
        { WORD(0), A + 0x1ff000, SUCCESS },
        { WORD(1), ~(word)0, SUCCESS },
        { WORD(2), ~(word)0, SUCCESS },
    };
    PRECEDENCE(&good, rows, unmap_frame);
}

static word pool_slot;

static void pools(void)
{
    const word ep = ENDPOINT(), used = UNTYPED(12), u = UNTYPED(12);
    const word device = make_in(device_ram_cap, seL4_UntypedObject, 12);
    make_in(used, seL4_EndpointObject, 0);
    pool_slot = slot();
    const struct request make_pool = REQUEST(seL4_CapASIDControl, RISCVASIDControlMakePool,
                                             LIST(pool_slot, DEPTH), LIST(u, CNODE));
    const struct row pool_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 1, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAPS_ARE, 1, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { CAP(0), UNTYPED(11), BAD_CAP(1) },
        { CAP(0), UNTYPED(13), BAD_CAP(1) },
        { CAP(0), device, BAD_CAP(1) },
        { CAP(0), used, REVOKE },
        { CAP(1), ep, LOOKUP(0, seL4_InvalidRoot) },
        { WORD(1), 0, RANGE(1, 64) },
        { WORD(1), 65, RANGE(1, 64) },
        { WORD(1), ~(word)0, RANGE(1, 64) },
        { WORD(0), (word)1 << 63, LOOKUP(0, seL4_GuardMismatch, 64, 0, 47) },
        { WORD(0), ep, OCCUPIED },
    };
    PRECEDENCE(&make_pool, pool_rows, NULL);
    OK(request_send(&make_pool));
    const struct request assign = REQUEST(pool_slot, RISCVASIDPoolAssign, LIST(), LIST(TABLE()));
    const struct row assign_rows[] = {
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), new_root(pool_slot), BAD_CAP(1) },
        { CAP(0), seL4_CapInitThreadVSpace, BAD_CAP(1) },
    };
    PRECEDENCE(&assign, assign_rows, NULL);
    OK(request_send(&assign));
}

SUITE(precedence_vm,
    { "page-table-map", table_map },
    { "page-map", page_map },
    { "asid-pools", pools },
);
