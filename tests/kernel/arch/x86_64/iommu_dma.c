/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a device reaches: the emulator's `edu` (QEMU's docs/specs/edu.txt) copies between memory and
 * a buffer of its own, which takes it 100 ms. On a machine without it, or without remapping of DMA,
 * a test is only that there is none. What the device is refused, a debug kernel reports;
 * tests/boot/iommu.sh reads that.
 */
#include "internal.h"
#include "operations.h"

#if IO
#include "iommu.h"

/* --- the device: PCI Local Bus 3.0, 6.1; edu.txt --------------------------------------------- */

#define EDU_ID        0x11e81234
#define EDU_BUFFER    0x40000       /* the device's name for its buffer */
#define EDU_SOURCE    (0x80 / 8)
#define EDU_DEST      (0x88 / 8)
#define EDU_COUNT     (0x90 / 8)
#define EDU_COMMAND   (0x98 / 8)
#define EDU_START     1
#define EDU_TO_MEMORY 2
#define EDU_US        110000        /* that a transfer takes */
#define WORDS         8             /* that a test transfers */
#define BYTES         (WORDS * 8)
#define EDU_AT        ARCH_SCRATCH
#define MEMORY_AT     (ARCH_SCRATCH + 0x10000)
#define N_MEMORY      4
#define RESERVED      0x3fffd000UL  /* not RAM, by the firmware's map */

static word pci, edu_device;
static volatile word *edu;

static word pci_read(word device, word offset)
{
    OK(X86_IOPort_Out32(pci, 0xcf8, 0x80000000 | device << 8 | offset));
    return OK(X86_IOPort_In32(pci, 0xcfc)).mr[0];
}

static void pci_write(word device, word offset, word value)
{
    OK(X86_IOPort_Out32(pci, 0xcf8, 0x80000000 | device << 8 | offset));
    OK(X86_IOPort_Out32(pci, 0xcfc, value));
}

/* A frame of device memory, from an untyped that is all free. */
static word device_frame(word address)
{
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (!d->isDevice || address < d->paddr || address - d->paddr >= (word)1 << d->sizeBits)
            continue;
        word untyped = i, base = d->paddr;
        for (word bits = d->sizeBits; bits > 12; bits--) {
            const word half = (word)1 << (bits - 1);
            const word low = make_in(untyped, seL4_UntypedObject, bits - 1);
            const word high = make_in(untyped, seL4_UntypedObject, bits - 1);
            untyped = address < base + half ? low : high;
            base += address < base + half ? 0 : half;
        }
        return make_in(untyped, ARCH_FRAME_TYPE, 0);
    }
    FAIL("no device untyped covers the device's registers");
}

/* False if there is no such device, or no remapping. */
static bool find_edu(void)
{
    if (!present())
        return false;
    pci = slot();
    OK(X86_IOPortControl_Issue(seL4_CapIOPortControl, 0xcf8, 0xcff, CNODE, pci, DEPTH));
    for (edu_device = 0; edu_device < 0x100; edu_device += 8) {
        if (pci_read(edu_device, 0) != EDU_ID)
            continue;
        pci_write(edu_device, 4, pci_read(edu_device, 4) | 6);  /* memory, bus master */
        arch_map_device(arena, device_frame(pci_read(edu_device, 0x10) & ~(word)0xf), EDU_AT);
        edu = (volatile word *)EDU_AT;
        return true;
    }
    return false;
}

/* Waits until the device is done; the watchdog counts from here on. */
static void transfer(word source, word dest, word command)
{
    guard_count = guard_count + 1;
    edu[EDU_SOURCE] = source;
    edu[EDU_DEST] = dest;
    edu[EDU_COUNT] = BYTES;
    edu[EDU_COMMAND] = EDU_START | command;
    sleep_us(EDU_US);
    EQ(edu[EDU_COMMAND] & EDU_START, 0);
}

static void device_reads(word address) { transfer(address, EDU_BUFFER, 0); }
static void device_writes(word address) { transfer(EDU_BUFFER, address, EDU_TO_MEMORY); }

