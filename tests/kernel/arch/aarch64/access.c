/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Memory as programs see it: what rights and attributes allow, where the address space ends, and
 * that two of them are two. Accesses are made by a thread of its own, see prober.c.
 */
#include "operations.h"
#include "probes.h"

#define PERMISSION 12               /* status of an abort, without the level */
#define EXTERNAL   0x10
#define RW         (R_READ | R_WRITE)
#define A          ARCH_SCRATCH
#define FRAME()    make(ARCH_FRAME_TYPE, 0)

static const word root = seL4_CapInitThreadVSpace;

/* Whether the instruction at `at`, a return, is executed. */
static bool runs(word at)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, at, 0);
    values[ARCH_REG_ARG0 + 13] = (word)thread_done;         /* x30 */
    return probe_run_registers(values);
}

static void refused(word at, word status)
{
    EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(faulted->sys.mr[1], at);
    EQ(ESR_STATUS(faulted->sys.mr[3]) & ~(word)3, status);
}

/* What the thread can do at `at`, compared with what it may. */
static void can(word at, bool load, bool store, bool fetch)
{
    EQ(probe_run(fault_load, at), load);
    if (!load)
        refused(at, PERMISSION);
    EQ(probe_run(fault_store, at + 8), store);
    if (!store)
        refused(at + 8, PERMISSION);
    if (!load)
        return;
    EQ(runs(at), fetch);
    if (!fetch) {
        refused(at, PERMISSION);
        EQ(faulted->sys.mr[2], 1);
    }
}

/* Every rights word with every attribute that makes normal memory, mapped over and over. */
static void rights_and_attributes(void)
{
    const word frame = FRAME(), at = A + 0x4000;
    arch_map(arena, copy(frame), A, true);
    *(volatile unsigned *)A = INSTRUCTION_RET;
    probe_code_written(A);
    arch_map(arena, frame, at, true);
    for (word rights = 0; rights < 16; rights++) {
        const bool load = rights & R_READ, store = load && (rights & R_WRITE);
        for (word attributes = 1; attributes < 16; attributes += 2) {
            OK(ARM_Page_Map(frame, root, at, rights, attributes));
            can(at, load, store, !(attributes & 4));
        }
    }
}

/* A capability with fewer rights gives no more than it has. */
static void rights_of_the_capability(void)
{
    const word frame = FRAME(), reader = mint(frame, R_READ, 0), none = mint(frame, 0, 0);
    const word writer = mint(frame, R_WRITE, 0);
    arch_map(arena, frame, A, true);
    *(volatile unsigned *)A = INSTRUCTION_RET;
    probe_code_written(A);
    OK(ARM_Page_Map(reader, root, A + 0x1000, RW, 1));
    can(A + 0x1000, true, false, true);
    OK(ARM_Page_Map(none, root, A + 0x2000, RW, 1));
    can(A + 0x2000, false, false, false);
    OK(ARM_Page_Map(writer, root, A + 0x3000, RW, 1));
    can(A + 0x3000, false, false, false);
    OK(ARM_Page_Map(reader, root, A + 0x1000, R_WRITE, 1));
    can(A + 0x1000, false, false, false);
    can(A, true, true, true);
}

/* Device memory: the same rights, the same bytes. */
static void device_attributes(void)
{
    const word frame = FRAME(), at = A + 0x1000;
    arch_map(arena, copy(frame), A, true);
    arch_map(arena, frame, at, true);
    for (word attributes = 0; attributes < 8; attributes += 2) {
        OK(ARM_Page_Map(frame, root, at, RW, attributes));
        *(volatile word *)at = 0x1111 + attributes;
        OK(ARM_Page_Map(frame, root, at, R_READ, attributes));
        EQ(*(volatile word *)at, 0x1111 + attributes);
        FALSE(probe_run(fault_store, at));
        refused(at, PERMISSION);
    }
}

static void large_page(void)
{
    const word big = make(ARCH_LARGE_TYPE, 0), second = copy(big), at = A + 0x200000;
    arch_map(arena, big, at, true);
    arch_map(arena, second, at + 0x200000, true);
    volatile word *a = (volatile word *)at, *b = (volatile word *)(at + 0x200000);
    for (word i = 0; i < 0x40000; i += 0x200)
        EQ(a[i], 0);
    for (word i = 0; i < 0x40000; i += 0x200)
        a[i] = i;
    a[0x3ffff] = 0x77;
    for (word i = 0; i < 0x40000; i += 0x200)
        EQ(b[i], i);
    EQ(b[0x3ffff], 0x77);
    OK(ARM_Page_Map(second, root, at + 0x200000, R_READ, 5));
    can(at + 0x200000, true, false, false);
    can(at + 0x200000 + 0x1ff000, true, false, false);
    TRUE(probe_run(fault_store, at));
}

