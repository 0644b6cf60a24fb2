/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * What a correct description becomes, read back from the image file as the loader and init would:
 * the header and regions, the tables, the pages of contents with their variables set.
 */

#include <stdio.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

static const char description[] =
    "<system>\n"
    "<memory_region name=\"device\" size=\"0x1000\" phys_addr=\"0x10000000\"/>\n"
    "<memory_region name=\"large\" size=\"0x400_000\"/>\n"
    "<memory_region name=\"small\" size=\"0x3000\"/>\n"
    "<memory_region name=\"dma\" size=\"0x200000\" page_size=\"0x1000\"/>\n"
    "<protection_domain name=\"server\" priority=\"200\" passive=\"true\" fpu=\"false\" "
    "budget=\"50\" period=\"100\">\n"
    "  <program_image path=\"pd.elf\"/>\n"
    "  <map mr=\"device\" vaddr=\"0x2000000\" cached=\"false\" setvar_vaddr=\"word\"/>\n"
    "  <map mr=\"dma\" vaddr=\"0x3000000\" perms=\"r\" setvar_size=\"other_word\"/>\n"
    "  <setvar symbol=\"bss_word\" region_paddr=\"dma\"/>\n"
    "  <irq irq=\"10\" id=\"3\" trigger=\"edge\"/>\n"
    "</protection_domain>\n"
    "<protection_domain name=\"parent\" priority=\"100\" stack_size=\"0x4000\">\n"
    "  <program_image path=\"pd.elf\"/>\n"
    "  <map mr=\"large\" vaddr=\"0x40000000\" perms=\"rwx\"/>\n"
    "  <map mr=\"small\" vaddr=\"0x3000000\"/>\n"
    "  <protection_domain name=\"child\" id=\"7\" setvar_id=\"word\" priority=\"5\">\n"
    "    <program_image path=\"pd.elf\"/>\n"
    "    <map mr=\"small\" vaddr=\"0x5000000\" perms=\"r\"/>\n"
    "  </protection_domain>\n"
    "</protection_domain>\n"
    "<channel><end pd=\"child\" id=\"4\" pp=\"true\" setvar_id=\"other_word\"/>\n"
    "<end pd=\"server\" id=\"9\" notify=\"false\"/></channel>\n"
    "</system>\n";

enum { SERVER, PARENT, CHILD };

static const struct spec_header *spec;
static const uint8_t *init_image; /* init's memory, from its first page */
static uint64_t region[3][4];     /* kernel, init */

static uint64_t word_at(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

/* Finds the tables as init does: through the variable in init's data. */
static bool open_image(const struct bytes *image)
{
    const uint8_t *header = image->at + 0x1000;
    uint64_t words[8];
    if (image->n < 0x1000 + 128)
        return false;
    memcpy(words, header, sizeof(words));
    memcpy(region, header + 64, sizeof(region[0]) * 2);
    const uint8_t *data = header + 64 + 64;
    init_image = data + region[1][2];
    uint64_t address = word_at(init_image + 0x1000);
    spec = (const struct spec_header *)(const void *)(init_image + (address - 0x400000));
    return words[0] == 0x5e14dead14de5ead && words[1] == image->n - 0x1000 &&
           words[2] == 0xffffffff80200000 && words[3] == 0x80213000 &&
           words[4] == region[1][0] + region[1][1] && words[5] == 0x80213000 - 0x400000 &&
           words[6] == 0x400000 && words[7] == 2 && address == 0x403000;
}

static const struct spec_cap *cap(uint32_t cnode, uint32_t slot)
{
    for (uint32_t i = 0; i < spec->caps.count; i++)
        if (spec_caps(spec)[i].cnode == cnode && spec_caps(spec)[i].slot == slot)
            return &spec_caps(spec)[i];
    return NULL;
}

static bool has(uint32_t cnode, uint32_t slot, uint32_t object, uint32_t rights, uint64_t data)
{
    const struct spec_cap *c = cap(cnode, slot);
    return c && c->object == object && c->rights == rights && c->data == data;
}

static uint32_t count_caps(uint32_t cnode)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < spec->caps.count; i++)
        n += spec_caps(spec)[i].cnode == cnode;
    return n;
}

