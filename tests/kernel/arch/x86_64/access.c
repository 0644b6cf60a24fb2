/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What mappings do: rights and attributes as a program feels them, pages of each size, translations
 * that are gone when they are taken away, and other address spaces.
 */
#include "operations.h"
#include "probes.h"

#define A       ARCH_SCRATCH
#define LARGE   0x200000UL
#define FRAME() make(ARCH_FRAME_TYPE, 0)

static const word root = seL4_CapInitThreadVSpace;
static const unsigned char go_done[] = { 0x0f, 0x05 };      /* syscall */

static bool can(void (*probe)(void), word at)
{
    return probe_run(probe, at);
}

/* Runs what is at `at`: a system call that does not exist. */
static bool can_run(word at)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, at, 0);
    values[ARCH_REG_SYSCALL] = 0x1234;
    FALSE(probe_run_registers(values));
    TRUE(faulted->done);
    return info_label(faulted->sys.info) == seL4_Fault_UnknownSyscall;
}

/* Every word of rights with every word of attributes; all pages can be executed. */
static void rights_and_attributes(void)
{
    const word frame = FRAME();
    arch_map(arena, frame, A, true);
    for (word i = 0; i < sizeof go_done; i++)
        ((volatile unsigned char *)A)[i] = go_done[i];
    for (word rights = 0; rights < 16; rights++)
        for (word attributes = 0; attributes < 8; attributes++) {
            OK(X86_Page_Map(frame, root, A, rights, attributes));
            EQ(can(fault_load, A), (rights & R_READ) != 0);
            EQ(can(fault_store, A + 0x800), (rights & 3) == 3);
            EQ(can_run(A), (rights & R_READ) != 0);
        }
    OK(X86_Page_Map(frame, root, A, ~(word)0, ~(word)0));
    TRUE(can(fault_store, A + 0x800));
}

/* A capability that may only be read does not map writable, whatever the request says. */
static void rights_of_the_capability(void)
{
    const word frame = FRAME();
    arch_map(arena, frame, A, true);
    for (word rights = 0; rights < 16; rights++) {
        const word weak = mint(frame, rights, 0);
        OK(X86_Page_Map(weak, root, A + 0x1000, ~(word)0, 0));
        EQ(can(fault_load, A + 0x1000), (rights & R_READ) != 0);
        EQ(can(fault_store, A + 0x1000), (rights & 3) == 3);
        OK(X86_Page_Unmap(weak));
    }
}

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

static void large_page(void)
{
    const word large = make(ARCH_LARGE_TYPE, 0), base = X86_Page_GetAddress(large).mr[0];
    volatile word *at = (volatile word *)A;
    TRUE(base % LARGE == 0);
    arch_map(arena, FRAME(), A + LARGE, true);              /* the tables above it */
    OK(X86_Page_Map(large, root, A, 3, 0));
    for (word i = 0; i < LARGE / 8; i += 512)
        EQ(at[i], 0);
    for (word i = 0; i < LARGE / 8; i += 512)
        at[i] = i;
    for (word i = 0; i < LARGE / 8; i += 512)
        EQ(at[i], i);
    TRUE(can(fault_store, A + LARGE - 8));
    OK(X86_Page_Map(large, root, A, R_READ, 0));
    FALSE(can(fault_store, A + LARGE - 8));
    TRUE(can(fault_load, A + LARGE - 8));
    OK(X86_Page_Unmap(large));
    FALSE(can(fault_load, A));
    FALSE(can(fault_load, A + LARGE - 8));
}

/* A gigabyte where the machine has nothing: reads give something, and nobody is hurt. */
static void huge_page(void)
{
    const word huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0);
    arch_map(arena, FRAME(), A, true);
    OK(X86_Page_Map(huge, root, A + 0x40000000, 3, 3));
    TRUE(can(fault_load, A + 0x40000000));
    TRUE(can(fault_load, A + 0x7ffffff8));
    TRUE(can(fault_store, A + 0x60000000));
    OK(X86_Page_Unmap(huge));
    FALSE(can(fault_load, A + 0x7ffffff8));
}