/* The last page of the address space and the first one are pages like others. */
static void both_ends(void)
{
    const word first = FRAME(), last = FRAME(), end = USER_LAST - 0xfff;
    arch_map(arena, first, 0, true);
    arch_map(arena, last, end, true);
    *(volatile word *)(USER_LAST - 7) = 0x1a57;
    EQ(*(volatile word *)(USER_LAST - 7), 0x1a57);
    TRUE(probe_run(fault_load, USER_LAST - 7));
    EQ(register_dump[1], 0x1a57);
    TRUE(probe_run(fault_store, 0));
    TRUE(probe_run(fault_load, 0));
    EQ(register_dump[1], 0x104);
}

/* Nothing answers at the physical address: a fault of the same kind, another status. */
static void external_abort(void)
{
    const word huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0), at = A + 0x40000000;
    arch_map(arena, huge, at, true);
    FALSE(probe_run(fault_load, at + 0x3ffffff8));
    EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(faulted->sys.mr[0], fault_load);
    EQ(faulted->sys.mr[1], at + 0x3ffffff8);
    EQ(ESR_STATUS(faulted->sys.mr[3]), EXTERNAL);
}

/* The device memory with the largest addresses is reached as such: the emulator answers with ones
 * up to 1 TiB, nobody does above. */
static void last_device_memory(void)
{
    const word last = arch_n_device_untypeds - 1, at = A + 0x40000000;
    word cap = boot_info->untyped.start;
    while (boot_info->untypedList[cap - boot_info->untyped.start].paddr !=
           arch_device_untypeds[last].base)
        cap++;
    const word huge = make_in(cap, ARCH_HUGE_TYPE, 0);
    EQ(OK(ARM_Page_GetAddress(huge)).mr[0], arch_device_untypeds[last].base);
    arch_map_device(arena, huge, at);
    if (probe_run(fault_load, at + 0x3ffffff8))
        EQ(register_dump[1], ~(word)0);
    else
        EQ(ESR_STATUS(faulted->sys.mr[3]), EXTERNAL);
}

/* Frames come zeroed, whatever was in the memory before. */
static void frames_come_zeroed(void)
{
    const word u = UNTYPED(12), frame = slot();
    for (word i = 0; i < 2; i++) {
        OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
        arch_map(arena, frame, A, true);
        for (word j = 0; j < 512; j++)
            EQ(((volatile word *)A)[j], 0);
        for (word j = 0; j < 512; j++)
            ((volatile word *)A)[j] = ~j;
        discard(frame);
    }
}

/* Unaligned accesses to normal memory work, across pages too. */
static void unaligned_access(void)
{
    arch_map(arena, FRAME(), A, true);
    arch_map(arena, FRAME(), A + 0x1000, true);
    *(volatile word *)(A + 8) = 0x8877665544332211;
    *(volatile word *)(A + 16) = 0x99;
    EQ(*(volatile word *)(A + 9), 0x9988776655443322);
    TRUE(probe_run(fault_store, A + 0xffd));
    TRUE(probe_run(fault_load, A + 0xffd));
    EQ(register_dump[1], 0x104);
    OK(ARM_Page_Map(copy(FRAME()), root, A + 0x2000, R_READ, 1));
    FALSE(probe_run(fault_store, A + 0x1ffd));
    EQ(ESR_STATUS(faulted->sys.mr[3]) & ~(word)3, PERMISSION);
}

/* A thread of another address space sees its own frame at the same address. */
static void another_address_space(void)
{
    const word vspace = make(ARCH_VSPACE_TYPE, 0), code = FRAME();
    OK(ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    while (ARM_Page_Map(code, vspace, A + 0x5000, R_READ, 1).label)
        OK(ARM_PageTable_Map(make(ARCH_TABLE_TYPE, 0), vspace, A, 0));
    arch_map(arena, copy(code), A, true);
    *(volatile unsigned *)A = INSTRUCTION_SVC;
    probe_code_written(A);
    probe_vspace(vspace);
    FALSE(runs(A + 0x5000));
    EQ(info_label(faulted->sys.info), seL4_Fault_UnknownSyscall);
    EQ(faulted->buffer->msg[8], A + 0x5000);
    /* What the root task has mapped is not there. */
    FALSE(runs(A));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], A);
    EQ(faulted->sys.mr[2], 1);
    FALSE(runs((word)thread_done));
    EQ(faulted->sys.mr[1], thread_done);
    /* The address space deleted: the next fetch faults. */
    OK(CNode_Revoke(CNODE, vspace, DEPTH));
    discard(vspace);
    FALSE(runs(A + 0x5000));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], A + 0x5000);
}

SUITE(access,
    { "rights-and-attributes", rights_and_attributes },
    { "rights-of-the-capability", rights_of_the_capability },
    { "device-attributes", device_attributes },
    { "large-page", large_page },
    { "both-ends", both_ends },
    { "external-abort", external_abort },
    { "last-device-memory", last_device_memory },
    { "frames-come-zeroed", frames_come_zeroed },
    { "unaligned-access", unaligned_access },
    { "another-address-space", another_address_space },
);
