/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Boot on x86-64: from the multiboot loader's registers (start.S) to boot_root_task.
 *
 *     processor -> own page tables -> loader's information -> console -> traps -> ACPI ->
 *     interrupts, clocks -> remapping of DMA -> root task's image -> root task
 *
 * What the machine is, is found here: memory, the root task and the screen in the loader's
 * information, interrupt controllers and remapping units in ACPI's tables, clocks by measuring.
 * Nothing is printed before the console is known, except by cpu_features.c.
 *
 *     1 MiB      kernel | root task | ...   the loader may have left module and tables anywhere
 *
 * The root task's pages come right behind the kernel. So all that is wanted of the loader's tables
 * is copied before, and the module, an ELF file, is moved out of the way if it must be.
 */

#include "bootinfo.h"
#include "debug.h"
#include "irq.h"
#include <arch/acpi.h>
#include <arch/apic.h>
#include <arch/boot.h>
#include <arch/boot_iommu.h>
#include <arch/boot_leaks.h>
#include <arch/command_line.h>
#include <arch/console.h>
#include <arch/cpu_features.h>
#include <arch/io_space.h>
#include <arch/irqchip.h>
#include <arch/kernel_tables.h>
#include <arch/multiboot.h>
#include <arch/root_image.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <arch/vspace.h>
#include <board.h>

#define NO_ADDRESS          (~(word_t)0)
#define BIOS_FIRST_SERIAL   0x400           /* in its data area: port of COM1 */
#define DEFAULT_SERIAL      0x3f8
/* Withheld, as it always was: the last bytes below 4 GiB. */
#define LAST_BYTES_START    0xfffffff8UL
#define LAST_BYTES_END      0x100000000UL
#define TSC_CHUNK_BYTES     4

static struct boot_input input;
static struct cpu_features features;
static struct physical_memory physical;
static struct multiboot loader;
static struct acpi acpi;
static struct boot_clock clock;
static struct root_image root_image;

static _Noreturn void give_up(const char *what, const char *why)
{
    debug_print("KERNEL: %s\n", what);
    kernel_fatal(why);
}

/* ----------------------------------------------------------------------------------- memory */

static bool overlap(struct range a, struct range b) { return a.start < b.end && b.start < a.end; }

static void add_range(struct range_list *list, word_t start, word_t end)
{
    if (!range_list_add(list, (struct range){start, end}))
        kernel_fatal("memory is in too many pieces");
}

static word_t image_symbol(const struct image_mark *mark)
{
    return image_physical(image_mark_addr(mark)).raw;
}

static void divide_memory(void)
{
    input.kernel = (struct range){image_symbol(&ki_start), image_symbol(&ki_end)};
    input.recycled = (struct range){image_symbol(&ki_start), image_symbol(&ki_boot_end)};
    input.window = WINDOW_BASE;
    input.device_top = PADDR_USER_DEVICE_TOP;
    for (word_t i = 0; i < loader.memory.count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        add_range(&input.memory, loader.memory.range[i].start, loader.memory.range[i].end);
    }
    if (!range_list_remove(&input.memory, (struct range){physical.range.end, NO_ADDRESS}))
        kernel_fatal("memory is in too many pieces");
    add_range(&input.withheld, apic_page(), apic_page() + bit(PAGE_BITS));
    add_range(&input.withheld, acpi.io_apic[0].address,
              acpi.io_apic[0].address + bit(PAGE_BITS));
    add_range(&input.withheld, LAST_BYTES_START, LAST_BYTES_END);
}

/* ---------------------------------------------------------------------------- command line */

static struct bytes command_line(void)
{
    const struct range r = loader.command_line;
    return physical_up_to(&physical, r.start, range_bytes(r));
}

/* Printing is writing: what is RAM, or cannot be reached, is no screen, whatever the loader
 * says. */
static bool is_screen(const struct framebuffer *f)
{
    const struct range r = {f->address, f->address + f->pitch * f->height};
    bool fine = physical_has(&physical, r);
    for (word_t i = 0; i < loader.memory.count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        fine = fine && !overlap(r, loader.memory.range[i]);
    }
    return fine;
}

static void start_console(void)
{
    if (!is_screen(&loader.framebuffer))
        loader.framebuffer.address = 0;
    const word_t bios = bytes_u16(physical_bytes(&physical, BIOS_FIRST_SERIAL, 2), 0);
    const word_t first = bios != 0 ? bios : DEFAULT_SERIAL;
    const word_t debug_port = command_line_number(command_line(), "debug_port=", first);
    console_init(command_line_number(command_line(), "console_port=", debug_port),
                 &loader.framebuffer);
}

/* ------------------------------------------------------------------------------- root task */

/* Where the file is out of the way of `pages`: where it is, or in RAM behind both. */
static struct range move_file(struct range file, struct range pages)
{
    if (!overlap(file, pages))
        return file;
    const word_t start = align_up(file.end > pages.end ? file.end : pages.end, PAGE_BITS);
    const struct range to = {start, start + range_bytes(file)};
    if (!range_list_covers(&input.memory, to))
        kernel_fatal("there is no room behind the root task's module to move it to");
    bytes_move(window_address((paddr_t){file.start}), window_address((paddr_t){to.start}),
               range_bytes(file));
    return to;
}

static struct bytes file_bytes(struct range file)
{
    return physical_bytes(&physical, file.start, range_bytes(file));
}

