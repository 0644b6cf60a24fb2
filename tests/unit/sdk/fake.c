/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See fake.h. */

#include "tests/unit/sdk/fake.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t failures;

void expect(bool good, const char *name, const char *why)
{
    failures += !good;
    if (good)
        printf("ok %s\n", name);
    else
        printf("not ok %s: %s\n", name, why);
}

/* --- ELF -------------------------------------------------------------------------------------- */

enum { EHDR = 64, PHDR = 56, SHDR = 64, SYMBOL = 24, MAX_SIZE = 1 << 18 };

uint16_t fake_machine = FAKE_MACHINE;

static void put(uint8_t *at, uint64_t value, size_t size)
{
    memcpy(at, &value, size);
}

static void put_section(uint8_t *at, uint32_t name, uint32_t type, uint64_t offset, uint64_t size,
                        uint32_t link)
{
    put(at, name, 4);
    put(at + 4, type, 4);
    put(at + 24, offset, 8);
    put(at + 32, size, 8);
    put(at + 40, link, 4);
}

struct bytes fake_elf(struct arena *arena, const struct fake_elf *from)
{
    uint8_t *e = arena_alloc(arena, MAX_SIZE);
    uint64_t at = EHDR + PHDR * from->n_segments;
    memcpy(e,
           "\x7f"
           "ELF\2\1\1",
           7);
    put(e + 16, 2, 2);
    put(e + 18, fake_machine, 2);
    put(e + 20, 1, 4);
    put(e + 24, from->entry, 8);
    put(e + 32, EHDR, 8);
    put(e + 52, EHDR, 2);
    put(e + 54, PHDR, 2);
    put(e + 56, from->n_segments, 2);
    for (size_t i = 0; i < from->n_segments; i++) {
        const struct fake_segment *s = &from->segments[i];
        const uint64_t words[] = {at, s->vaddr, s->paddr, s->filesz, s->memsz, 0x1000};
        uint8_t *p = e + EHDR + PHDR * i;
        put(p, 1, 4);
        put(p + 4, s->flags, 4);
        memcpy(p + 8, words, sizeof(words));
        memset(e + at, s->fill, s->filesz);
        if (!i && from->start[0])
            memcpy(e + at, from->start, sizeof(from->start));
        at += s->filesz;
    }
    if (from->no_symbols)
        return (struct bytes){e, at};

    uint64_t names = at, name = names + 1, symbols;
    for (size_t i = 0; i < from->n_symbols; name += strlen(from->symbols[i++].name) + 1)
        strcpy((char *)e + name, from->symbols[i].name);
    symbols = align_up(name, 8);
    name = names + 1;
    for (size_t i = 0; i < from->n_symbols; i++) {
        uint8_t *s = e + symbols + SYMBOL * (i + 1);
        put(s, name - names, 4);
        s[4] = (uint8_t)(0x10 | from->symbols[i].type);
        put(s + 6, 1, 2);
        put(s + 8, from->symbols[i].value, 8);
        put(s + 16, from->symbols[i].size, 8);
        name += strlen(from->symbols[i].name) + 1;
    }
    uint64_t section_names = symbols + SYMBOL * (from->n_symbols + 1), offset = section_names + 1;
    uint64_t data[4], name_of[4];
    for (size_t i = 0; i < from->n_sections; i++) {
        name_of[i] = offset - section_names;
        strcpy((char *)e + offset, from->sections[i].name);
        offset += strlen(from->sections[i].name) + 1;
    }
    uint64_t section_names_end = offset;
    for (size_t i = 0; i < from->n_sections; i++) {
        data[i] = offset;
        memcpy(e + offset, from->sections[i].data, from->sections[i].n);
        offset += from->sections[i].n;
    }
    uint64_t headers = align_up(offset, 8);
    put_section(e + headers + SHDR, 0, 2, symbols, SYMBOL * (from->n_symbols + 1), 2);
    put_section(e + headers + 2 * SHDR, 0, 3, names, symbols - names, 0);
    put_section(e + headers + 3 * SHDR, 0, 3, section_names, section_names_end - section_names, 0);
    for (size_t i = 0; i < from->n_sections; i++)
        put_section(e + headers + (4 + i) * SHDR, (uint32_t)name_of[i], 1, data[i],
                    from->sections[i].n, 0);
    put(e + 40, headers, 8);
    put(e + 58, SHDR, 2);
    put(e + 60, 4 + from->n_sections, 2);
    put(e + 62, 3, 2);
    return (struct bytes){e, headers + (4 + from->n_sections) * SHDR};
}

