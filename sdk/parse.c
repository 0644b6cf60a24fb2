/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The top level of a description: <system> with its regions and channels. Protection domains are in
 * parse_pd.c. Elements of the schema that this version does not implement are refused by name, so
 * that nothing a description says is ever ignored.
 */

#include <inttypes.h>
#include <string.h>

#include "sdk/attr.h"
#include "sdk/model.h"
#include "sdk/refuse.h"

/* --- memory_region ---------------------------------------------------------------------------- */

static void region_paddr(const struct reader *r, const struct board *board, struct region *region)
{
    if (!attr_present(r, "phys_addr"))
        return;
    region->has_paddr = attr_num(r, "phys_addr", OPTIONAL, 0, &region->paddr);
    if (!region->has_paddr)
        region->broken = true;
    else if (region->paddr % region->page_size)
        attr_error(r, "phys_addr", "E-MR-PADDR-ALIGN",
                   "phys_addr 0x%" PRIx64 " of memory region '%s' is not a multiple of its page "
                   "size 0x%" PRIx64 "; change one of the two",
                   region->paddr, region->name, region->page_size);
    else if (!region->broken && region->paddr + region->size < region->paddr)
        attr_error(r, "phys_addr", "E-MEM-PADDR",
                   "memory region '%s' at 0x%" PRIx64 " with size 0x%" PRIx64 " wraps around the "
                   "end of "
                   "the address space of %s; correct phys_addr or size",
                   region->name, region->paddr, region->size, board->name);
    else
        return;
    region->broken = true;
}

static void region_size(const struct reader *r, struct region *region)
{
    if (!attr_present(r, "size")) {
        region->broken = true;
        if (!attr_present(r, "prefill_path") && !attr_present(r, "prefill_bootinfo"))
            attr_error(r, "size", "E-MR-NOSIZE",
                       "memory region '%s' has no size; nothing else says how large "
                       "it is; add size=\"0x1000\" or another multiple of the page size",
                       region->name);
        return;
    }
    if (!attr_num(r, "size", OPTIONAL, 0, &region->size)) {
        region->broken = true;
    } else if (!region->size || region->size % region->page_size) {
        attr_error(r, "size", "E-MR-SIZE-ALIGN",
                   "size 0x%" PRIx64 " of memory region '%s' is not a positive "
                   "multiple of its page size 0x%" PRIx64 "; round it up",
                   region->size, region->name, region->page_size);
        region->broken = true;
    }
}

static void parse_region(struct arena *arena, struct diags *diags, struct system *system,
                         const struct xml_element *element)
{
    static const char *const names[] = {
        "name", "size", "page_size", "phys_addr", "prefill_path", "prefill_bootinfo", NULL};
    struct reader r = {arena, diags, element};
    struct region *region = arena_new(arena, struct region);
    region->at = element->at;
    attr_allow(&r, names);
    refuse_prefill(&r);
    refuse_children(&r);
    region->name = attr_text(&r, "name", REQUIRED);
    if (!region->name)
        region->name = "(no name)";
    region->page_size_given = attr_present(&r, "page_size");
    region->page_size = PAGE;
    if (!attr_num(&r, "page_size", OPTIONAL, PAGE, &region->page_size)) {
        region->broken = true;
    } else if (region->page_size != PAGE && region->page_size != LARGE_PAGE) {
        attr_error(&r, "page_size", "E-MR-PAGESIZE",
                   "page_size 0x%" PRIx64 " of memory region '%s' does not "
                   "exist on %s; choose 0x1000 or 0x200000, or leave it out",
                   region->page_size, region->name, system->board->arch);
        region->page_size = PAGE;
        region->broken = true;
    }
    region_size(&r, region);
    region_paddr(&r, system->board, region);
    *array_add(arena, &system->regions) = region;
}

/* --- channel ---------------------------------------------------------------------------------- */

static void parse_end(struct arena *arena, struct diags *diags, const struct xml_element *element,
                      struct end *end)
{
    static const char *const names[] = {"pd", "id", "pp", "notify", "setvar_id", NULL};
    struct reader r = {arena, diags, element};
    uint64_t id = 0;
    end->at = element->at;
    attr_allow(&r, names);
    refuse_children(&r);
    end->pd_name = attr_text(&r, "pd", REQUIRED);
    end->broken = !attr_range(&r, "id", REQUIRED, 0, MAX_ID, "E-ID-RANGE", 0, &id);
    end->id = (uint32_t)id;
    attr_bool(&r, "pp", false, &end->call);
    attr_bool(&r, "notify", true, &end->notify);
    end->setvar_id = attr_text(&r, "setvar_id", OPTIONAL);
}

static void parse_channel(struct arena *arena, struct diags *diags, struct system *system,
                          const struct xml_element *element)
{
    static const char *const names[] = {NULL};
    static const char *const children[] = {"end", NULL};
    struct reader r = {arena, diags, element};
    struct channel *channel = array_add(arena, &system->channels);
    size_t n_ends = 0;
    channel->at = element->at;
    attr_allow(&r, names);
    for (const struct xml_element *child = element->first; child; child = child->next) {
        struct end spare = {.pd_name = NULL};
        if (strcmp(child->name, "end"))
            refuse_element(arena, diags, child, children);
        else
            parse_end(arena, diags, child, n_ends < 2 ? &channel->end[n_ends] : &spare);
        n_ends += !strcmp(child->name, "end");
    }
    if (n_ends != 2)
        diag_error(diags, channel->at, "E-CH-ENDS",
                   "this channel has %zu <end> elements; a channel joins "
                   "exactly two; %s",
                   n_ends, n_ends < 2 ? "add the missing one" : "make a channel per pair");
    channel->broken = n_ends != 2 || !channel->end[0].pd_name || !channel->end[1].pd_name;
}

/* --- system ----------------------------------------------------------------------------------- */

static void parse_top(struct arena *arena, struct diags *diags, struct system *system,
                      const struct xml_element *root)
{
    static const char *const names[] = {NULL};
    static const char *const children[] = {"memory_region", "protection_domain", "channel",
                                           "io_address_space", NULL};
    struct reader r = {arena, diags, root};
    bool pc = system->board->pc;
    attr_allow(&r, names);
    for (const struct xml_element *child = root->first; child; child = child->next) {
        if (!strcmp(child->name, "memory_region"))
            parse_region(arena, diags, system, child);
        else if (!strcmp(child->name, "protection_domain"))
            parse_pd(arena, diags, system, child, NULL);
        else if (!strcmp(child->name, "channel"))
            parse_channel(arena, diags, system, child);
        else if (!strcmp(child->name, "io_address_space") && pc)
            parse_io_space(arena, diags, system, child);
        else
            refuse_element(arena, diags, child, children);
    }
}

struct system *system_parse(struct arena *arena, struct diags *diags, const struct board *board,
                            const struct bytes *input)
{
    struct system *system = arena_new(arena, struct system);
    const struct xml_element *root = xml_parse(arena, diags, input);
    system->file = diags->file;
    system->board = board;
    if (!root)
        return system;
    if (strcmp(root->name, "system")) {
        diag_error(diags, root->at, "E-ROOT",
                   "the root element is <%s>; a description has the root "
                   "<system>; rename it or give the path of a system description",
                   root->name);
        return system;
    }
    parse_top(arena, diags, system, root);
    check_system(arena, diags, system, root->at);
    check_pds(arena, diags, system);
    check_io_spaces(arena, diags, system);
    return system;
}
