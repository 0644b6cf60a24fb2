/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ASID pools, with 512 entries each; making, assigning, running out, deleting.
 */
#include "operations.h"

#define N_POOLS   ARCH_N_ASID_POOLS
#define N_ENTRIES 512
#define N_LEVELS  ARCH_N_IMAGE_TABLES       /* of tables below a root */
#define VSPACE()  make(ARCH_VSPACE_TYPE, 0)

static const word control = seL4_CapASIDControl;

/* A table for level `level` of an address space, 0 right below the root. */
static word table_for(word level)
{
    return make(arch_table_type(level), 0);
}

static struct reply map_table(word level, word table, word root)
{
    return INVOKE(table, arch_table_map_label(level), LIST(ARCH_SCRATCH, 0), LIST(root));
}

static struct reply unmap_table(word level, word table)
{
    return INVOKE(table, arch_table_map_label(level) + 1, LIST(), LIST());
}

static word make_pool(void)
{
    const word to = slot();
    OK(ASIDControl_MakePool(control, UNTYPED(12), CNODE, to, DEPTH));
    return to;
}

static void make_pool_errors(void)
{
    const word to = slot(), ep = ENDPOINT(), u = UNTYPED(12), used = UNTYPED(12);
    const word device = make_in(device_ram_cap, seL4_UntypedObject, 12);
    make_in(used, seL4_EndpointObject, 0);
    ERR(INVOKE(control, ARCH_LABEL_MAKE_POOL, LIST(to), LIST(ep, ep)), TruncatedMessage);
    ERR(INVOKE(control, ARCH_LABEL_MAKE_POOL, LIST(to, 99), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(control, ARCH_LABEL_MAKE_POOL, LIST(to, 99), LIST()), TruncatedMessage);
    ERR(ASIDControl_MakePool(control, ep, ep, to, 99), InvalidCapability, 1);
    ERR(ASIDControl_MakePool(control, seL4_CapNull, ep, to, 99), InvalidCapability, 1);
    ERR(ASIDControl_MakePool(control, UNTYPED(11), ep, to, 99), InvalidCapability, 1);
    ERR(ASIDControl_MakePool(control, UNTYPED(13), ep, to, 99), InvalidCapability, 1);
    ERR(ASIDControl_MakePool(control, device, ep, to, 99), InvalidCapability, 1);
    ERR(ASIDControl_MakePool(control, used, ep, to, 99), RevokeFirst);
    ERR(ASIDControl_MakePool(control, u, ep, to, 99), FailedLookup, 0, seL4_InvalidRoot);
    ERR(ASIDControl_MakePool(control, u, CNODE, to, 99), RangeError, 1, 64);
    ERR(ASIDControl_MakePool(control, u, CNODE, to, 60), FailedLookup, 0,
        seL4_DepthMismatch, 60, 64);
    ERR(ASIDControl_MakePool(control, u, CNODE, ep, DEPTH), DeleteFirst);
    OK(ASIDControl_MakePool(control, u, CNODE, to, DEPTH));
    /* The untyped is used up; the pool is its child. */
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, CNODE, 0, 0, slot(), 1), NotEnoughMemory, 0);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    TRUE(slot_is_empty(to));
}

static void assign_errors(void)
{
    const word pool = make_pool(), ep = ENDPOINT(), root = VSPACE(), table = table_for(0);
    ERR(INVOKE(pool, ARCH_LABEL_ASSIGN, LIST(), LIST()), TruncatedMessage);
    ERR(ASIDPool_Assign(pool, ep), InvalidCapability, 1);
    ERR(ASIDPool_Assign(pool, seL4_CapNull), InvalidCapability, 1);
    ERR(ASIDPool_Assign(pool, make(ARCH_FRAME_TYPE, 0)), InvalidCapability, 1);
    OK(ASIDPool_Assign(pool, root));
    ERR(ASIDPool_Assign(pool, root), InvalidCapability, 1);
    OK(map_table(0, table, root));
    ERR(ASIDPool_Assign(pool, table), InvalidCapability, 1);
    ERR(ASIDPool_Assign(pool, seL4_CapInitThreadVSpace), InvalidCapability, 1);
}

/* All pools but the first, which is the root task's; then there is none left. */
static void all_pools(void)
{
    for (word i = 1; i < N_POOLS; i++)
        make_pool();
    ERR(ASIDControl_MakePool(control, ENDPOINT(), ENDPOINT(), 0, 99), DeleteFirst);
    const word u = UNTYPED(12), to = slot();
    ERR(ASIDControl_MakePool(control, u, CNODE, to, DEPTH), DeleteFirst);
}