struct fake_elf fake_kernel(void)
{
    return (struct fake_elf){
        .entry = 0xffffffff80200000,
        .segments = {{0xffffffff80200000, 0x80200000, 0x100, 0x3000, 7, 0x11}},
        .n_segments = 1,
        .symbols = {{"ki_end", 0xffffffff80203000, 0, 0}},
        .n_symbols = 1,
    };
}

/* Its first segment, at its physical address, has a multiboot header. */
struct fake_elf fake_pc_kernel(void)
{
    return (struct fake_elf){
        .entry = 0x100020,
        .segments = {{0x100000, 0x100000, 0x100, 0x100, 5, 0x11},
                     {0xffffffff80101000, 0x101000, 0x300, 0x1000, 5, 0x12},
                     {0xffffffff80102000, 0x102000, 0x10, 0x3000, 6, 0x13}},
        .n_segments = 3,
        .symbols = {{"ki_end", 0xffffffff80105000, 0, 0}},
        .n_symbols = 1,
        .start = {0x1badb002, 3, 0u - 0x1badb002 - 3},
    };
}

struct fake_elf fake_loader(void)
{
    return (struct fake_elf){
        .entry = 0x90000000,
        .segments = {{0x90000000, 0x90000000, 0x80, 0x1000, 7, 0x22}},
        .n_segments = 1,
        .symbols = {{"_bss_end", 0x90001000, 0, 0}},
        .n_symbols = 1,
    };
}

struct fake_elf fake_init(void)
{
    return (struct fake_elf){
        .entry = 0x400000,
        .segments = {{0x400000, 0x400000, 0x200, 0x200, 5, 0x33},
                     {0x401000, 0x401000, 8, 0x1800, 6, 0}},
        .n_segments = 2,
        .symbols = {{"keel_spec_address", 0x401000, 8, 1}},
        .n_symbols = 1,
    };
}

/* Text at 0x200000, data at 0x201000 (with the library's variables), bss up to 0x204000. */
struct fake_elf fake_program(void)
{
    return (struct fake_elf){
        .entry = 0x200000,
        .segments = {{0x200000, 0x200000, 0x400, 0x400, 5, 0x44},
                     {0x201000, 0x201000, 0x100, 0x3000, 6, 0x55}},
        .n_segments = 2,
        .symbols = {{"microkit_name", 0x201100, 64, 1},
                    {"microkit_passive", 0x201140, 1, 1},
                    {"microkit_irqs", 0x201148, 8, 1},
                    {"microkit_notifications", 0x201150, 8, 1},
                    {"microkit_pps", 0x201158, 8, 1},
                    {"microkit_ioports", 0x201160, 8, 1},
                    {"word", 0x201180, 8, 1},
                    {"other_word", 0x201188, 8, 1},
                    {"bss_word", 0x203008, 8, 1},
                    {"small", 0x201190, 4, 1},
                    {"outside", 0x300000, 8, 1},
                    {"twice", 0x201198, 8, 1},
                    {"twice", 0x2011a0, 8, 1},
                    {"_start", 0x200000, 0, 0},
                    {"init", 0x200010, 0x20, 2},
                    {"notified", 0x200030, 0x40, 2}},
        .n_symbols = 16,
    };
}

/* --- directory -------------------------------------------------------------------------------- */

static const char *path_of(struct fixture *fixture, const char *name)
{
    return arena_printf(&fixture->arena, "%s/%s", fixture->directory, name);
}

void fixture_write(struct fixture *fixture, const char *name, struct bytes bytes)
{
    FILE *file = fopen(path_of(fixture, name), "wb");
    if (!file || fwrite(bytes.at, 1, bytes.n, file) != bytes.n || fclose(file)) {
        printf("not ok fixture: cannot write %s\n", path_of(fixture, name));
        exit(1);
    }
}

