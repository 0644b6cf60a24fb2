/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The processor's copies of translations: whatever changes in the tables counts at the next access,
 * in this address space and in others; numbers of address spaces that go round are nobody's twice.
 */
#include "operations.h"
#include "probes.h"

#define RW      (R_READ | R_WRITE)
#define A       ARCH_SCRATCH
#define CODE    (A + 0x100000)          /* in address spaces made here: load and store below */
#define LOAD    CODE
#define STORE   (CODE + 8)
#define FRAME() make(ARCH_FRAME_TYPE, 0)
#define TABLE() make(ARCH_TABLE_TYPE, 0)

static const word root = seL4_CapInitThreadVSpace;

/* --- address spaces of one's own ------------------------------------------------------------- */

static void map_in(word vspace, word frame, word at)
{
    while (ARM_Page_Map(frame, vspace, at, RW, 1).label == seL4_FailedLookup)
        OK(ARM_PageTable_Map(TABLE(), vspace, at, 0));
}

/* A frame with two instructions, each followed by an unknown system call. */
static word code_frame(void)
{
    const word code = FRAME(), here = copy(code);
    static const unsigned text[] = {
        INSTRUCTION_LOAD, INSTRUCTION_SVC, INSTRUCTION_STORE, INSTRUCTION_SVC,
    };
    arch_map(arena, here, A + 0x200000, true);
    for (word i = 0; i < 4; i++)
        ((volatile unsigned *)(A + 0x200000))[i] = text[i];
    probe_code_written(A + 0x200000);
    OK(ARM_Page_Unmap(here));
    return code;
}

static word space_with(word code, word pool)
{
    const word vspace = make(ARCH_VSPACE_TYPE, 0);
    OK(ARM_ASIDPool_Assign(pool, vspace));
    map_in(vspace, copy(code), CODE);
    return vspace;
}

/* Lets the thread run in the address space where it is. */
static void run(word pc, word x0, word x1)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, pc, x0);
    values[ARCH_REG_ARG0 + 1] = x1;
    FALSE(probe_run_registers(values));
}

static void run_in(word vspace, word pc, word x0, word x1)
{
    probe_vspace(vspace);
    run(pc, x0, x1);
}

/* The word at `at` in that address space. */
static word load_in(word vspace, word at)
{
    run_in(vspace, LOAD, at, 0);
    EQ(info_label(faulted->sys.info), seL4_Fault_UnknownSyscall);
    return faulted->sys.mr[1];
}

static void store_in(word vspace, word at, word value)
{
    run_in(vspace, STORE, at, value);
    EQ(info_label(faulted->sys.info), seL4_Fault_UnknownSyscall);
}

static void faults_in(word vspace, word pc, word at)
{
    run_in(vspace, pc, at, 0);
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], at);
}

/* --- the running address space --------------------------------------------------------------- */

/* After unmapping and mapping another frame the old translation is not used again. */
static void unmapped_and_mapped(void)
{
    const word one = FRAME(), two = FRAME();
    volatile word *at = (volatile word *)A;
    arch_map(arena, one, A, true);
    *at = 1;
    OK(ARM_Page_Unmap(one));
    OK(ARM_Page_Map(two, root, A, RW, 1));
    EQ(*at, 0);
    *at = 2;
    OK(ARM_Page_Unmap(two));
    OK(ARM_Page_Map(one, root, A, RW, 1));
    EQ(*at, 1);
}

/* A leaf put in the place of another, without unmapping. */
static void replaced(void)
{
    const word one = FRAME(), two = FRAME(), big = make(ARCH_LARGE_TYPE, 0);
    const word other = make(ARCH_LARGE_TYPE, 0), at_big = A + 0x200000;
    volatile word *at = (volatile word *)A;
    arch_map(arena, one, A, true);
    *at = 1;
    OK(ARM_Page_Map(two, root, A, RW, 1));
    EQ(*at, 0);
    *at = 2;
    OK(ARM_Page_Unmap(one));            /* stale: two stays */
    EQ(*at, 2);
    OK(ARM_Page_Map(one, root, A, RW, 1));
    EQ(*at, 1);
    arch_map(arena, big, at_big, true);
    *(volatile word *)(at_big + 0x1ff000) = 3;
    OK(ARM_Page_Map(other, root, at_big, RW, 1));
    EQ(*(volatile word *)(at_big + 0x1ff000), 0);
}

/* Fewer and more rights, seen by the next access. */
static void protection_changes(void)
{
    const word frame = FRAME();
    word values[ARCH_N_REGISTERS];
    arch_map(arena, frame, A, true);
    *(volatile unsigned *)A = INSTRUCTION_RET;
    probe_code_written(A);
    probe_registers(values, A, 0);
    values[ARCH_REG_ARG0 + 13] = (word)thread_done;
    for (word i = 0; i < 3; i++) {
        TRUE(probe_run(fault_store, A + 8));
        OK(ARM_Page_Map(frame, root, A, R_READ, 1));
        FALSE(probe_run(fault_store, A + 8));
        TRUE(probe_run_registers(values));
        OK(ARM_Page_Map(frame, root, A, RW, 5));
        FALSE(probe_run_registers(values));
        TRUE(probe_run(fault_load, A));
        OK(ARM_Page_Map(frame, root, A, 0, 1));
        FALSE(probe_run(fault_load, A));
        OK(ARM_Page_Map(frame, root, A, RW, 1));
    }
}

static void take_away(word way, word frame, word lower, word upper)
{
    switch (way) {
    case 0:
        OK(ARM_Page_Unmap(frame));
        break;
    case 1:
        discard(frame);
        break;
    case 2:
        OK(ARM_PageTable_Unmap(lower));
        break;
    case 3:
        discard(lower);
        break;
    default:
        OK(ARM_PageTable_Unmap(upper));
        break;
    }
}

