/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* Files other than the description that are wrong: kernel, loader, init, programs, outputs. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/sdk/fake.h"

static const char description[] = "<system>\n<protection_domain name=\"a\">\n<program_image "
                                  "path=\"pd.elf\"/>"
                                  "</protection_domain></system>";

static void check_file(struct fixture *f, const char *name, const char *file, struct bytes with,
                       const char *found)
{
    struct bytes before = fixture_read(f, file);
    fixture_write(f, file, with);
    int status = fixture_run(f, description);
    const char *got = fixture_found(f);
    expect(status == (*found && !strstr(found, " W-")) && !strcmp(got, found), name,
           arena_printf(&f->arena, "expected [%s], got [%s]", found, got));
    fixture_write(f, file, before);
}

static void check_elf(struct fixture *f, const char *name, const char *file, struct fake_elf with,
                      const char *found)
{
    check_file(f, name, file, fake_elf(&f->arena, &with), found);
}

static void check_boot_files(struct fixture *f)
{
    struct fake_elf kernel = fake_kernel(), loader = fake_loader(), init = fake_init();
    kernel.symbols[0].name = "end";
    check_elf(f, "kernel without ki_end", "kernel.elf", kernel, "0:0 E-KERNEL");
    kernel = fake_kernel();
    kernel.symbols[0].value = 0xffffffff80201000;
    check_elf(f, "kernel larger than ki_end", "kernel.elf", kernel, "0:0 E-KERNEL");
    kernel = fake_kernel();
    kernel.segments[0].paddr = 0x80201000;
    check_elf(f, "kernel unaligned", "kernel.elf", kernel, "0:0 E-KERNEL");
    kernel = fake_kernel();
    kernel.segments[1] = (struct fake_segment){0xffffffff80204000, 0x80205000, 0, 0x100, 6, 0};
    kernel.n_segments = 2;
    check_elf(f, "kernel with two offsets", "kernel.elf", kernel, "0:0 E-KERNEL");
    loader.segments[0].vaddr = 0x80000000;
    check_elf(f, "loader elsewhere", "loader.elf", loader, "0:0 E-LOADER");
    loader = fake_loader();
    loader.symbols[0].value += 8;
    check_elf(f, "loader with another end", "loader.elf", loader, "0:0 E-LOADER");
    loader = fake_loader();
    loader.symbols[0].name = "boot_lvl1_pt";
    check_elf(f, "loader that wants page tables", "loader.elf", loader, "0:0 E-LOADER");
    init.symbols[0].name = "something";
    check_elf(f, "init without the variable", "init.elf", init, "0:0 E-INIT");
    init = fake_init();
    init.segments[1].memsz = 0x20000000;
    check_elf(f, "init too large", "init.elf", init, "0:0 E-INIT");
    init.segments[1].memsz = 0xfdf0000;
    check_elf(f, "init reaches the loader", "init.elf", init, "0:0 E-IMAGE-OVERLAP");
    check_file(f, "kernel cut off", "kernel.elf",
               (struct bytes){fixture_read(f, "kernel.elf").at, 300}, "0:0 E-KERNEL");
    check_file(f, "everything wrong at once", "init.elf", (struct bytes){(uint8_t *)"x", 1},
               "0:0 E-INIT");
}

