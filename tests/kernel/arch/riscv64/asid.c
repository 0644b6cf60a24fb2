/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ASID pools: 128 of them with 512 entries each; making, assigning, running out, deleting.
 */
#include "operations.h"

#define N_POOLS   128
#define N_ENTRIES 512
#define TABLE()   make(ARCH_TABLE_TYPE, 0)

static const word control = seL4_CapASIDControl;

static word make_pool(void)
{
    const word to = slot();
    OK(RISCV_ASIDControl_MakePool(control, UNTYPED(12), CNODE, to, DEPTH));
    return to;
}

static void make_pool_errors(void)
{
    const word to = slot(), ep = ENDPOINT(), u = UNTYPED(12), used = UNTYPED(12);
    const word device = make_in(device_ram_cap, seL4_UntypedObject, 12);
    make_in(used, seL4_EndpointObject, 0);
    ERR(INVOKE(control, RISCVASIDControlMakePool, LIST(to), LIST(ep, ep)), TruncatedMessage);
    ERR(INVOKE(control, RISCVASIDControlMakePool, LIST(to, 99), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(control, RISCVASIDControlMakePool, LIST(to, 99), LIST()), TruncatedMessage);
    ERR(RISCV_ASIDControl_MakePool(control, ep, ep, to, 99), InvalidCapability, 1);
    ERR(RISCV_ASIDControl_MakePool(control, seL4_CapNull, ep, to, 99), InvalidCapability, 1);
    ERR(RISCV_ASIDControl_MakePool(control, UNTYPED(11), ep, to, 99), InvalidCapability, 1);
    ERR(RISCV_ASIDControl_MakePool(control, UNTYPED(13), ep, to, 99), InvalidCapability, 1);
    ERR(RISCV_ASIDControl_MakePool(control, device, ep, to, 99), InvalidCapability, 1);
    ERR(RISCV_ASIDControl_MakePool(control, used, ep, to, 99), RevokeFirst);
    ERR(RISCV_ASIDControl_MakePool(control, u, ep, to, 99), FailedLookup, 0, seL4_InvalidRoot);
    ERR(RISCV_ASIDControl_MakePool(control, u, CNODE, to, 99), RangeError, 1, 64);
    ERR(RISCV_ASIDControl_MakePool(control, u, CNODE, to, 60), FailedLookup, 0,
        seL4_DepthMismatch, 60, 64);
    ERR(RISCV_ASIDControl_MakePool(control, u, CNODE, ep, DEPTH), DeleteFirst);
    OK(RISCV_ASIDControl_MakePool(control, u, CNODE, to, DEPTH));
    /* The untyped is used up; the pool is its child. */
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, CNODE, 0, 0, slot(), 1), NotEnoughMemory, 0);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    TRUE(slot_is_empty(to));
}

static void assign_errors(void)
{
    const word pool = make_pool(), ep = ENDPOINT(), root = TABLE(), table = TABLE();
    ERR(INVOKE(pool, RISCVASIDPoolAssign, LIST(), LIST()), TruncatedMessage);
    ERR(RISCV_ASIDPool_Assign(pool, ep), InvalidCapability, 1);
    ERR(RISCV_ASIDPool_Assign(pool, seL4_CapNull), InvalidCapability, 1);
    ERR(RISCV_ASIDPool_Assign(pool, make(ARCH_FRAME_TYPE, 0)), InvalidCapability, 1);
    OK(RISCV_ASIDPool_Assign(pool, root));
    ERR(RISCV_ASIDPool_Assign(pool, root), InvalidCapability, 1);
    OK(RISCV_PageTable_Map(table, root, ARCH_SCRATCH, 0));
    ERR(RISCV_ASIDPool_Assign(pool, table), InvalidCapability, 1);
    ERR(RISCV_ASIDPool_Assign(pool, seL4_CapInitThreadVSpace), InvalidCapability, 1);
}

/* All pools but the first, which is the root task's; then there is none left. */
static void all_pools(void)
{
    for (word i = 1; i < N_POOLS; i++)
        make_pool();
    ERR(RISCV_ASIDControl_MakePool(control, ENDPOINT(), ENDPOINT(), 0, 99), DeleteFirst);
    const word u = UNTYPED(12), to = slot();
    ERR(RISCV_ASIDControl_MakePool(control, u, CNODE, to, DEPTH), DeleteFirst);
}

