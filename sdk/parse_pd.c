/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* A <protection_domain> and what is inside it; interrupts are in parse_irq.c. Recursion is as
 * deep as domains are nested: libxml2 refuses documents deeper than 256 elements. */

#include <inttypes.h>
#include <string.h>

#include "sdk/attr.h"
#include "sdk/model.h"
#include "sdk/refuse.h"
#include "sdk/spec.h"

#define DEFAULT_BUDGET_US 1000u
#define DEFAULT_STACK     0x2000u
#define STACK_MIN         0x1000u
#define STACK_MAX         0x1000000u

void add_setvar(struct arena *arena, struct pd *pd, struct setvar setvar)
{
    if (setvar.symbol)
        *array_add(arena, &pd->setvars) = setvar;
}

/* --- program_image, map, setvar --------------------------------------------------------------- */

static void parse_image(struct arena *arena, struct diags *diags, const struct xml_element *element,
                        struct pd *pd)
{
    static const char *const names[] = {"path", "path_for_symbols", NULL};
    struct reader r = {arena, diags, element};
    attr_allow(&r, names);
    refuse_children(&r);
    const char *path = attr_text(&r, "path", REQUIRED);
    if (pd->image_at.line) {
        diag_error(diags, element->at, "E-PD-2IMAGE",
                   "protection domain '%s' has a second <program_image>; a "
                   "domain runs one program; remove it or the one on line %u",
                   pd->name, pd->image_at.line);
        return;
    }
    pd->image_at = element->at;
    pd->image_path = path;
    pd->symbols_path = attr_text(&r, "path_for_symbols", OPTIONAL);
}

static void parse_perms(const struct reader *r, struct map *map)
{
    const char *text = attr_text(r, "perms", OPTIONAL);
    bool read = false, write = false;
    map->rights = SPEC_READ | SPEC_WRITE;
    if (!text)
        return;
    for (const char *c = text; *c; c++) {
        if (!strchr("rwx", *c)) {
            attr_error(r, "perms", "E-PERMS",
                       "perms=\"%s\" of <map>: '%c' is no permission; use the letters r, w, "
                       "x",
                       text, *c);
            return;
        }
        read = read || *c == 'r';
        write = write || *c == 'w';
        map->execute = map->execute || *c == 'x';
    }
    if (!*text)
        attr_error(r, "perms", "E-PERMS",
                   "perms=\"\" of <map> permits nothing; a mapping needs at least one of r, "
                   "w, x; write perms=\"r\"");
    else if (write && !read)
        attr_error(r, "perms", "E-PERMS-W",
                   "perms=\"%s\" of <map> permits writing but not reading; there is no "
                   "such mapping; write perms=\"r%s\"",
                   text, text);
    else
        map->rights = (read ? SPEC_READ : 0) | (write ? SPEC_WRITE : 0);
}

static void parse_map(struct arena *arena, struct diags *diags, const struct xml_element *element,
                      struct pd *pd)
{
    static const char *const names[] = {
        "mr", "vaddr", "perms", "cached", "setvar_vaddr", "setvar_size", "setvar_prefill_size",
        NULL};
    struct reader r = {arena, diags, element};
    struct map *map = array_add(arena, &pd->maps);
    map->at = element->at;
    attr_allow(&r, names);
    refuse_children(&r);
    map->region_name = attr_text(&r, "mr", REQUIRED);
    map->broken = !attr_num(&r, "vaddr", REQUIRED, 0, &map->vaddr);
    parse_perms(&r, map);
    attr_bool(&r, "cached", true, &map->cached);
    add_setvar(arena, pd,
               (struct setvar){.at = element->at,
                               .kind = SETVAR_VALUE,
                               .value = map->vaddr,
                               .symbol = attr_text(&r, "setvar_vaddr", OPTIONAL)});
    add_setvar(arena, pd,
               (struct setvar){.at = element->at,
                               .kind = SETVAR_REGION_SIZE,
                               .region_name = map->region_name,
                               .symbol = attr_text(&r, "setvar_size", OPTIONAL)});
    if (attr_present(&r, "setvar_prefill_size"))
        attr_error(&r, "setvar_prefill_size", "E-SETVAR-PREFILL",
                   "setvar_prefill_size needs a memory region with "
                   "prefill_path, which this version does not support; use setvar_size");
}

static void parse_setvar(struct arena *arena, struct diags *diags,
                         const struct xml_element *element, struct pd *pd)
{
    static const char *const names[] = {"symbol", "region_paddr", NULL};
    struct reader r = {arena, diags, element};
    attr_allow(&r, names);
    refuse_children(&r);
    const char *symbol = attr_text(&r, "symbol", REQUIRED);
    const char *region = attr_text(&r, "region_paddr", REQUIRED);
    if (region)
        add_setvar(arena, pd,
                   (struct setvar){.at = element->at,
                                   .kind = SETVAR_REGION_PADDR,
                                   .symbol = symbol,
                                   .region_name = region});
}

/* --- protection_domain ------------------------------------------------------------------------ */

