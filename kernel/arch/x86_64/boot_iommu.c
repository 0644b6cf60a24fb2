/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Taking the units that remap DMA into use (VT-d as in iommu.h).
 *
 *     find    DMAR -> units -> what all of them can do -> how many pages the tables take
 *     start   tables -> each unit: root table, forget all, translate, faults
 *
 * The pages:
 *
 *     root table | 256 context tables | [empty root table] | tables of reserved memory ...
 *
 * Units of other PCI segments than 0 get the empty root table: capabilities name no segment, so
 * their devices reach nothing. Memory that firmware reserved for a device is mapped where it is, in
 * a domain of the device's own; domain numbers below first_domain are used for that.
 */

#include "debug.h"
#include <arch/boot_iommu.h>
#include <arch/dmar.h>
#include <arch/iommu.h>
#include <arch/machine.h>

#define N_BUSES             256
#define CONTEXTS_BITS       (PAGE_BITS + 8)
#define FEWEST_LEVELS       3
#define MOST_LEVELS         4
#define REGISTER_PAGES      5           /* at most: offsets have 14 bits, there are 256 records */
#define NEWEST_MAJOR        5           /* from 6 on there are no command registers: VT-d 6.5.1 */
#define FIRST_DOMAIN        1
#define MAX_RESERVED_PAGES  (DMAR_MAX_MEMORY >> PAGE_BITS)
_Static_assert(DMAR_MAX_UNITS == IOMMU_MAX_UNITS, "all units are known");

/* Capabilities: VT-d 10.4.2, 10.4.3. */
#define CAP_DOMAINS_BITS(v) (4 + 2 * ((v) & mask(3)))
#define CAP_WRITE_BUFFER(v) ((v) >> 4 & 1)
#define CAP_PROTECTED(v)    ((v) >> 5 & 3)
#define CAP_CACHING(v)      ((v) >> 7 & 1)
#define CAP_HAS_LEVELS(v, n) ((v) >> (8 + (n) - 2) & 1)
#define CAP_FAULTS(v)       (((v) >> 24 & mask(10)) * 16)
#define CAP_BY_PAGE(v)      ((v) >> 39 & 1)
#define CAP_N_FAULTS(v)     (((v) >> 40 & mask(8)) + 1)
#define CAP_DRAIN(v)        ((v) >> 54 & 3)         /* writes, reads: in the command's order */
#define ECAP_COHERENT(v)    ((v) & 1)
#define ECAP_IOTLB(v)       (((v) >> 8 & mask(10)) * 16)
#define DRAIN_SHIFT         48
#define FAULT_MASKED        bit(31)
#define FAULTS_ALL          mask(7)
#define RECORD_BYTES        16
#define PROTECTED_ON        1UL         /* status; bit 31 asks for it (VT-d 10.4.16) */

/* Message-signalled interrupts: SDM 3, 10.11.1. */
#define MESSAGE_ADDRESS     0xfee00000UL
#define MESSAGE_APIC_SHIFT  12

/* PCI configuration by ports: PCI Local Bus 3.0, 3.2.2.3.2. */
#define PCI_ADDRESS         0xcf8
#define PCI_DATA            0xcfc
#define PCI_ENABLE          bit(31)
#define PCI_BUSES           0x18        /* of a bridge: primary, secondary ... */

static struct dmar dmar;
static word_t next_page;                /* kernel address of the first that is not used */

static struct iommu *iommu(void) { return &node.arch.iommu; }

/* ----------------------------------------------------------------------------------- find */

static word_t capability(const struct iommu_unit *u)
{
    return machine_device_read64(u->registers + IOMMU_CAPABILITY);
}

static word_t extended_capability(const struct iommu_unit *u)
{
    return machine_device_read64(u->registers + IOMMU_EXTENDED_CAPABILITY);
}