static const struct spec_map *map_at(uint32_t pd, uint64_t vaddr)
{
    for (uint32_t i = 0; i < spec->maps.count; i++)
        if (spec_maps(spec)[i].vspace == spec_pds(spec)[pd].vspace &&
            spec_maps(spec)[i].vaddr == vaddr)
            return &spec_maps(spec)[i];
    return NULL;
}

static const struct spec_object *frame_at(uint32_t pd, uint64_t vaddr)
{
    const struct spec_map *map = map_at(pd, vaddr);
    return map ? &spec_objects(spec)[map->frame] : NULL;
}

static bool is_mapped(uint32_t pd, uint64_t vaddr, uint32_t bits, uint32_t rights,
                      uint32_t attributes)
{
    const struct spec_map *map = map_at(pd, vaddr);
    return map && map->rights == rights && map->attributes == attributes &&
           frame_at(pd, vaddr)->size_bits == bits;
}

/* The 8-byte variable of a program. */
static uint64_t variable(uint32_t pd, uint64_t address)
{
    const struct spec_object *frame = frame_at(pd, address & ~0xfffull);
    if (!frame || !(frame->flags & SPEC_OBJECT_EMBEDDED))
        return 0;
    return word_at(init_image + (uint64_t)frame->image_page * 4096 + (address & 0xfff));
}

static const char *string_of(uint32_t offset)
{
    return spec_string(spec, offset);
}

static void check_caps(void)
{
    const struct spec_pd *server = &spec_pds(spec)[SERVER], *parent = &spec_pds(spec)[PARENT],
                         *child = &spec_pds(spec)[CHILD];
    const struct spec_tcb *tcbs = spec_tcbs(spec);
    uint32_t wp = SPEC_WRITE | SPEC_GRANT_REPLY, all = SPEC_ALL_RIGHTS;
    expect(has(server->cnode_root, 0, server->cnode, all, 49) &&
               count_caps(server->cnode_root) == 1,
           "the root CNode holds the other, guard of 49 bits", "differs");
    expect(has(server->cnode, 1, server->endpoint, SPEC_READ, 0) &&
               has(server->cnode, 2, spec->monitor, wp, 1) &&
               has(server->cnode, 3, server->vspace, all, 0) &&
               has(server->cnode, 4, server->reply, all, 0) &&
               has(server->cnode, 5, spec->monitor, SPEC_WRITE, 1) &&
               has(server->cnode, 141, spec_irqs(spec)[0].object, all, 0) &&
               count_caps(server->cnode) == 6,
           "caps of a passive server with an interrupt", "differ");
    expect(has(parent->cnode, 1, parent->endpoint, SPEC_READ, 0) &&
               has(parent->cnode, 209, tcbs[CHILD].object, all, 0) &&
               has(parent->cnode, 2, spec->monitor, wp, 2) && count_caps(parent->cnode) == 5,
           "caps of a parent", "differ");
    expect(has(child->cnode, 1, child->notification, SPEC_READ, 0) &&
               has(child->cnode, 2, parent->endpoint, wp, SPEC_BADGE_FAULT | 7) &&
               has(child->cnode, 14, server->notification, SPEC_WRITE, 1ull << 9) &&
               has(child->cnode, 78, server->endpoint, wp, SPEC_BADGE_CALL | 9) &&
               count_caps(child->cnode) == 6,
           "caps of a child that calls and notifies", "differ");
}