/* --- memory that device and test both see ---------------------------------------------------- */

/* Frame i is the test's at memory(i), by one capability; `frame` is for the device. */
struct shared { word frame, physical; volatile word *at; };
static struct shared shared[N_MEMORY];

static void share(word i, word frame)
{
    const word own = copy(frame);
    shared[i].frame = frame;
    shared[i].at = (volatile word *)(MEMORY_AT + i * PAGE);
    shared[i].physical = arch_frame_address(frame);
    arch_map(arena, own, MEMORY_AT + i * PAGE, true);
}

static void fill(word i, word value)
{
    for (word w = 0; w < PAGE / 8; w++)
        shared[i].at[w] = value + w;
}

static bool holds(word i, word value)
{
    for (word w = 0; w < WORDS; w++)
        if (shared[i].at[w] != value + w)
            return false;
    return true;
}

static word s, root, last;      /* a space and two of its tables: set_up() */

#define NEW 0x5eed0000beef0000UL
#define OLD 0x0dd0000000000000UL

/* Memory 0 is the way to load the device's buffer and to look at it: it is mapped at A. */
static word edu_space(void)
{
    const word s = space(edu_device, 5);
    tables(s, A, 0);
    for (word i = 0; i < N_MEMORY; i++)
        share(i, FRAME());
    OK(map(shared[0].frame, s, A));
    return s;
}

static void load_buffer(word value)
{
    fill(0, value);
    device_reads(A);
}

/* Does the device, whose buffer was loaded with NEW, write it to memory i by this address? */
static bool can_write(word address, word i)
{
    fill(i, OLD);
    device_writes(address);
    if (holds(i, NEW))
        return true;
    TRUE(holds(i, OLD));
    return false;
}

/* Does it get memory i's content by this address, with memory 0 as the way to look? */
static bool can_read(word address, word i)
{
    fill(i, NEW);
    device_reads(address);
    fill(0, OLD);
    device_writes(A);
    return holds(0, NEW);
}

/* --- with the device ------------------------------------------------------------------------- */

/* Before anything is mapped for it, physical addresses are nothing; so it is at boot. */
static void nothing_at_first(void)
{
    if (!find_edu())
        return;
    share(1, FRAME());
    fill(1, OLD);
    device_reads(shared[1].physical);
    device_writes(shared[1].physical);
    TRUE(holds(1, OLD));
    const word s = space(edu_device, 5);
    device_writes(shared[1].physical);
    TRUE(holds(1, OLD));
    OK(X86_IOPageTable_Map(TABLE(), s, A));
    device_writes(shared[1].physical);
    TRUE(holds(1, OLD));
}

/*
 * Memory that firmware reserves for the device, if it does (tests/boot/iommu.sh has such a
 * machine): then domain 1 is the kernel's. The device reaches that memory where it is, and what
 * programs add, until they delete the space.
 */
static void reserved_memory(void)
{
    if (!find_edu())
        return;
    const word to = slot();
    if (CNode_Mint(CNODE, to, DEPTH, CNODE, MASTER, DEPTH, 0, SPACE_OF(NOBODY, 1)).label == 0)
        return;
    share(1, device_frame(RESERVED));
    fill(1, NEW);
    device_reads(RESERVED);
    TRUE(can_write(RESERVED, 1));
    share(2, FRAME());
    FALSE(can_write(RESERVED + PAGE, 2));
    FALSE(can_write(shared[2].physical, 2));
    s = space(edu_device, 5);
    ERR(map(shared[2].frame, s, A), FailedLookup, 0, seL4_MissingCapability, 12 + 9 * (LEVELS - 1));
    tables(s, A, 1);
    OK(map(shared[2].frame, s, A));
    TRUE(can_write(A, 2));
    discard(s);
    FALSE(can_write(A, 2));
    FALSE(can_write(RESERVED, 1));
}

