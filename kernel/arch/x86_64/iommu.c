/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The units that remap DMA: their tables in memory, and what they remember of them.
 *
 *  1. All units use the same tables. Which unit a device belongs to does not matter: each is told
 *     everything.
 *  2. When a function that removes something returns, no unit remembers it, and no access made with
 *     its help is under way: the memory may be used for something else.
 *  3. Entries are written whole, so a unit sees the old or the new one.
 *
 * Units are commanded through registers, not through their queues (VT-d 6.5.1): a command at a
 * time, and wait for its end. Hardware ends one within microseconds, or is broken.
 */

#include "debug.h"
#include <arch/iommu.h>
#include <arch/machine.h>

#define WAIT_READS          (1UL << 20)
#define CACHE_LINE_BYTES    64
#define MAX_FAULT_RECORDS   256

/* Context command: VT-d 10.4.7. Bit 63 is 1 while the unit works. */
#define COMMAND_BUSY        bit(63)
#define CONTEXT_ALL         (1UL << 61)
#define CONTEXT_DEVICE      (3UL << 61)
#define CONTEXT_DONE(v)     ((v) >> 59 & 3)
/* Translations: VT-d 10.4.8. The command follows the address, which is written first. */
#define IOTLB_COMMAND       8
#define IOTLB_ALL           (1UL << 60)
#define IOTLB_DOMAIN        (2UL << 60)
#define IOTLB_PAGE          (3UL << 60)
#define IOTLB_DONE(v)       ((v) >> 57 & 3)
#define IOTLB_DOMAIN_SHIFT  32
/* Global command: what stays on, of its status, must be written again (VT-d 10.4.4). */
#define COMMANDS_THAT_STAY  0x96ffffffUL
/* Records: VT-d 10.4.14. */
#define RECORD_BYTES        16
#define RECORD_FULL         bit(63)
#define RECORD_READ         bit(62)
#define RECORD_REASON(v)    ((v) >> 32 & mask(8))
#define RECORD_DEVICE(v)    ((v) & mask(16))
#define FAULTS_ALL          mask(7)     /* of the status (10.4.9): write 1 to clear */
#define FAULTS_RECORDED     bit(1)
#define REPORT_ROUNDS       4

/* The device's accesses are under this number. */
static word_t domain_of(word_t device)
{
    return io_context_domain(*io_context_of(device));
}

/* ------------------------------------------------------------------------------- commands */

/* The value of a 64-bit command register once it has come to rest. */
static word_t finished(word_t address)
{
    for (word_t i = 0; i < WAIT_READS; i++) {
        LOOP(WAIT_READS, i);
        const word_t v = machine_device_read64(address);
        if ((v & COMMAND_BUSY) == 0)
            return v;
    }
    kernel_fatal("an IOMMU does not end an invalidation; its devices cannot be held back");
}

static void wait_status(const struct iommu_unit *u, word_t command, bool on)
{
    for (word_t i = 0; i < WAIT_READS; i++) {
        LOOP(WAIT_READS, i);
        const word_t v = machine_device_read32(u->registers + IOMMU_STATUS);
        if (((v & command) != 0) == on)
            return;
    }
    kernel_fatal("an IOMMU does not follow a command; its devices cannot be held back");
}

void iommu_command(const struct iommu_unit *u, word_t command, bool on)
{
    const word_t stay =
        machine_device_read32(u->registers + IOMMU_STATUS) & COMMANDS_THAT_STAY & ~command;
    machine_device_write32(u->registers + IOMMU_COMMAND, on ? stay | command : stay);
    wait_status(u, command, on);
}

static void empty_write_buffer(const struct iommu_unit *u)
{
    const word_t stay =
        machine_device_read32(u->registers + IOMMU_STATUS) & COMMANDS_THAT_STAY;
    if (u->write_buffer == 0)
        return;
    machine_device_write32(u->registers + IOMMU_COMMAND, stay | IOMMU_WRITE_BUFFER);
    wait_status(u, IOMMU_WRITE_BUFFER, false);
}

static void forget_contexts(const struct iommu_unit *u, word_t which)
{
    const word_t at = u->registers + IOMMU_CONTEXT_COMMAND;
    empty_write_buffer(u);
    machine_device_write64(at, COMMAND_BUSY | which);
    if (CONTEXT_DONE(finished(at)) == 0)
        kernel_fatal("an IOMMU refuses to forget a device");
}

static void forget_translations(const struct iommu_unit *u, word_t which)
{
    const word_t at = u->iotlb + IOTLB_COMMAND;
    empty_write_buffer(u);
    machine_device_write64(at, COMMAND_BUSY | which | u->drain);
    if (IOTLB_DONE(finished(at)) == 0)
        kernel_fatal("an IOMMU refuses to forget translations");
}

static void forget_domain(const struct iommu_unit *u, word_t domain)
{
    forget_translations(u, IOTLB_DOMAIN | domain << IOTLB_DOMAIN_SHIFT);
}

static void forget_page(const struct iommu_unit *u, word_t domain, word_t address)
{
    if (u->by_page == 0) {
        forget_domain(u, domain);
        return;
    }
    machine_device_write64(u->iotlb, address);
    forget_translations(u, IOTLB_PAGE | domain << IOTLB_DOMAIN_SHIFT);
}

void iommu_forget_all(const struct iommu_unit *u)
{
    forget_contexts(u, CONTEXT_ALL);
    forget_translations(u, IOTLB_ALL);
}