/* A mapping that was used a moment ago is gone at once, in each way to take it away. */
static void gone_at_once(void)
{
    const word upper = TABLE();
    word lower = TABLE();
    OK(ARM_PageTable_Map(upper, root, A, 0));
    OK(ARM_PageTable_Map(lower, root, A, 0));
    for (word way = 0; way < 5; way++) {
        const word frame = FRAME();
        if (way >= 3) {
            lower = TABLE();
            OK(ARM_PageTable_Map(lower, root, A, 0));
        }
        OK(ARM_Page_Map(frame, root, A, RW, 1));
        EQ(*(volatile word *)A, 0);
        TRUE(probe_run(fault_load, A));
        take_away(way, frame, lower, upper);
        FALSE(probe_run(fault_load, A));
        EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
        EQ(faulted->sys.mr[1], A);
    }
}

/* --- an address space that does not run ------------------------------------------------------ */

static void changed_from_outside(void)
{
    const word code = code_frame(), pool = seL4_CapInitThreadASIDPool;
    const word vspace = space_with(code, pool), other = space_with(code, pool);
    const word one = FRAME(), two = FRAME(), theirs = FRAME();
    map_in(vspace, one, A);
    map_in(other, theirs, A);
    store_in(other, A, 9);
    store_in(vspace, A, 1);
    OK(ARM_Page_Map(one, vspace, A, R_READ, 1));
    faults_in(vspace, STORE, A);
    EQ(load_in(vspace, A), 1);
    OK(ARM_Page_Map(two, vspace, A, RW, 1));
    EQ(load_in(vspace, A), 0);
    EQ(load_in(other, A), 9);
    store_in(vspace, A, 2);
    OK(ARM_Page_Unmap(two));
    faults_in(vspace, LOAD, A);
    map_in(vspace, one, A);
    EQ(load_in(vspace, A), 1);
    EQ(load_in(other, A), 9);
}

/* The number of a deleted address space goes to the next one, without its translations. */
static void number_reused(void)
{
    const word code = code_frame(), pool = slot(), frame = FRAME(), next = FRAME();
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, pool, DEPTH));
    for (word i = 0; i < 4; i++) {
        const word vspace = space_with(code, pool);
        if (i % 2 == 0) {
            map_in(vspace, frame, A);
            store_in(vspace, A, 0x11 + i);
            EQ(load_in(vspace, A), 0x11 + i);
        } else {
            faults_in(vspace, LOAD, A);
            map_in(vspace, next, A);
            EQ(load_in(vspace, A), i == 1 ? 0 : 0x22);
            store_in(vspace, A, 0x22);
            OK(ARM_Page_Unmap(frame));      /* its address space is gone, this one is another */
            EQ(load_in(vspace, A), 0x22);
            OK(ARM_Page_Unmap(next));
        }
        discard(vspace);
    }
}

/* The same for a pool that was deleted and made again, with its address spaces still there. */
static void pool_reused(void)
{
    const word code = code_frame(), pool = slot(), u = UNTYPED(12), frame = FRAME(), next = FRAME();
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, pool, DEPTH));
    const word before = space_with(code, pool);
    map_in(before, frame, A);
    store_in(before, A, 5);
    discard(pool);
    run(LOAD, A, 0);
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], LOAD);
    OK(ARM_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, pool, DEPTH));
    const word after = space_with(code, pool);
    run(LOAD, A, 0);                        /* the thread is still where it was */
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], LOAD);
    faults_in(after, LOAD, A);
    map_in(after, next, A);
    EQ(load_in(after, A), 0);
    OK(ARM_Page_Unmap(frame));
    EQ(load_in(after, A), 0);
}

/* More address spaces than the hardware can tell apart, each with a word of its own, and none with
 * what is the root task's. */
#define N_SPACES 270

static void many_address_spaces(void)
{
    const word code = code_frame(), frames = slots(N_SPACES), spaces = slots(N_SPACES);
    OK(Untyped_Retype(arena, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frames, 256));
    OK(Untyped_Retype(arena, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frames + 256, N_SPACES - 256));
    OK(Untyped_Retype(arena, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, spaces, 256));
    OK(Untyped_Retype(arena, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, spaces + 256, N_SPACES - 256));
    for (word i = 0; i < N_SPACES; i++) {
        OK(ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, spaces + i));
        map_in(spaces + i, copy(code), CODE);
        map_in(spaces + i, frames + i, A);
        store_in(spaces + i, A, 0x1000 + i);
        faults_in(spaces + i, LOAD, (word)register_dump);   /* the root task has just used it */
    }
    for (word i = 0; i < N_SPACES; i++)
        EQ(load_in(spaces + i, A), 0x1000 + i);
    /* Changed while it has no number of the hardware's. */
    OK(ARM_Page_Map(frames + 1, spaces + 1, A, R_READ, 1));
    OK(ARM_Page_Unmap(frames + 2));
    faults_in(spaces + 1, STORE, A);
    faults_in(spaces + 2, LOAD, A);
    for (word i = N_SPACES; i-- > 3;)
        EQ(load_in(spaces + i, A), 0x1000 + i);
}

SUITE(translation,
    { "unmapped-and-mapped", unmapped_and_mapped },
    { "replaced", replaced },
    { "protection-changes", protection_changes },
    { "gone-at-once", gone_at_once },
    { "changed-from-outside", changed_from_outside },
    { "number-reused", number_reused },
    { "pool-reused", pool_reused },
    { "many-address-spaces", many_address_spaces },
);
