/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The AArch64 boards: what the compiler knows about each, typed a second time from the
 * specification of platforms, and seen in the tables that a description becomes.
 */

#include <stdio.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

struct facts {
    const char *name;
    uint64_t kernel, kernel_paddr;
    uint64_t ipc_buffer;
    uint32_t table_levels, vspace_bits;
    struct range devices[6];
    uint32_t reserved[3]; /* interrupts; 0: none */
};

#define V2_EL2(top)                                                                          \
    {0, 0x8000000}, {0x8001000, 0x8010000}, {0x8011000, 0x8030000}, {0x8031000, 0x60000000}, \
    {0xc0000000, top}
#define V2_EL1                                                                               \
    {0, 0x8000000}, {0x8001000, 0x8010000}, {0x8011000, 0x40000000}, {0xc0000000, 0x10000000000}
#define V3(ram)                                                                              \
    {0, 0x8000000}, {0x8010000, 0x80a0000}, {0x81a0000, ram}, {0xc0000000, 0x10000000000}
#define EL2 0xffc0000000, 0x60000000, 0xfffffff000, 2, 13
#define EL2_PA44 0xffc0000000, 0x60000000, 0xffffffff000, 3, 12
#define EL1 0xffffffffc0000000, 0x40000000, 0x7ffffffff000, 3, 12

static const struct facts boards[] = {
    {"qemu_virt_aarch64", EL2, {V2_EL2(0x10000000000)}, {25, 26, 27}},
    {"qemu_virt_aarch64_el1", EL1, {V2_EL1}, {27}},
    {"qemu_virt_aarch64_gicv3", EL2, {V3(0x60000000)}, {25, 26, 27}},
    {"qemu_virt_aarch64_el1_gicv3", EL1, {V3(0x40000000)}, {27}},
    {"qemu_virt_aarch64_pa44", EL2_PA44, {V2_EL2(0x100000000000)}, {25, 26, 27}},
};

static const char *const description =
    "<system>\n"
    "<memory_region name=\"uart\" size=\"0x1000\" phys_addr=\"0x9000000\"/>\n"
    "<protection_domain name=\"driver\" smc=\"true\"><program_image path=\"pd.elf\"/>\n"
    "<map mr=\"uart\" vaddr=\"0x2000000\" cached=\"false\"/>\n"
    "<irq irq=\"%u\" id=\"3\"/></protection_domain>\n"
    "</system>\n";

static int run(struct fixture *f, unsigned irq)
{
    return fixture_run(f, arena_printf(&f->arena, description, irq));
}

static void make(struct fixture *f, const struct facts *facts)
{
    const struct fake_elf kernel = {
        .entry = facts->kernel,
        .segments = {{facts->kernel, facts->kernel_paddr, 0x100, 0x3000, 7, 0x11}},
        .n_segments = 1,
        .symbols = {{"ki_end", facts->kernel + 0x3000, 0, 0}},
        .n_symbols = 1,
    };
    const struct fake_elf loader = {
        .entry = 0x70000000,
        .segments = {{0x70000000, 0x70000000, 0x80, 0x1000, 7, 0x22}},
        .n_segments = 1,
        .symbols = {{"_bss_end", 0x70001000, 0, 0}},
        .n_symbols = 1,
    };
    fake_machine = 183;
    fixture_make(f);
    fixture_write_elf(f, "kernel.elf", &kernel);
    fixture_write_elf(f, "loader.elf", &loader);
    f->options.board = board_find(facts->name);
}

static void check_table(const struct facts *facts)
{
    const struct board *board = board_find(facts->name);
    bool same = board && board->elf_machine == 183 && board->image_type == IMAGE_BINARY &&
                board->ram.start == facts->kernel_paddr && board->ram.end == 0xc0000000 &&
                board->ipc_buffer == facts->ipc_buffer && board->irq_last == 159 &&
                board->max_period_us == 0x218def416bdb && board->min_budget_us == 20;
    expect(same, facts->name, "a number differs");
    same = !memcmp(board->devices, facts->devices, sizeof(facts->devices));
    expect(same, "device ranges", facts->name);
}

static void check_tables(struct fixture *f, const struct facts *facts)
{
    const struct tables *t = f->compiled.tables;
    uint32_t levels = 0, smc = 0;
    bool sizes = true;
    for (size_t i = 0; i < t->page_tables.n; i++)
        if (t->page_tables.at[i].level + 1 > levels)
            levels = t->page_tables.at[i].level + 1;
    for (size_t i = 0; i < t->objects.n; i++) {
        const struct spec_object *o = &t->objects.at[i];
        smc += o->type == SPEC_SMC;
        sizes = sizes && (o->type != SPEC_VSPACE || o->size_bits == facts->vspace_bits) &&
                (o->type != SPEC_TCB || o->size_bits == 12);
    }
    expect(levels == facts->table_levels, "levels of page tables", facts->name);
    expect(sizes, "sizes of thread and address space", facts->name);
    bool granted = false;
    for (size_t i = 0; i < t->caps.n; i++)
        granted = granted || (t->caps.at[i].slot == 7 &&
                              t->objects.at[t->caps.at[i].object].type == SPEC_SMC);
    expect(smc == 1 && granted, "smc: one object, in slot 7", facts->name);
}

static void check_board(const struct facts *facts)
{
    struct fixture f;
    make(&f, facts);
    check_table(facts);
    int status = run(&f, 33);
    expect(!status, "a description compiles", fixture_found(&f));
    if (!status)
        check_tables(&f, facts);
    for (size_t i = 0; i < 3; i++)
        if (facts->reserved[i])
            expect(run(&f, facts->reserved[i]) && strstr(fixture_found(&f), "5:1 E-IRQ-RANGE"),
                   "an interrupt of the kernel", fixture_found(&f));
    expect(run(&f, 160) && strstr(fixture_found(&f), "5:1 E-IRQ-RANGE"), "interrupt 160",
           fixture_found(&f));
    expect(!run(&f, 30) && !run(&f, 0) && !run(&f, 159), "interrupts 0, 30, 159",
           fixture_found(&f));
    f.options.config = "release";
    expect(!run(&f, 33), "the release configuration", fixture_found(&f));
    for (size_t i = 0; !f.diags.n_errors && i < f.compiled.tables->objects.n; i++)
        if (f.compiled.tables->objects.at[i].type == SPEC_TCB)
            expect(f.compiled.tables->objects.at[i].size_bits == 11, "size of a thread", "differs");
    fixture_remove(&f);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++)
        check_board(&boards[i]);
    return failures != 0;
}