/* ------------------------------------------------------------------------------ all units */

static const struct iommu_unit *unit(word_t i) { return &node.arch.iommu.unit[i]; }

static void all_forget_device(word_t device, word_t domain)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        forget_contexts(unit(i), CONTEXT_DEVICE | device << 16 | domain);
        forget_domain(unit(i), domain);
    }
}

static void all_forget_domain(word_t domain)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        forget_domain(unit(i), domain);
    }
}

static void all_forget_page(word_t domain, word_t address)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        forget_page(unit(i), domain, address);
    }
}

/* A context entry that was empty is not any more. Empty ones are remembered under domain 0 (VT-d
 * 6.1). */
static void all_learn_device(word_t device)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        if (unit(i)->caching != 0) {
            forget_contexts(unit(i), CONTEXT_DEVICE | device << 16);
            forget_domain(unit(i), 0);
        } else {
            empty_write_buffer(unit(i));
        }
    }
}

static void all_learn_page(word_t domain, word_t address)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        if (unit(i)->caching != 0)
            forget_page(unit(i), domain, address);
        else
            empty_write_buffer(unit(i));
    }
}

/* --------------------------------------------------------------------------------- tables */

/* What was written in the line is in memory. */
static void write_back(word_t address)
{
    if (node.arch.iommu.incoherent != 0)
        machine_flush_line(address);
    machine_fence();
}

void iommu_table_ready(word_t table)
{
    if (node.arch.iommu.incoherent == 0)
        return;
    for (word_t i = 0; i < bit(IO_PAGE_TABLE_BITS); i += CACHE_LINE_BYTES) {    /* 64 */
        LOOP(bit(IO_PAGE_TABLE_BITS) / CACHE_LINE_BYTES, i);
        machine_flush_line(table + i);
    }
}

/* The word with the present bit is written last, and cleared first. */
void iommu_set_context(word_t device, paddr_t table, word_t domain)
{
    struct io_context *at = io_context_of(device);
    struct io_context c = {{0, 0}};
    io_context_set_table(&c, table.raw >> PAGE_BITS);
    io_context_set_present(&c, 1);
    io_context_set_domain(&c, domain);
    io_context_set_width(&c, node.arch.iommu.levels - 2);
    at->word[1] = c.word[1];
    machine_fence();
    at->word[0] = c.word[0];
    write_back(io_context_addr(at));
    all_learn_device(device);
}

void iommu_clear_context(word_t device)
{
    struct io_context *at = io_context_of(device);
    const word_t domain = io_context_domain(*at);
    at->word[0] = 0;
    write_back(io_context_addr(at));
    all_forget_device(device, domain);
    at->word[1] = 0;
    write_back(io_context_addr(at));
}

void iommu_add(word_t device, word_t entry, struct io_pte e, word_t address)
{
    *io_pte_at(entry) = e;
    write_back(entry);
    all_learn_page(domain_of(device), address);
}

static void clear_entry(word_t entry)
{
    *io_pte_at(entry) = io_pte_empty();
    write_back(entry);
}

void iommu_remove_page(word_t device, word_t entry, word_t address)
{
    clear_entry(entry);
    all_forget_page(domain_of(device), address);
}

void iommu_remove_table(word_t device, word_t entry)
{
    clear_entry(entry);
    all_forget_domain(domain_of(device));
}

/* --------------------------------------------------------------------------------- faults */

/* VT-d 7.1.3, the common ones. */
static const char *reason(word_t number)
{
    switch (number) {
    case 1: case 2: return "the device has no address space";
    case 4:         return "the address is beyond its tables";
    case 5:         return "it may not write there";
    case 6:         return "it may not read there";
    default:        return "the unit does not take the tables";
    }
}

static void report(word_t address, word_t record)
{
    const word_t device = RECORD_DEVICE(record);
    debug_print("KERNEL: DMA refused: device %lx:%lx.%lu, ", device >> 8, device >> 3 & mask(5),
                device & mask(3));
    debug_print((record & RECORD_READ) != 0 ? "read of 0x%lx: %s (%lu)\n"
                                            : "write to 0x%lx: %s (%lu)\n",
                align_down(address, PAGE_BITS), reason(RECORD_REASON(record)),
                RECORD_REASON(record));
}

static void report_records(const struct iommu_unit *u)
{
    for (word_t i = 0; i < u->n_faults; i++) {
        LOOP(MAX_FAULT_RECORDS, i);
        const word_t at = u->faults + i * RECORD_BYTES;
        const word_t record = machine_device_read64(at + 8);
        if ((record & RECORD_FULL) == 0)
            continue;
        report(machine_device_read64(at), record);
        machine_device_write64(at + 8, RECORD_FULL);
    }
}

/* It interrupts again only when no record was full in between. A device that is refused all the
 * time may silence its unit, but not hold the kernel here. */
static void report_unit(const struct iommu_unit *u)
{
    const word_t status = u->registers + IOMMU_FAULT_STATUS;
    for (word_t i = 0; i < REPORT_ROUNDS; i++) {
        LOOP(REPORT_ROUNDS, i);
        if ((machine_device_read32(status) & FAULTS_RECORDED) == 0)
            break;
        report_records(u);
    }
    machine_device_write32(status, FAULTS_ALL);
}

void iommu_report(void)
{
    for (word_t i = 0; i < node.arch.iommu.n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        report_unit(unit(i));
    }
}