/* A deleted pool can be made again, and a deleted root leaves its entry. */
static void reuse(void)
{
    for (word round = 0; round < N_POOLS + 4; round++) {
        const word u = UNTYPED(12), to = slot();
        OK(RISCV_ASIDControl_MakePool(control, u, CNODE, to, DEPTH));
        discard(to);
        discard(u);
    }
    const word pool = make_pool(), u = UNTYPED(12);
    for (word round = 0; round < N_ENTRIES + 4; round++) {
        const word root = make_in(u, ARCH_TABLE_TYPE, 0);
        OK(RISCV_ASIDPool_Assign(pool, root));
        discard(root);
    }
}

static void full_pool(void)
{
    const word pool = make_pool(), tables = slots(N_ENTRIES + 1);
    OK(Untyped_Retype(arena, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, tables, 256));
    OK(Untyped_Retype(arena, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, tables + 256, 256));
    OK(Untyped_Retype(arena, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, tables + 512, 1));
    for (word i = 0; i < N_ENTRIES; i++)
        OK(RISCV_ASIDPool_Assign(pool, tables + i));
    ERR(RISCV_ASIDPool_Assign(pool, tables + N_ENTRIES), DeleteFirst);
    discard(tables + 100);
    OK(RISCV_ASIDPool_Assign(pool, tables + N_ENTRIES));
}

/* The pool of an address space deleted: its root resolves no more. */
static void pool_deleted(void)
{
    const word pool = make_pool(), root = TABLE(), frame = make(ARCH_FRAME_TYPE, 0);
    const word table = TABLE(), second = copy(pool);
    OK(RISCV_ASIDPool_Assign(pool, root));
    discard(second);
    OK(RISCV_PageTable_Map(table, root, ARCH_SCRATCH, 0));
    discard(pool);
    ERR(RISCV_PageTable_Map(TABLE(), root, ARCH_SCRATCH, 0), FailedLookup, 0, seL4_InvalidRoot);
    ERR(RISCV_Page_Map(frame, root, ARCH_SCRATCH, 3, 0), FailedLookup, 0, seL4_InvalidRoot);
    OK(RISCV_PageTable_Unmap(table));
}

/* A thread whose address space lost its pool faults at its next instruction. */
static void pool_deleted_under_a_thread(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word pool = make_pool(), root = TABLE(), ep = ENDPOINT(), reply = REPLY();
    OK(RISCV_ASIDPool_Assign(pool, root));
    OK(TCB_SetSpace(t->tcb, ep, CNODE, 0, root, 0));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    discard(pool);
    const word pc = ARCH_SCRATCH;
    OK(write_registers(t->tcb, 1, 1, &pc));
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
    EQ(handler->sys.mr[1], ARCH_SCRATCH);
    EQ(handler->sys.mr[2], 1);
    EQ(handler->sys.mr[3], 1);
}

/* A thread gives itself an empty address space: its next instruction faults. */
static void set_space_self(void)
{
    struct thread *t = thread_new(HIGH), *h = thread_new(HIGHER);
    const word ep = ENDPOINT(), table = make(ARCH_TABLE_TYPE, 0);
    OK(RISCV_ASIDPool_Assign(seL4_CapInitThreadASIDPool, table));
    START(h, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    t->buffer->caps_or_badges[0] = ep;
    t->buffer->caps_or_badges[1] = CNODE;
    t->buffer->caps_or_badges[2] = table;
    START(t, .number = seL4_SysCall, .cap = t->tcb, .info = INFO(TCBSetSpace, 3, 2));
    FALSE(t->done);
    TRUE(h->done);
    EQ(info_label(h->sys.info), seL4_Fault_VMFault);
}

SUITE(asid,
    { "make-pool-errors", make_pool_errors },
    { "assign-errors", assign_errors },
    { "all-pools", all_pools },
    { "reuse", reuse },
    { "full-pool", full_pool },
    { "pool-deleted", pool_deleted },
    { "pool-deleted-under-a-thread", pool_deleted_under_a_thread },
    { "set-space-of-oneself-at-once", set_space_self },
);