static void granted(void)
{
    if (!find_edu())
        return;
    const word s = edu_space();
    load_buffer(NEW);
    OK(map(shared[1].frame, s, A + PAGE));
    OK(map(shared[2].frame, s, A + MEGA2 - PAGE));
    TRUE(can_write(A + PAGE, 1));
    TRUE(can_write(A + MEGA2 - PAGE, 2));
    TRUE(can_read(A + PAGE, 1));
    TRUE(can_read(A + MEGA2 - PAGE, 2));
}

/* Everything else: its own frames by their physical addresses, others' frames, the kernel. */
static void everything_else(void)
{
    if (!find_edu())
        return;
    edu_space();
    load_buffer(NEW);
    FALSE(can_write(shared[1].physical, 1));
    FALSE(can_write(A + PAGE, 1));
    FALSE(can_write(A + MEGA2, 1));
    FALSE(can_read(shared[1].physical, 1));
    static const word addresses[] = { 0, 0x100000, 0xffffff8000100000, 0xffffffff80100000,
                                      0x8000000000 + A };
    for (word i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        load_buffer(NEW);
        device_reads(addresses[i]);
        fill(0, OLD);
        device_writes(A);
        for (word w = 0; w < WORDS; w++)        /* nothing of what is there */
            TRUE(shared[0].at[w] == 0 || shared[0].at[w] == NEW + w);
    }
}

/* Writing to the kernel does not reach it: the machine would not live on. */
static void kernel_memory(void)
{
    if (!find_edu())
        return;
    edu_space();
    load_buffer(0);
    for (word at = 0x100000; at < 0x100000 + 4 * PAGE; at += PAGE)
        device_writes(at);
    load_buffer(NEW);
    TRUE(holds(0, NEW));
}

static void rights(void)
{
    if (!find_edu())
        return;
    const word s = edu_space();
    OK(X86_Page_MapIO(shared[1].frame, s, R_READ, A + PAGE));
    OK(map(mint(shared[2].frame, R_READ, 0), s, A + 2 * PAGE));
    load_buffer(NEW);
    FALSE(can_write(A + PAGE, 1));
    FALSE(can_write(A + 2 * PAGE, 2));
    TRUE(can_read(A + PAGE, 1));
    TRUE(can_read(A + 2 * PAGE, 2));
}

/* Ways to take memory 1, mapped at A + MEGA2 with a table of its own, from the device. */
enum { UNMAP_FRAME, DELETE_FRAME, UNMAP_TABLE, DELETE_TABLE, UNMAP_ROOT, DELETE_ROOT, DELETE_SPACE,
       REVOKE_MASTER, N_WAYS };

static void take(word way)
{
    switch (way) {
    case UNMAP_FRAME:   OK(X86_Page_Unmap(shared[1].frame)); return;
    case DELETE_FRAME:  discard(shared[1].frame); return;
    case UNMAP_TABLE:   OK(X86_IOPageTable_Unmap(last)); return;
    case DELETE_TABLE:  discard(last); return;
    case UNMAP_ROOT:    OK(X86_IOPageTable_Unmap(root)); return;
    case DELETE_ROOT:   discard(root); return;
    case DELETE_SPACE:  discard(s); return;
    case REVOKE_MASTER: OK(CNode_Revoke(CNODE, MASTER, DEPTH)); return;
    }
}

static void set_up(void)
{
    for (word i = 0; i < 2; i++)
        share(i, FRAME());
    s = space(edu_device, 5);
    root = TABLE();
    last = TABLE();
    OK(X86_IOPageTable_Map(root, s, A));
    tables(s, A, 1);
    OK(X86_IOPageTable_Map(last, s, A + MEGA2));
    OK(map(shared[0].frame, s, A));
    OK(map(shared[1].frame, s, A + MEGA2));
    load_buffer(NEW);
    TRUE(can_write(A + MEGA2, 1));              /* the units remember all of it */
}

static void taken_away(word way)
{
    if (!find_edu())
        return;
    set_up();
    take(way);
    FALSE(can_write(A + MEGA2, 1));
    device_reads(A + MEGA2);
}