static void parse_time(const struct reader *r, const struct board *board, struct pd *pd)
{
    if (!attr_range(r, "budget", OPTIONAL, board->min_budget_us, board->max_period_us, "E-BUDGET",
                    DEFAULT_BUDGET_US, &pd->budget_us)) {
        pd->period_us = pd->budget_us;
        return;
    }
    if (!attr_range(r, "period", OPTIONAL, board->min_budget_us, board->max_period_us, "E-BUDGET",
                    pd->budget_us, &pd->period_us))
        pd->period_us = pd->budget_us;
    if (pd->budget_us > pd->period_us)
        attr_error(r, "budget", "E-BUDGET",
                   "protection domain '%s' has a budget of %" PRIu64 " us in a period of %" PRIu64
                   " us; the budget is the part of each period that it may run, so it cannot be "
                   "longer; "
                   "raise the period",
                   pd->name, pd->budget_us, pd->period_us);
}

static void parse_stack(const struct reader *r, struct pd *pd)
{
    uint64_t size;
    if (!attr_range(r, "stack_size", OPTIONAL, STACK_MIN, STACK_MAX, "E-STACK-RANGE", DEFAULT_STACK,
                    &size))
        return;
    if (size % PAGE)
        attr_error(r, "stack_size", "E-STACK-ALIGN",
                   "stack_size 0x%" PRIx64 " of protection domain '%s' is not a "
                   "multiple of the page size 0x1000; write 0x%" PRIx64,
                   size, pd->name, align_up(size, PAGE));
    else
        pd->stack_size = size;
}

static void parse_family(const struct reader *r, struct pd *pd)
{
    const char *setvar = attr_text(r, "setvar_id", OPTIONAL);
    uint64_t id = 0;
    if (!pd->parent) {
        static const char *const only_children[] = {"id", "setvar_id"};
        for (size_t i = 0; i < 2; i++)
            if (attr_present(r, only_children[i]))
                attr_error(r, only_children[i], "E-ATTR",
                           "'%s' is for protection domains inside another one; '%s' "
                           "is at the top and has no parent that would use it; remove it",
                           only_children[i], pd->name);
        return;
    }
    pd->id_broken = !attr_range(r, "id", REQUIRED, 0, MAX_ID, "E-ID-RANGE", 0, &id);
    pd->id = (uint32_t)id;
    add_setvar(
        r->arena, pd->parent,
        (struct setvar){.at = r->element->at, .kind = SETVAR_VALUE, .value = id, .symbol = setvar});
}

static void parse_name(const struct reader *r, struct pd *pd)
{
    pd->name = attr_text(r, "name", REQUIRED);
    if (!pd->name)
        pd->name = "(no name)";
    else if (!*pd->name || strlen(pd->name) > PD_NAME_MAX)
        attr_error(r, "name", "E-PD-NAME",
                   "the name '%.20s...' has %zu bytes; a protection domain's name has 1 to "
                   "%u; choose a shorter one",
                   pd->name, strlen(pd->name), PD_NAME_MAX);
}

static void parse_attributes(const struct reader *r, const struct board *board, struct pd *pd)
{
    static const char *const names[] = {"name",       "priority",  "budget", "period", "passive",
                                        "stack_size", "cpu",       "smc",    "fpu",    "domain",
                                        "id",         "setvar_id", NULL};
    uint64_t priority = 0, cpu = 0;
    attr_allow(r, names);
    parse_name(r, pd);
    attr_range(r, "priority", OPTIONAL, 0, MAX_PRIORITY, "E-PRIO", 0, &priority);
    pd->priority = (uint32_t)priority;
    parse_time(r, board, pd);
    attr_bool(r, "passive", false, &pd->passive);
    attr_bool(r, "fpu", true, &pd->fpu);
    parse_stack(r, pd);
    attr_range(r, "cpu", OPTIONAL, 0, 0, "E-CPU", 0, &cpu);
    attr_bool(r, "smc", false, &pd->smc);
    refuse_pd_attributes(r, board, pd);
    parse_family(r, pd);
}

struct pd *parse_pd(struct arena *arena, struct diags *diags, struct system *system,
                    const struct xml_element *element, struct pd *parent)
{
    static const char *const children[] = {"program_image",     "map", "irq", "setvar",
                                           "protection_domain", NULL};
    const struct board *board = system->board;
    struct reader r = {arena, diags, element};
    struct pd *pd = arena_new(arena, struct pd);
    pd->at = element->at;
    pd->parent = parent;
    pd->index = (uint32_t)system->pds.n;
    pd->stack_size = DEFAULT_STACK;
    *array_add(arena, &system->pds) = pd;
    parse_attributes(&r, board, pd);
    for (const struct xml_element *child = element->first; child; child = child->next) {
        if (!strcmp(child->name, "program_image"))
            parse_image(arena, diags, child, pd);
        else if (!strcmp(child->name, "map"))
            parse_map(arena, diags, child, pd);
        else if (!strcmp(child->name, "irq"))
            parse_irq(arena, diags, board, child, pd);
        else if (!strcmp(child->name, "ioport") && board->pc)
            parse_ioport(arena, diags, child, pd);
        else if (!strcmp(child->name, "setvar"))
            parse_setvar(arena, diags, child, pd);
        else if (!strcmp(child->name, "protection_domain"))
            parse_pd(arena, diags, system, child, pd)->parent->receives = true;
        else
            refuse_element(arena, diags, child, children);
    }
    if (!pd->image_at.line)
        diag_error(diags, pd->at, "E-PD-NOIMAGE",
                   "protection domain '%s' has no <program_image>; each domain runs "
                   "one program; add <program_image path=\"...\"/>",
                   pd->name);
    return pd;
}