void fixture_write_elf(struct fixture *fixture, const char *name, const struct fake_elf *elf)
{
    fixture_write(fixture, name, fake_elf(&fixture->arena, elf));
}

struct bytes fixture_read(struct fixture *fixture, const char *name)
{
    struct bytes bytes = {NULL, 0};
    const char *why;
    if (!file_read(&fixture->arena, path_of(fixture, name), &bytes, &why))
        bytes.n = 0;
    return bytes;
}

void fixture_make(struct fixture *f)
{
    const struct {
        const char *name;
        struct fake_elf elf;
    } files[] = {
        {"kernel.elf", fake_kernel()},
        {"loader.elf", fake_loader()},
        {"init.elf", fake_init()},
        {"pd.elf", fake_program()},
    };
    char template[] = "/tmp/keel-sdk-XXXXXX";
    *f = (struct fixture){.arena = {NULL}};
    if (!mkdtemp(template)) {
        printf("not ok fixture: no temporary directory\n");
        exit(1);
    }
    f->directory = arena_copy(&f->arena, template, strlen(template));
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        fixture_write_elf(f, files[i].name, &files[i].elf);
    f->options = (struct options){
        .system = path_of(f, "s.system"),
        .board = board_find("qemu_virt_riscv64"),
        .config = "debug",
        .output = path_of(f, "out.img"),
        .image_type = IMAGE_BINARY,
        .kernel = path_of(f, "kernel.elf"),
        .loader = path_of(f, "loader.elf"),
        .init = path_of(f, "init.elf"),
    };
    *array_add(&f->arena, &f->options.search) = f->directory;
    *array_add(&f->arena, &f->options.search) = "";
}

void fixture_make_pc(struct fixture *f)
{
    struct fake_elf kernel = fake_pc_kernel();
    fake_machine = 62;
    fixture_make(f);
    fixture_write_elf(f, "kernel.elf", &kernel);
    f->options.board = board_find("x86_64_generic");
    f->options.image_type = IMAGE_ELF;
    f->options.loader = NULL;
}

int fixture_run(struct fixture *f, const char *description)
{
    fixture_write(f, "s.system", (struct bytes){(uint8_t *)description, strlen(description)});
    f->diags = (struct diags){.arena = &f->arena};
    unlink(path_of(f, "out.img"));
    return compile(&f->arena, &f->diags, &f->options, &f->compiled);
}

const char *fixture_found(struct fixture *f)
{
    struct text text = {.arena = &f->arena};
    char *printed = NULL;
    size_t size = 0;
    FILE *sink = open_memstream(&printed, &size);
    diag_print(&f->diags, sink);
    fclose(sink);
    free(printed);
    for (size_t i = 0; i < f->diags.n; i++)
        text_add(&text, "%s%u:%u %s", i ? ", " : "", f->diags.at[i].at.line,
                 f->diags.at[i].at.column, f->diags.at[i].id);
    return arena_copy(&f->arena, text.at, text.n);
}

void expect_errors(struct fixture *f, const char *name, const char *description,
                   const char *found)
{
    char *text = arena_copy(&f->arena, description, strlen(description));
    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    int status = fixture_run(f, text);
    const char *got = fixture_found(f);
    bool same = !strcmp(got, found) || (strstr(found, ":0 E-XML") && strstr(got, " E-XML"));
    const char *why = NULL;
    if (!same)
        why = arena_printf(&f->arena, "expected [%s], got [%s]%s%s", found, got,
                           f->diags.n ? ": " : "", f->diags.n ? f->diags.at[0].text : "");
    else if (status != 1)
        why = "the status is not 1";
    else if (fixture_read(f, "out.img").n)
        why = "there is an output file";
    for (size_t i = 0; i < f->diags.n && !why; i++)
        if (!f->diags.at[i].warning && !strchr(f->diags.at[i].text, ';'))
            why =
                arena_printf(&f->arena, "not of the form what; rule; fix: %s", f->diags.at[i].text);
    expect(!why, name, why);
}

void fixture_remove(struct fixture *f)
{
    DIR *directory = opendir(f->directory);
    struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        if (entry->d_name[0] != '.')
            unlink(path_of(f, entry->d_name));
    if (directory)
        closedir(directory);
    rmdir(f->directory);
    arena_free(&f->arena);
}