static void after_unmapping_a_frame(void) { taken_away(UNMAP_FRAME); }
static void after_deleting_a_frame(void) { taken_away(DELETE_FRAME); }
static void after_unmapping_a_table(void) { taken_away(UNMAP_TABLE); }
static void after_deleting_a_table(void) { taken_away(DELETE_TABLE); }
static void after_unmapping_the_root(void) { taken_away(UNMAP_ROOT); }
static void after_deleting_the_root(void) { taken_away(DELETE_ROOT); }
static void after_deleting_the_space(void) { taken_away(DELETE_SPACE); }
static void after_revoking_the_master(void) { taken_away(REVOKE_MASTER); }

/* Memory of a table or frame that is used for something else: the device reaches it no more. */
static void reused(word type, bool table)
{
    if (!find_edu())
        return;
    const word untyped = UNTYPED(12), object = make_in(untyped, type, 0);
    s = space(edu_device, 5);
    tables(s, A, 0);
    share(0, FRAME());
    OK(map(shared[0].frame, s, A));
    load_buffer(NEW);
    if (table)
        OK(X86_IOPageTable_Map(object, s, A + MEGA2));
    else
        OK(map(object, s, A + PAGE));
    device_writes(table ? A + MEGA2 : A + PAGE);
    OK(CNode_Revoke(CNODE, untyped, DEPTH));
    share(1, make_in(untyped, ARCH_FRAME_TYPE, 0));
    FALSE(can_write(A + PAGE, 1));
    FALSE(can_write(A + MEGA2, 1));
    /* Were the table still in use, this would be an entry of it. */
    share(2, FRAME());
    shared[1].at[0] = shared[2].physical | 3;
    FALSE(can_write(A + MEGA2, 2));
}

static void reused_frame(void) { reused(ARCH_FRAME_TYPE, false); }
static void reused_table(void) { reused(IO_TABLE_TYPE, true); }

/* An address above what the tables reach is one below; it is forgotten as such. */
static void address_above_the_tables(void)
{
    if (!find_edu())
        return;
    s = edu_space();
    load_buffer(NEW);
    tables(s, A + MEGA2, 2);
    OK(map(shared[1].frame, s, ((word)1 << (12 + 9 * LEVELS)) + A + MEGA2));
    TRUE(can_write(A + MEGA2, 1));
    OK(X86_Page_Unmap(shared[1].frame));
    FALSE(can_write(A + MEGA2, 1));
}

/* Another frame at the same address: the device sees the new one only. */
static void replaced_frame(void)
{
    if (!find_edu())
        return;
    set_up();
    share(2, FRAME());
    OK(X86_Page_Unmap(shared[1].frame));
    OK(map(shared[2].frame, s, A + MEGA2));
    fill(1, OLD);
    TRUE(can_write(A + MEGA2, 2));
    TRUE(holds(1, OLD));
}

static void replaced_table(void)
{
    if (!find_edu())
        return;
    set_up();
    share(2, FRAME());
    OK(X86_IOPageTable_Unmap(last));
    OK(X86_IOPageTable_Map(TABLE(), s, A + MEGA2));
    OK(map(shared[2].frame, s, A + MEGA2));
    fill(1, OLD);
    TRUE(can_write(A + MEGA2, 2));
    TRUE(holds(1, OLD));
}

/* The whole space again, in another domain, with other tables. */
static void replaced_space(void)
{
    if (!find_edu())
        return;
    set_up();
    share(2, FRAME());
    discard(s);
    const word again = space(edu_device, 6);
    tables(again, A + MEGA2, 0);
    OK(map(shared[2].frame, again, A + MEGA2));
    fill(1, OLD);
    TRUE(can_write(A + MEGA2, 2));
    TRUE(holds(1, OLD));
}

/* What is mapped for another device is not this one's. */
static void another_device(void)
{
    if (!find_edu())
        return;
    edu_space();
    const word other = space(NOBODY, 6);
    tables(other, A + PAGE, 0);
    OK(map(shared[1].frame, other, A + PAGE));
    load_buffer(NEW);
    FALSE(can_write(A + PAGE, 1));
}