static void check_threads(void)
{
    const struct spec_tcb *server = &spec_tcbs(spec)[SERVER], *child = &spec_tcbs(spec)[CHILD];
    const struct spec_sc *sc = &spec_scs(spec)[SERVER];
    const struct spec_pd *pds = spec_pds(spec);
    const struct spec_irq *irq = spec_irqs(spec);
    expect(server->entry == 0x200000 && server->sp == 0x3fffffd000 &&
               server->ipc_buffer == 0x3fffffe000 && server->priority == 200 &&
               server->mcp == 200 && server->cspace == pds[SERVER].cnode_root &&
               server->flags == (SPEC_TCB_RESUME | SPEC_TCB_FPU_DISABLED) &&
               server->fault_endpoint == spec->monitor && server->fault_badge == 1,
           "the thread of the server", "differs");
    expect(child->fault_endpoint == pds[PARENT].endpoint &&
               child->fault_badge == (SPEC_BADGE_FAULT | 7) && child->flags == SPEC_TCB_RESUME &&
               pds[CHILD].parent == PARENT && pds[CHILD].child_id == 7 &&
               pds[PARENT].parent == SPEC_NONE,
           "faults of the child go to its parent", "differs");
    expect(sc->budget_us == 50 && sc->period_us == 100 && sc->badge == 0x100 &&
               spec_scs(spec)[CHILD].period_us == 1000 && spec_scs(spec)[CHILD].badge == 0x102,
           "scheduling contexts", "differ");
    expect((pds[SERVER].flags & SPEC_PD_PASSIVE) && !(pds[PARENT].flags & SPEC_PD_PASSIVE) &&
               pds[CHILD].endpoint == SPEC_NONE,
           "passive, and endpoints only where needed", "differs");
    expect(spec->irqs.count == 1 && irq->number == 10 && irq->trigger == 1 && irq->badge == 8 &&
               irq->id == 3 && irq->notification == pds[SERVER].notification,
           "the interrupt", "differs");
    expect(!strcmp(string_of(pds[CHILD].name), "child") &&
               !strcmp(string_of(pds[CHILD].image), "pd.elf"),
           "names", "differ");
}

static void check_maps(void)
{
    uint32_t rw = SPEC_READ | SPEC_WRITE, never = SPEC_EXECUTE_NEVER;
    const struct spec_object *device = frame_at(SERVER, 0x2000000),
                             *dma = frame_at(SERVER, 0x3000000);
    expect(is_mapped(SERVER, 0x200000, 12, SPEC_READ, 0) &&
               is_mapped(SERVER, 0x201000, 12, rw, never),
           "program pages have the rights of their segments", "differ");
    expect(is_mapped(SERVER, 0x3fffffb000, 12, rw, never) &&
               is_mapped(SERVER, 0x3fffffc000, 12, rw, never) && !map_at(SERVER, 0x3fffffd000) &&
               is_mapped(SERVER, 0x3fffffe000, 12, rw, never) && !map_at(SERVER, 0x3fffffa000) &&
               map_at(PARENT, 0x3fffff9000),
           "stack, guard page, IPC buffer", "differ");
    expect(is_mapped(SERVER, 0x2000000, 12, rw, never | SPEC_UNCACHED) &&
               device->paddr == 0x10000000 &&
               device->flags == (SPEC_OBJECT_FIXED | SPEC_OBJECT_DEVICE),
           "a device region", "differs");
    expect(is_mapped(PARENT, 0x40000000, 21, rw, 0) && is_mapped(PARENT, 0x40200000, 21, rw, 0),
           "2 MiB pages where size and address permit", "differ");
    expect(is_mapped(PARENT, 0x3002000, 12, rw, never) &&
               is_mapped(CHILD, 0x5002000, 12, SPEC_READ, never) &&
               map_at(PARENT, 0x3002000)->frame == map_at(CHILD, 0x5002000)->frame,
           "a region in two domains", "differs");
    expect(dma->flags == SPEC_OBJECT_FIXED && is_mapped(SERVER, 0x31ff000, 12, SPEC_READ, never) &&
               frame_at(SERVER, 0x31ff000)->paddr == dma->paddr + 0x1ff000 &&
               dma->paddr == region[1][0] + region[1][1],
           "a contiguous region right behind init", "differs");
    const struct spec_object *bss = frame_at(PARENT, 0x203000);
    expect(bss && !(bss->flags & SPEC_OBJECT_EMBEDDED), "a page of zeros is not in the image",
           "it is");
}