/* Where its registers end, in whole pages from their start. */
static word_t register_bytes(const struct iommu_unit *u)
{
    const word_t faults = u->faults + u->n_faults * RECORD_BYTES;
    const word_t iotlb = u->iotlb + 2 * sizeof(word_t);
    return align_up((faults > iotlb ? faults : iotlb) - u->registers, PAGE_BITS);
}

static const char *open_unit(struct iommu_unit *u, word_t physical)
{
    if (physical >= WINDOW_BYTES || WINDOW_BYTES - physical < bit(PAGE_BITS) * REGISTER_PAGES)
        return "the registers of a unit are out of the kernel's reach";
    u->registers = window_address((paddr_t){physical});
    const word_t version = machine_device_read32(u->registers + IOMMU_VERSION);
    const word_t cap = capability(u);
    if (version == 0 || version == mask(32) || cap == ~(word_t)0)
        return "there is no unit where the firmware says";
    if ((version >> 4 & mask(4)) > NEWEST_MAJOR)
        return "a unit is newer than this kernel and has no command registers";
    u->iotlb = u->registers + ECAP_IOTLB(extended_capability(u));
    u->faults = u->registers + CAP_FAULTS(cap);
    u->n_faults = CAP_N_FAULTS(cap);
    u->by_page = CAP_BY_PAGE(cap);
    u->drain = CAP_DRAIN(cap) << DRAIN_SHIFT;
    u->caching = CAP_CACHING(cap);
    u->write_buffer = CAP_WRITE_BUFFER(cap);
    iommu()->domain_limit = word_min(iommu()->domain_limit, bit(CAP_DOMAINS_BITS(cap)));
    if (ECAP_COHERENT(extended_capability(u)) == 0)
        iommu()->incoherent = 1;
    return 0;
}

static const char *open_units(struct range_list *withheld)
{
    for (word_t i = 0; i < dmar.n_units; i++) {
        LOOP(DMAR_MAX_UNITS, i);
        struct iommu_unit *u = &iommu()->unit[i];
        const word_t physical = dmar.unit[i].registers;
        const char *why = open_unit(u, physical);
        if (why)
            return why;
        if (!range_list_add(withheld, (struct range){physical, physical + register_bytes(u)}))
            return "memory is in too many pieces";
    }
    return 0;
}

/* Can all units work with tables of so many levels? */
static bool all_have_levels(word_t levels)
{
    for (word_t i = 0; i < dmar.n_units; i++) {
        LOOP(DMAR_MAX_UNITS, i);
        if (CAP_HAS_LEVELS(capability(&iommu()->unit[i]), levels) == 0)
            return false;
    }
    return true;
}

/* All reserved memory can be mapped with so many. */
static bool levels_suffice(word_t levels)
{
    for (word_t i = 0; i < dmar.n_reserved; i++) {
        LOOP(DMAR_MAX_RESERVED, i);
        if (dmar.reserved[i].memory.end > bit(level_bits(levels)))
            return false;
    }
    return true;
}

static bool choose_levels(void)
{
    for (word_t n = FEWEST_LEVELS; n <= MOST_LEVELS; n++) {
        LOOP(MOST_LEVELS, n);
        if (all_have_levels(n) && levels_suffice(n)) {
            iommu()->levels = n;
            return true;
        }
    }
    return false;
}

static bool meets(const struct range_list *list, struct range r)
{
    for (word_t i = 0; i < list->count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        if (list->range[i].start < r.end && r.start < list->range[i].end)
            return true;
    }
    return false;
}

/* What firmware reserves in RAM, which is the kernel's or handed out, or in the kernel's devices,
 * is not mapped. */
static void drop_unsafe(const struct range_list *memory, const struct range_list *withheld)
{
    for (word_t i = 0; i < dmar.n_reserved; i++) {
        LOOP(DMAR_MAX_RESERVED, i);
        struct dmar_reserved *r = &dmar.reserved[i];
        if (!meets(memory, r->memory) && !meets(withheld, r->memory))
            continue;
        debug_print("KERNEL: no device gets the reserved memory 0x%lx .. 0x%lx: it is RAM, or the "
                    "kernel's\n", r->memory.start, r->memory.end);
        r->memory = (struct range){0, 0};
    }
}