static void load_root_task(void)
{
    const char *why = root_image_read(file_bytes(loader.module), &root_image);
    if (why)
        give_up("cannot start the root task", why);
    const word_t start = input.kernel.end;
    input.image = (struct range){start, start + range_bytes(root_image.pages)};
    input.image_offset = start - root_image.pages.start;
    input.image_entry = root_image.entry;
    if (!range_list_covers(&input.memory, input.image))
        kernel_fatal("there is no room for the root task behind the kernel");
    if (overlap(loader.module, input.kernel))
        kernel_fatal("the loader has put the root task's module where the kernel is");
    root_image_load(file_bytes(move_file(loader.module, input.image)), &root_image,
                    window_address((paddr_t){start}));
}

static void add_chunks(void)
{
    if (loader.has_vbe != 0)
        bootinfo_add_chunk(&input, BOOTINFO_CHUNK_X86_VBE, octet_addr(loader.vbe), VBE_BYTES);
    bootinfo_add_chunk(&input, BOOTINFO_CHUNK_X86_ACPI_RSDP, octet_addr(loader.rsdp), RSDP_BYTES);
    if (loader.has_framebuffer != 0)
        bootinfo_add_chunk(&input, BOOTINFO_CHUNK_X86_FRAMEBUFFER,
                           octet_addr(loader.framebuffer_chunk), FRAMEBUFFER_BYTES);
    bootinfo_add_chunk(&input, BOOTINFO_CHUNK_X86_MBMMAP, octet_addr(loader.memory_map),
                       MEMORY_MAP_BYTES);
    bootinfo_add_chunk(&input, BOOTINFO_CHUNK_X86_TSC_FREQ, boot_clock_addr(&clock),
                       TSC_CHUNK_BYTES);
}

/* --------------------------------------------------------------------------------- machine */

static void read_acpi(void)
{
    const struct bytes root = {octet_addr(loader.rsdp), RSDP_BYTES};
    if (loader.has_rsdp == 0 && !acpi_find_root(&physical, octet_addr(loader.rsdp)))
        kernel_fatal("this machine has no ACPI tables");
    const char *why = acpi_read(&physical, root, &acpi);
    if (why)
        give_up("the firmware's description of the machine cannot be used", why);
    node.arch.power_port = acpi.power_port;
    node.arch.power_value = acpi.power_value;
}

static void start_interrupts(void)
{
    const char *why = apic_open();
    if (!why && acpi.io_apic[0].address >= physical.range.end)
        why = "the I/O APIC is out of reach";
    if (why)
        kernel_fatal(why);
    pic_init();
    ioapic_init(window_address((paddr_t){acpi.io_apic[0].address}));
    why = irqchip_init();
    if (why)
        kernel_fatal(why);
    for (word_t irq = 0; irq < IRQ_MIN; irq++) {
        LOOP(IRQ_MIN, irq);
        irq_reserve(irq);
    }
    irq_reserve(IRQ_IOMMU_FAULT);
    irq_reserve(IRQ_KERNEL_TIMER);
}

static void start_clocks(void)
{
    const char *why = boot_measure_clocks(&features, &clock);
    if (why)
        kernel_fatal(why);
    timer_init(clock.tsc_mhz, clock.apic_rate);
}

static void find_iommu(void)
{
    const bool wanted = !command_line_has(command_line(), "disable_iommu");
    const struct bytes table =
        wanted ? physical_bytes(&physical, acpi.dmar.start, range_bytes(acpi.dmar))
               : (struct bytes){0, 0};
    input.arch_pages = boot_iommu_find(table, &input.memory, &input.withheld);
}

void arch_boot_use_pages(word_t address)
{
    if (input.arch_pages != 0)
        boot_iommu_start(address, apic_id());
}

static void say_hello(void)
{
    const struct range_list *m = &input.memory;
    debug_print("\nKERNEL: Keel on x86-64, multiboot, RAM up to 0x%lx, TSC %lu MHz, %s\n",
                m->range[m->count - 1].end, clock.tsc_mhz,
                clock.apic_rate == 0 ? "TSC-deadline timer" : "APIC timer");
}

void boot_main(word_t magic, word_t info);
void boot_main(word_t magic, word_t info)
{
    cpu_features_read(&features);
    cpu_features_enable(&features);
    boot_kernel_tables(features.no_execute != 0);
    physical.range = (struct range){0, word_min(WINDOW_BYTES, bit(features.physical_bits))};
    physical.window = WINDOW_BASE;
    const char *why = multiboot_read(&physical, magic, info, &loader);
    start_console();
    boot_leaks(command_line_has(command_line(), "isolate"),
               command_line_has(command_line(), "no_isolate"));
    trap_init();
    if (why)
        give_up("what the loader says cannot be used", why);
    read_acpi();
    start_interrupts();
    start_clocks();
    divide_memory();
    say_hello();
    find_iommu();
    input.io_levels = io_space_levels();
    space_init();
    add_chunks();
    load_root_task();
    boot_root_task(&input);
}

struct cap arch_boot_cap(enum initial_slot slot)
{
    switch (slot) {
    case SLOT_ASIDControl:   return cap_make(CAP_asid_control, 0);
    case SLOT_IOPortControl: return cap_make(CAP_io_port_control, 0);
    case SLOT_IOSpace:       return io_space_master();
    default:                 return cap_null();
    }
}