static void check_variables(void)
{
    uint64_t dma = frame_at(SERVER, 0x3000000)->paddr;
    const struct spec_object *data = frame_at(CHILD, 0x201000);
    const char *name = (const char *)init_image + (uint64_t)data->image_page * 4096 + 0x100;
    expect(variable(SERVER, 0x201180) == 0x2000000 && variable(SERVER, 0x201188) == 0x200000 &&
               variable(SERVER, 0x203008) == dma,
           "setvar_vaddr, setvar_size and region_paddr", "differ");
    expect(variable(PARENT, 0x201180) == 7 && variable(CHILD, 0x201188) == 4,
           "setvar_id of child and end", "differ");
    expect(variable(SERVER, 0x201148) == 8 && variable(CHILD, 0x201150) == 16 &&
               variable(CHILD, 0x201158) == 16 && variable(SERVER, 0x201150) == 0,
           "interrupt, notification and call masks", "differ");
    expect(!strcmp(name, "child"), "microkit_name", name);
    expect((variable(SERVER, 0x201140) & 0xff) == 1 && (variable(PARENT, 0x201140) & 0xff) == 0,
           "microkit_passive", "differs");
    expect(variable(SERVER, 0x201000) == 0x5555555555555555, "file contents", "differ");
}

static void check_debug(void)
{
    const struct spec_function *f = spec_find_function(spec, SERVER, 0x200030 + 0x3f);
    const struct spec_area *guard = spec_find_area(spec, SERVER, 0x3fffffd123);
    const struct spec_area *mapped = spec_find_area(spec, SERVER, 0x31fffff);
    expect(f && !strcmp(string_of(f->name), "notified") &&
               !spec_find_function(spec, SERVER, 0x200070) &&
               !strcmp(string_of(spec_find_function(spec, SERVER, 0x200004)->name), "_start"),
           "functions by address", "differ");
    expect(guard && guard->kind == SPEC_AREA_GUARD && mapped && mapped->kind == SPEC_AREA_REGION &&
               !strcmp(string_of(mapped->name), "dma") && !spec_find_area(spec, SERVER, 0x100000),
           "areas by address", "differ");
}

/* Every byte of the tables changed in turn: the check refuses, or no search leaves the tables. */
static void check_check(struct fixture *f)
{
    size_t n = spec->total_size, refused = 0;
    struct spec_header *copy = arena_alloc(&f->arena, n);
    for (size_t i = 0; i < n; i++)
        for (unsigned change = 1; change < 256; change *= 16) {
            memcpy(copy, spec, n);
            ((uint8_t *)copy)[i] ^= (uint8_t)(change * 15);
            if (spec_check(copy, n)) {
                refused++;
                continue;
            }
            for (uint32_t pd = 0; pd < copy->pds.count; pd++) {
                spec_find_function(copy, pd, 0x200030);
                spec_find_line(copy, pd, 0x200030);
                spec_find_area(copy, pd, 0x200030);
            }
        }
    expect(refused > n / 8, "spec_check refuses damaged tables", "it accepts nearly everything");
    expect(!spec_check(spec, n) && spec_check(spec, n - 1), "spec_check and the size", "differs");
}

static void check_reproducible(struct fixture *f)
{
    struct bytes one = fixture_read(f, "out.img"), two;
    struct arena again = {NULL};
    struct compiled compiled;
    struct diags diags = {.arena = &again};
    int status = compile(&again, &diags, &f->options, &compiled);
    two = fixture_read(f, "out.img");
    expect(!status && one.n == two.n && !memcmp(one.at, two.at, one.n),
           "the same input gives the same bytes", "differs");
    arena_free(&again);
}

