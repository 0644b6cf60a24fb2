/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* An <io_address_space>: what one PCI device reaches. */

#include <inttypes.h>
#include <string.h>

#include "sdk/attr.h"
#include "sdk/model.h"
#include "sdk/refuse.h"

#define DOMAIN_MAX 0xffffu /* identifiers of an IOMMU's domains have 16 bits, and 0 is none */

static void parse_perms(const struct reader *r, struct io_map *map)
{
    const char *text = attr_text(r, "perms", OPTIONAL);
    map->rights = SPEC_READ | SPEC_WRITE;
    if (!text)
        return;
    map->rights = 0;
    for (const char *c = text; *c; c++) {
        if (*c != 'r' && *c != 'w') {
            attr_error(r, "perms", "E-IOPERMS",
                       "perms=\"%s\" of <iomap>: '%c' is no permission of a device, which reads "
                       "and writes; use the letters r and w",
                       text, *c);
            map->rights = SPEC_READ;
            return;
        }
        map->rights |= *c == 'r' ? SPEC_READ : SPEC_WRITE;
    }
    if (!*text)
        attr_error(r, "perms", "E-IOPERMS",
                   "perms=\"\" of <iomap> permits nothing; a mapping needs at least one of r and "
                   "w; write perms=\"r\"");
}

static void parse_iomap(struct arena *arena, struct diags *diags,
                        const struct xml_element *element, struct io_space *space)
{
    static const char *const names[] = {"mr", "iovaddr", "perms", NULL};
    struct reader r = {arena, diags, element};
    struct io_map *map = array_add(arena, &space->maps);
    map->at = element->at;
    attr_allow(&r, names);
    refuse_children(&r);
    map->region_name = attr_text(&r, "mr", REQUIRED);
    map->broken = !attr_num(&r, "iovaddr", REQUIRED, 0, &map->address);
    parse_perms(&r, map);
}

void parse_io_space(struct arena *arena, struct diags *diags, struct system *system,
                    const struct xml_element *element)
{
    static const char *const names[] = {"name", "peripheral_id", "domain_id", NULL};
    static const char *const children[] = {"iomap", NULL};
    struct reader r = {arena, diags, element};
    struct io_space *space = arena_new(arena, struct io_space);
    uint64_t domain = 0;
    space->at = element->at;
    attr_allow(&r, names);
    space->name = attr_text(&r, "name", REQUIRED);
    if (!space->name)
        space->name = "(no name)";
    space->device_broken = !attr_pci(&r, "peripheral_id", &space->device);
    space->domain_broken =
        !attr_range(&r, "domain_id", REQUIRED, 1, DOMAIN_MAX, "E-IOS-DOMAIN", 0, &domain);
    space->domain = (uint32_t)domain;
    for (const struct xml_element *child = element->first; child; child = child->next) {
        if (!strcmp(child->name, "iomap"))
            parse_iomap(arena, diags, child, space);
        else
            refuse_element(arena, diags, child, children);
    }
    *array_add(arena, &system->io_spaces) = space;
}