/* Tables for one range: a root, and below it as many as the range meets. */
static word_t tables_for(struct range r)
{
    word_t n = 1;
    for (word_t level = 1; !range_is_empty(r) && level < iommu()->levels; level++) {
        LOOP(MOST_LEVELS, level);
        n += ((r.end - 1) >> level_bits(level)) - (r.start >> level_bits(level)) + 1;
    }
    return n;
}

static word_t other_segments(void)
{
    for (word_t i = 0; i < dmar.n_units; i++) {
        LOOP(DMAR_MAX_UNITS, i);
        if (dmar.unit[i].segment != 0)
            return 1;
    }
    return 0;
}

static word_t count_pages(void)
{
    word_t n = 1 + N_BUSES + other_segments();
    for (word_t i = 0; i < dmar.n_reserved; i++) {
        LOOP(DMAR_MAX_RESERVED, i);
        n += tables_for(dmar.reserved[i].memory);
    }
    return n;
}

word_t boot_iommu_find(struct bytes table, const struct range_list *memory,
                       struct range_list *withheld)
{
    const char *why = table.count != 0 ? dmar_read(table, &dmar) : 0;
    if (!why && dmar.n_units == 0) {
        debug_print("KERNEL: DMA is not remapped: devices reach all memory\n");
        return 0;
    }
    iommu()->domain_limit = bit(16);
    if (!why)
        why = open_units(withheld);
    if (!why && !choose_levels())
        why = "the units have no number of levels in common, or too few for what is reserved";
    if (why) {
        debug_print("KERNEL: the ACPI table DMAR: %s\n", why);
        kernel_fatal("DMA cannot be controlled; `disable_iommu` on the command line does without");
    }
    drop_unsafe(memory, withheld);
    iommu()->n_units = dmar.n_units;
    return count_pages();
}

/* -------------------------------------------------------------------------------- reserved */

static word_t take_page(void)
{
    const word_t page = next_page;
    next_page += bit(PAGE_BITS);
    return page;
}

/* The secondary bus of a bridge. */
static word_t bus_behind(word_t bus, word_t hop)
{
    machine_out32(PCI_ADDRESS, PCI_ENABLE | bus << 16 | hop << 8 | PCI_BUSES);
    return machine_in32(PCI_DATA) >> 8 & mask(8);
}

static word_t device_of(const struct dmar_reserved *r)
{
    word_t bus = r->bus;
    for (word_t i = 0; i + 1 < r->n_hops; i++) {
        LOOP(DMAR_MAX_HOPS, i);
        bus = bus_behind(bus, r->hop[i]);
    }
    return bus << 8 | r->hop[r->n_hops - 1];
}

/* The entry of level 0 for an address; tables that are missing are made. */
static word_t make_way(word_t table, word_t address)
{
    for (word_t level = iommu()->levels - 1; level != 0; level--) {
        LOOP(MOST_LEVELS, level);
        struct io_pte *e = &io_page_table_at(table)->entry[level_index(address, level)];
        if (io_pte_is_empty(*e))
            *e = io_pte_make(window_physical(take_page()), IO_READ | IO_WRITE);
        table = window_address(io_pte_physical(*e));
    }
    return io_pte_addr(&io_page_table_at(table)->entry[level_index(address, 0)]);
}

static void map_pages(word_t table, struct range r)
{
    for (word_t at = r.start; at < r.end; at += bit(PAGE_BITS)) {
        LOOP(MAX_RESERVED_PAGES, at);
        *io_pte_at(make_way(table, at)) = io_pte_make((paddr_t){at}, IO_READ | IO_WRITE);
    }
}

/* The device's table; a new one, in a new domain, if it has none. */
static word_t table_of(word_t device)
{
    struct io_context *c = io_context_of(device);
    if (io_context_present(*c) == 0) {
        io_context_set_table(c, window_physical(take_page()).raw >> PAGE_BITS);
        io_context_set_present(c, 1);
        io_context_set_domain(c, iommu()->first_domain++);
        io_context_set_width(c, iommu()->levels - 2);
    }
    return window_address(io_context_physical(*c));
}