static void check_containers(struct fixture *f, const struct bytes *raw)
{
    f->options.image_type = IMAGE_ELF;
    fixture_run(f, description);
    struct bytes file = fixture_read(f, "out.img");
    struct elf elf;
    const char *why = "";
    bool good = elf_read(&f->arena, file, 243, ELF_TO_LOAD, &elf, &why) && elf.segments.n == 1 &&
                elf.entry == 0x90000000 && elf.segments.at[0].paddr == 0x90000000 &&
                elf.segments.at[0].filesz == raw->n &&
                !memcmp(elf.segments.at[0].data, raw->at, raw->n) &&
                elf_find_section(&elf, ".image").n == raw->n;
    expect(good, "the ELF image", why);
    f->options.image_type = IMAGE_UIMAGE;
    fixture_run(f, description);
    file = fixture_read(f, "out.img");
    expect(file.n == raw->n + 128 && !memcmp(file.at, "\x27\x05\x19\x56", 4) &&
               !memcmp(file.at + 16, "\x8f\xff\xff\xc0\x90\0\0\0", 8) &&
               !memcmp(file.at + 28, "\5\x1a\2\0Keel", 8) &&
               !memcmp(file.at + 64 + 48, "RISCV\0\0\0RSC\x05", 12) &&
               !memcmp(file.at + 128, raw->at, raw->n),
           "the uImage", "differs");
    f->options.image_type = IMAGE_BINARY;
}

static void check_reports(struct fixture *f)
{
    f->options.report = arena_printf(&f->arena, "%s/r.txt", f->directory);
    f->options.report_json = arena_printf(&f->arena, "%s/r.json", f->directory);
    int status = fixture_run(f, description);
    struct bytes text = fixture_read(f, "r.txt"), json = fixture_read(f, "r.json");
    expect(!status && text.n && strstr((char *)text.at, "child (4) calls server (9)") &&
               strstr((char *)text.at, "10 (edge) to server as 3") &&
               strstr((char *)text.at, "chosen by the tool"),
           "the report", "lacks a channel, an interrupt or an address");
    expect(json.n && json.at[0] == '{' &&
               strstr((char *)json.at, "\"parent\": \"parent\", \"id\": 7"),
           "the JSON report", "lacks the child");
    f->options.report = NULL;
    f->options.report_json = NULL;
}

static void check_many(struct fixture *f)
{
    struct text text = {.arena = &f->arena};
    text_add(&text, "<system>");
    for (unsigned i = 0; i < 600; i++)
        text_add(&text,
                 "<protection_domain name=\"pd%u\"><program_image "
                 "path=\"pd.elf\"/></protection_domain>",
                 i);
    text_add(&text, "</system>");
    int status = fixture_run(f, arena_copy(&f->arena, text.at, text.n));
    struct bytes image = fixture_read(f, "out.img");
    bool opened = !status && open_image(&image);
    expect(opened && spec->pds.count == 600 && spec_pds(spec)[509].asid_pool == SPEC_NONE &&
               spec_objects(spec)[spec_pds(spec)[510].asid_pool].type == SPEC_ASID_POOL,
           "600 protection domains, the 511th in a second ASID pool", fixture_found(f));
}

int main(void)
{
    struct fixture f;
    fixture_make(&f);
    int status = fixture_run(&f, description);
    expect(!status && !f.diags.n, "a description with everything compiles", fixture_found(&f));
    struct bytes image = fixture_read(&f, "out.img");
    bool opened = image.n && open_image(&image);
    expect(opened, "header and regions of the image", "differ");
    if (opened) {
        expect(!spec_check(spec, spec->total_size), "the tables are well-formed", "not");
        check_caps();
        check_threads();
        check_maps();
        check_variables();
        check_debug();
        check_check(&f);
        check_reproducible(&f);
        check_containers(&f, &image);
        check_reports(&f);
        check_many(&f);
    }
    fixture_remove(&f);
    return failures != 0;
}