static void check_programs(struct fixture *f)
{
    struct fake_elf pd = fake_program();
    const char *bad = "3:1 E-IMG-ELF";
    struct bytes file = fixture_read(f, "pd.elf"),
                 damaged = {arena_alloc(&f->arena, file.n), file.n};
    const struct {
        const char *name;
        size_t at;
        uint8_t value;
    } headers[] = {
        {"program for 32 bits", 4, 1},
        {"program of the other byte order", 5, 2},
        {"program for another processor", 18, 62},
        {"program that is position independent", 16, 3},
        {"program that is not linked", 16, 1},
        {"program without segments", 56, 0},
        {"program with strange segments", 54, 8},
    };
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        memcpy(damaged.at, file.at, file.n);
        damaged.at[headers[i].at] = headers[i].value;
        check_file(f, headers[i].name, "pd.elf", damaged, bad);
    }
    check_file(f, "empty program", "pd.elf", (struct bytes){file.at, 0}, bad);
    pd.no_symbols = true;
    check_elf(f, "program without symbols", "pd.elf", pd, bad);
    pd = fake_program();
    pd.segments[1].vaddr = 0x200200;
    check_elf(f, "program with overlapping segments", "pd.elf", pd, bad);
    pd = fake_program();
    pd.entry = 0x201000;
    check_elf(f, "program whose entry is data", "pd.elf", pd, bad);
    pd = fake_program();
    pd.segments[0] = (struct fake_segment){0x200000, 0x200000, 0x400, 0x400, 7, 1};
    check_elf(f, "program with a writable executable segment", "pd.elf", pd, "3:1 W-IMG-RWX");
    pd = fake_program();
    pd.segments[0] = (struct fake_segment){0x200400, 0x200400, 0x200, 0xc80, 5, 1};
    pd.segments[1].vaddr = 0x201080;
    pd.entry = 0x200400;
    check_elf(f, "program with text and data in one page", "pd.elf", pd, "3:1 E-IMG-PAGE");
    pd.segments[1].flags = 4;
    pd.segments[1].memsz = 0x200;
    check_elf(f, "program with two readable segments in one page", "pd.elf", pd, "");
    pd = fake_program();
    pd.segments[1].vaddr = 0x3fffffa000;
    check_elf(f, "program in the stack", "pd.elf", pd, "3:1 E-IMG-RANGE");
    pd = fake_program();
    pd.segments[1].memsz = 0x2000000000;
    check_elf(f, "program with a huge bss", "pd.elf", pd, "3:1 E-IMG-RANGE");
    pd = fake_program();
    pd.segments[1].memsz = 0xffffffffffffffff;
    check_elf(f, "program that wraps", "pd.elf", pd, bad);
    pd = fake_program();
    pd.symbols[1].name = "microkit_passiv";
    pd.symbols[2].size = 4;
    check_elf(f, "program without the library's variables", "pd.elf", pd,
              "3:1 E-SYM-MISSING, 3:1 E-SYM-SIZE");
    pd = fake_program();
    for (size_t i = 0; i < 6; i++)
        pd.symbols[i].name = "other";
    check_elf(f, "program without the library", "pd.elf", pd, "3:1 E-SYM-MISSING");
}

static void check_symbol_file(struct fixture *f)
{
    struct fake_elf stripped = fake_program();
    stripped.no_symbols = true;
    fixture_write_elf(f, "stripped.elf", &stripped);
    int status = fixture_run(f, "<system><protection_domain name=\"a\"><program_image "
                                "path=\"stripped.elf\" "
                                "path_for_symbols=\"pd.elf\"/></protection_domain></system>");
    expect(!status, "path_for_symbols", fixture_found(f));
}

static void check_outputs(struct fixture *f)
{
    const char *output = f->options.output;
    f->options.output = arena_printf(&f->arena, "%s/none/out.img", f->directory);
    int status = fixture_run(f, description);
    expect(status == 1 && !strcmp(fixture_found(f), "0:0 E-OUTPUT"), "output into no directory",
           fixture_found(f));
    f->options.output = output;
    f->options.report = arena_printf(&f->arena, "%s/none/report", f->directory);
    status = fixture_run(f, description);
    expect(status == 1 && !fixture_read(f, "out.img").n,
           "no image when the report cannot be written", "there is one");
    f->options.report = output;
    status = fixture_run(f, description);
    bool refused = status == 1 && !strcmp(fixture_found(f), "0:0 E-OUTPUT");
    expect(refused && !fixture_read(f, "out.img").n,
           "one file for two outputs", fixture_found(f));
    f->options.report = "/dev/null";
    status = fixture_run(f, description);
    expect(!status && access("/dev/null", W_OK) == 0 && !fixture_read(f, "out.img.tmp").n,
           "a device as output", "fails");
    f->options.report = NULL;
    f->options.system = arena_printf(&f->arena, "%s/none.system", f->directory);
    f->diags = (struct diags){.arena = &f->arena};
    status = compile(&f->arena, &f->diags, &f->options, &f->compiled);
    expect(status == 1 && !strcmp(fixture_found(f), "0:0 E-FILE"), "no description",
           fixture_found(f));
}

int main(void)
{
    struct fixture f;
    fixture_make(&f);
    check_boot_files(&f);
    check_programs(&f);
    check_symbol_file(&f);
    check_outputs(&f);
    fixture_remove(&f);
    return failures != 0;
}