/* Frame, table, root, space: in all 24 orders; after the first and after the last the device
 * reaches nothing of it. */
static void every_order(void)
{
    static const word ways[] = { DELETE_FRAME, DELETE_TABLE, DELETE_ROOT, DELETE_SPACE };
    if (!find_edu())
        return;
    for (word n = 0; n < 24; n++) {
        word left[4] = { 0, 1, 2, 3 }, rest = n;
        set_up();
        for (word k = 4; k != 0; k--) {
            const word i = rest % k;
            rest /= k;
            take(ways[left[i]]);
            left[i] = left[k - 1];
            if (k == 4 || k == 1)
                FALSE(can_write(A + MEGA2, 1));
        }
    }
}

/* A device in the middle of its work when its memory is taken. */
static void in_the_middle(void)
{
    if (!find_edu())
        return;
    set_up();
    fill(1, OLD);
    edu[EDU_SOURCE] = EDU_BUFFER;
    edu[EDU_DEST] = A + MEGA2;
    edu[EDU_COUNT] = BYTES;
    edu[EDU_COMMAND] = EDU_START | EDU_TO_MEMORY;
    discard(shared[1].frame);
    sleep_us(EDU_US);
    TRUE(holds(1, OLD));
}

/*
 * Interrupts are not remapped: a device can write messages (SDM 3, 10.11) for any vector. Those of
 * exceptions, of system calls by INT and of nobody reach nobody, the kernel's own tell it nothing,
 * and the machine goes on.
 */
#define MESSAGES 0xfee00000UL

static void send_message(bool busy)
{
    const word until = now() + EDU_US * TICKS_PER_US;
    guard_count = guard_count + 1;
    edu[EDU_SOURCE] = EDU_BUFFER;
    edu[EDU_DEST] = MESSAGES;
    edu[EDU_COUNT] = 4;
    edu[EDU_COMMAND] = EDU_START | EDU_TO_MEMORY;
    while (busy && now() < until)
        ;
    if (!busy)
        sleep_us(EDU_US);
    EQ(edu[EDU_COMMAND] & EDU_START, 0);
}

static void messages_for_any_vector(void)
{
    static const word vectors[] = { 0, 2, 3, 8, 13, 14, 16, 17, 18, 30, 31, 32, 47, 100, 156, 157,
                                    158, 159, 160, 200, 254, 255 };
    if (!find_edu())
        return;
    edu_space();
    for (word i = 0; i < 2 * sizeof vectors / sizeof *vectors; i++) {
        fill(0, vectors[i / 2]);
        device_reads(A);
        send_message(i % 2);
    }
    load_buffer(NEW);
    FALSE(can_write(A + PAGE, 1));
}

SUITE(iommu_dma,
    { "reserved-memory", reserved_memory },
    { "nothing-at-first", nothing_at_first },
    { "granted", granted },
    { "everything-else", everything_else },
    { "kernel-memory", kernel_memory },
    { "rights", rights },
    { "after-unmapping-a-frame", after_unmapping_a_frame },
    { "after-deleting-a-frame", after_deleting_a_frame },
    { "after-unmapping-a-table", after_unmapping_a_table },
    { "after-deleting-a-table", after_deleting_a_table },
    { "after-unmapping-the-root", after_unmapping_the_root },
    { "after-deleting-the-root", after_deleting_the_root },
    { "after-deleting-the-space", after_deleting_the_space },
    { "after-revoking-the-master", after_revoking_the_master },
    { "reused-frame", reused_frame },
    { "reused-table", reused_table },
    { "address-above-the-tables", address_above_the_tables },
    { "replaced-frame", replaced_frame },
    { "replaced-table", replaced_table },
    { "replaced-space", replaced_space },
    { "another-device", another_device },
    { "every-order", every_order },
    { "in-the-middle", in_the_middle },
    { "messages-for-any-vector", messages_for_any_vector },
);
#endif