/* A deleted pool can be made again, and a deleted root leaves its entry. */
static void reuse(void)
{
    for (word round = 0; round < N_POOLS + 4; round++) {
        const word u = UNTYPED(12), to = slot();
        OK(ASIDControl_MakePool(control, u, CNODE, to, DEPTH));
        discard(to);
        discard(u);
    }
    const word pool = make_pool(), u = UNTYPED(13);
    for (word round = 0; round < N_ENTRIES + 4; round++) {
        const word root = make_in(u, ARCH_VSPACE_TYPE, 0);
        OK(ASIDPool_Assign(pool, root));
        discard(root);
    }
}

static void full_pool(void)
{
    const word pool = make_pool(), roots = slots(N_ENTRIES + 1);
    OK(Untyped_Retype(arena, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, roots, 256));
    OK(Untyped_Retype(arena, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, roots + 256, 256));
    OK(Untyped_Retype(arena, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, roots + 512, 1));
    for (word i = 0; i < N_ENTRIES; i++)
        OK(ASIDPool_Assign(pool, roots + i));
    ERR(ASIDPool_Assign(pool, roots + N_ENTRIES), DeleteFirst);
    discard(roots + 100);
    OK(ASIDPool_Assign(pool, roots + N_ENTRIES));
}

/* The pool of an address space deleted: its root resolves no more. */
static void pool_deleted(void)
{
    const word pool = make_pool(), root = VSPACE(), frame = make(ARCH_FRAME_TYPE, 0);
    const word table = table_for(0), second = copy(pool);
    OK(ASIDPool_Assign(pool, root));
    discard(second);
    OK(map_table(0, table, root));
    discard(pool);
    ERR(map_table(0, table_for(0), root), FailedLookup, 0, seL4_InvalidRoot);
    ERR(Page_Map(frame, root, ARCH_SCRATCH, 3, 0), FailedLookup, 0, seL4_InvalidRoot);
    OK(unmap_table(0, table));
}

/* A thread whose address space lost its pool faults at its next instruction. */
static void pool_deleted_under_a_thread(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word pool = make_pool(), root = VSPACE(), ep = ENDPOINT(), reply = REPLY();
    OK(ASIDPool_Assign(pool, root));
    OK(TCB_SetSpace(t->tcb, ep, CNODE, 0, root, 0));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    discard(pool);
    const word pc = ARCH_SCRATCH;
    OK(write_registers(t->tcb, 1, 1, &pc));
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
    EQ(handler->sys.mr[1], ARCH_SCRATCH);
    EQ(handler->sys.mr[2], 1);
    TRUE(ARCH_FETCH_FAULT(handler->sys.mr[3]));
}

/* A space like the first one that was made with this pool: tables and a frame at one address. */
struct space {
    word pool, root, table[N_LEVELS], frame;
};

static struct space new_space(void)
{
    struct space s = { .pool = make_pool(), .root = VSPACE(), .frame = make(ARCH_FRAME_TYPE, 0) };
    OK(ASIDPool_Assign(s.pool, s.root));
    for (word i = 0; i < N_LEVELS; i++) {
        s.table[i] = table_for(i);
        OK(map_table(i, s.table[i], s.root));
    }
    OK(Page_Map(s.frame, s.root, ARCH_SCRATCH, 3, 0));
    return s;
}

static void still_whole(const struct space *s)
{
    for (word i = 0; i < N_LEVELS; i++)
        ERR(map_table(i, table_for(i), s->root), DeleteFirst);
    TRUE(arch_page_is_mapped(s->root, ARCH_SCRATCH));
}

/* Pool, and with it the ASID, used again: what the old space's capabilities remember is the same
 * ASID and address, yet they do nothing to the new space; and its thread does not run there. */
static void asid_used_again(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), pc = ARCH_SCRATCH;
    for (word round = 0; round < 2; round++) {
        const struct space old = new_space();
        OK(TCB_SetSpace(t->tcb, ep, CNODE, 0, old.root, 0));
        discard(old.pool);
        const struct space new = new_space();
        START(handler, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
        OK(write_registers(t->tcb, 1, 1, &pc));
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
        if (round == 0) {
            OK(Page_Unmap(old.frame));
            for (word i = N_LEVELS; i-- > 0;)
                OK(unmap_table(i, old.table[i]));
        }
        still_whole(&new);
        discard(old.frame);
        for (word i = N_LEVELS; i-- > 0;)
            discard(old.table[i]);
        still_whole(&new);
        discard(old.root);          /* a copy is left in the thread */
        OK(TCB_SetSpace(t->tcb, 0, CNODE, 0, new.root, 0));
        still_whole(&new);
        discard(new.pool);
    }
}

/* A thread gives itself an empty address space: its next instruction faults. */
static void set_space_self(void)
{
    struct thread *t = thread_new(HIGH), *h = thread_new(HIGHER);
    const word ep = ENDPOINT(), vspace = VSPACE();
    OK(ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    START(h, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    t->buffer->caps_or_badges[0] = ep;
    t->buffer->caps_or_badges[1] = CNODE;
    t->buffer->caps_or_badges[2] = vspace;
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
    { "asid-used-again", asid_used_again },
    { "set-space-of-oneself-at-once", set_space_self },
);