static void unaligned_access(void)
{
    arch_map(arena, FRAME(), A, true);
    arch_map(arena, FRAME(), A + 0x1000, true);
    for (word i = 0; i < 8; i++) {
        *(volatile word *)(A + 0xff8 + i) = 0x1122334455667788 + i;
        EQ(*(volatile word *)(A + 0xff8 + i), 0x1122334455667788 + i);
    }
    TRUE(can(probe_store_both, A + 0x1000));
    TRUE(can(probe_add_locked, A + 0xffd));
    OK(X86_Page_Map(FRAME(), root, A + 0x1000, R_READ, 0));
    FALSE(can(probe_store_both, A + 0x1000));
}

/* --- translations are not used again --------------------------------------------------------- */

static void translations_are_flushed(void)
{
    const word one = FRAME(), two = FRAME();
    volatile word *at = (volatile word *)A;
    arch_map(arena, one, A, true);
    *at = 1;
    OK(X86_Page_Unmap(one));
    OK(X86_Page_Map(two, root, A, 3, 0));
    EQ(*at, 0);
    *at = 2;
    OK(X86_Page_Map(one, root, A, 3, 0));       /* replaced without being unmapped */
    EQ(*at, 1);
    OK(X86_Page_Map(two, root, A, R_READ, 0));
    EQ(*at, 2);
    FALSE(can(fault_store, A));
}

/* A mapping that was used a moment ago is gone at once, in each way to take it away. */
static void unmapped_is_gone(void)
{
    word directory = make(DIRECTORY_TYPE, 0), table = make(ARCH_TABLE_TYPE, 0);
    arch_map(arena, FRAME(), A, true);
    for (word way = 0; way < 7; way++) {
        const word frame = FRAME(), second = copy(frame), at = A + 0x40000000;
        X86_PageDirectory_Map(directory, root, at, 0);
        X86_PageTable_Map(table, root, at, 0);
        OK(X86_Page_Map(frame, root, at, 3, 0));
        EQ(*(volatile word *)at, 0);
        TRUE(can(fault_load, at));
        switch (way) {
        case 0:
            OK(X86_Page_Unmap(frame));
            break;
        case 1:
            discard(frame);             /* there is another, which maps nothing */
            break;
        case 6:
            discard(second);
            discard(frame);
            break;
        case 2:
            OK(X86_PageTable_Unmap(table));
            break;
        case 3:
            OK(X86_PageDirectory_Unmap(directory));
            break;
        case 4:
            discard(table);
            table = make(ARCH_TABLE_TYPE, 0);
            break;
        default:
            discard(directory);
            directory = make(DIRECTORY_TYPE, 0);
            break;
        }
        FALSE(can(fault_load, at));
        EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
        EQ(faulted->sys.mr[1], at);
        EQ(faulted->sys.mr[3], PF_USER);
        if (way == 3 || way == 5)
            OK(X86_PageTable_Unmap(table));
    }
}