static void map_reserved(void)
{
    for (word_t i = 0; i < dmar.n_reserved; i++) {
        LOOP(DMAR_MAX_RESERVED, i);
        const struct dmar_reserved *r = &dmar.reserved[i];
        if (r->segment == 0 && !range_is_empty(r->memory))
            map_pages(table_of(device_of(r)), r->memory);
    }
}

/* ----------------------------------------------------------------------------------- start */

static void fill_root(word_t root)
{
    for (word_t bus = 0; bus < N_BUSES; bus++) {
        LOOP(N_BUSES, bus);
        struct io_root *e = io_root_at(root + bus * sizeof(struct io_root));
        io_root_set_table(e, (window_physical(iommu()->contexts).raw >> PAGE_BITS) + bus);
        io_root_set_present(e, 1);
    }
}

/* What has been written is in memory, where all units see it. */
static void write_back_all(word_t start, word_t end)
{
    if (iommu()->incoherent == 0)
        return;
    for (word_t at = start; at < end; at += bit(PAGE_BITS)) {
        LOOP(1UL << 32, at);
        iommu_table_ready(at);
    }
}

static void fault_interrupt(const struct iommu_unit *u, word_t apic_id)
{
    const word_t at = u->registers;
    machine_device_write32(at + IOMMU_FAULT_STATUS, FAULTS_ALL);
    machine_device_write32(at + IOMMU_FAULT_DATA, IRQ_VECTOR_BASE + IRQ_IOMMU_FAULT);
    machine_device_write32(at + IOMMU_FAULT_ADDRESS,
                           MESSAGE_ADDRESS | (apic_id & mask(8)) << MESSAGE_APIC_SHIFT);
    machine_device_write32(at + IOMMU_FAULT_ADDRESS_HIGH, apic_id & ~mask(8));
    machine_device_write32(at + IOMMU_FAULT_CONTROL, KEEL_DEBUG ? 0 : FAULT_MASKED);
}

/* VT-d 10.4.4: firmware may have left the queue, interrupt remapping and translation on. */
static void start_unit(const struct iommu_unit *u, word_t root, word_t apic_id)
{
    iommu_command(u, IOMMU_QUEUE, false);
    iommu_command(u, IOMMU_INTERRUPTS, false);
    machine_device_write32(u->registers + IOMMU_FAULT_CONTROL, FAULT_MASKED);
    machine_device_write64(u->registers + IOMMU_ROOT, window_physical(root).raw);
    iommu_command(u, IOMMU_SET_ROOT, true);
    iommu_forget_all(u);
    iommu_command(u, IOMMU_TRANSLATE, true);
    if (CAP_PROTECTED(capability(u)) != 0)
        machine_device_write32(u->registers + IOMMU_PROTECTED_MEMORY, 0);
    fault_interrupt(u, apic_id);
}

void boot_iommu_start(word_t pages, word_t apic_id)
{
    const word_t root = pages;
    iommu()->first_domain = FIRST_DOMAIN;
    iommu()->contexts = pages + bit(PAGE_BITS);
    next_page = iommu()->contexts + bit(CONTEXTS_BITS);
    const word_t empty_root = next_page;
    next_page += other_segments() << PAGE_BITS;
    fill_root(root);
    map_reserved();
    write_back_all(pages, next_page);
    for (word_t i = 0; i < iommu()->n_units; i++) {
        LOOP(IOMMU_MAX_UNITS, i);
        start_unit(&iommu()->unit[i], dmar.unit[i].segment == 0 ? root : empty_root, apic_id);
    }
    debug_print("KERNEL: DMA is remapped: %lu unit(s), %lu levels, domains %lu to %lu\n",
                iommu()->n_units, iommu()->levels, iommu()->first_domain,
                iommu()->domain_limit - 1);
}