/* The same in an address space that does not run: when it does, nothing is left. */
static void unmapped_elsewhere_is_gone(void)
{
    const word vspace = make(ARCH_VSPACE_TYPE, 0);
    const word table[] = { make(PDPT_TYPE, 0), make(DIRECTORY_TYPE, 0), make(ARCH_TABLE_TYPE, 0) };
    OK(X86_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    for (word way = 0; way < 4; way++) {
        const word frame = FRAME();
        for (word i = 0; i < 3; i++)
            INVOKE(table[i], arch_table_map_label(i), LIST(A, 0), LIST(vspace));
        OK(X86_Page_Map(frame, vspace, A, 3, 0));
        TRUE(arch_page_is_mapped(vspace, A));
        if (way == 3 || way == 5)
            OK(X86_Page_Unmap(frame));
        else
            for (word i = 2; i + 1 > way; i--)
                OK(INVOKE(table[i], arch_table_map_label(i) + 1, LIST(), LIST()));
        FALSE(arch_page_is_mapped(vspace, A));
        OK(X86_Page_Unmap(frame));
    }
}

/* --- other address spaces -------------------------------------------------------------------- */

static word new_space(word code, word at)
{
    const word vspace = make(ARCH_VSPACE_TYPE, 0);
    OK(X86_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    for (word i = 0; i < 3; i++)
        OK(INVOKE(make(arch_table_type(i), 0), arch_table_map_label(i), LIST(at, 0), LIST(vspace)));
    OK(X86_Page_Map(code, vspace, at, R_READ, 0));
    return vspace;
}

/* A thread of another address space sees its own frame at the same address. */
static void another_address_space(void)
{
    const word code = FRAME(), vspace = new_space(code, A + 0x5000);
    arch_map(arena, copy(code), A, true);
    for (word i = 0; i < sizeof go_done; i++)
        ((volatile unsigned char *)A)[i] = go_done[i];
    probe_vspace(vspace);
    TRUE(can_run(A + 0x5000));
    EQ(faulted->buffer->msg[15], A + 0x5000);
    /* What the root task has mapped is not there. */
    FALSE(can_run(A));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], A);
    FALSE(can_run((word)thread_done));
    EQ(faulted->sys.mr[1], thread_done);
    /* The address space deleted: the next fetch faults. */
    OK(CNode_Revoke(CNODE, vspace, DEPTH));
    discard(vspace);
    FALSE(can_run(A + 0x5000));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], A + 0x5000);
}

/* More address spaces in turn than the processor has tags for: each has its own page. */
#define N_SPACES 300
static void many_address_spaces(void)
{
    const word spaces = slots(N_SPACES);
    const word window = A + 0x10000;
    for (word i = 0; i < N_SPACES; i++) {
        /* mov $i, %edx; syscall */
        const word frame = FRAME(), space = new_space(frame, A);
        arch_map(arena, copy(frame), window, true);
        volatile unsigned char *at = (volatile unsigned char *)window;
        at[0] = 0xba;
        at[1] = (unsigned char)i;
        at[2] = (unsigned char)(i >> 8);
        at[3] = 0x10;
        at[4] = 0;
        at[5] = go_done[0];
        at[6] = go_done[1];
        OK(CNode_Move(CNODE, spaces + i, DEPTH, CNODE, space, DEPTH));
    }
    for (word round = 0; round < 2; round++)
        for (word i = 0; i < N_SPACES; i++) {
            probe_vspace(spaces + i * 7 % N_SPACES);
            TRUE(can_run(A));
            EQ(faulted->buffer->msg[18], i * 7 % N_SPACES | 0x100000);
        }
}

/* Its address space deleted, another one that got its ASID is empty. */
static void tag_used_again(void)
{
    const word window = A + 0x10000;
    for (word round = 0; round < 20; round++) {
        const word frame = FRAME(), space = new_space(copy(frame), A);
        arch_map(arena, frame, window, true);
        *(volatile unsigned char *)window = go_done[0];
        *(volatile unsigned char *)(window + 1) = go_done[1];
        probe_vspace(space);
        TRUE(can_run(A));
        probe_vspace(root);
        discard(space);
        const word other = make(ARCH_VSPACE_TYPE, 0);
        OK(X86_ASIDPool_Assign(seL4_CapInitThreadASIDPool, other));
        probe_vspace(other);
        FALSE(can_run(A));
        probe_vspace(root);
        discard(other);
    }
}

SUITE(access,
    { "rights-and-attributes", rights_and_attributes },
    { "rights-of-the-capability", rights_of_the_capability },
    { "same-frame-twice", same_frame_twice },
    { "large-page", large_page },
    { "huge-page", huge_page },
    { "unaligned-access", unaligned_access },
    { "translations-are-flushed", translations_are_flushed },
    { "unmapped-is-gone", unmapped_is_gone },
    { "unmapped-elsewhere-is-gone", unmapped_elsewhere_is_gone },
    { "another-address-space", another_address_space },
    { "many-address-spaces", many_address_spaces },
    { "tag-used-again", tag_used_again },
);
