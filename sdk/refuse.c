/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See refuse.h. */

#include "sdk/refuse.h"

#include <string.h>

struct refusal {
    const char *element;
    const char *parent; /* null: anywhere */
    const char *id;
    const char *reason; /* rule; likely fix */
};

static const struct refusal refusals[] = {
    {"virtual_machine", "system", "E-VM-TOP",
     "a virtual machine belongs to the protection domain that manages it, not to the system; move "
     "it, on a "
     "board whose kernel supports virtual machines"},
    {"virtual_machine", NULL, "E-VM-NOHYP",
     "this version runs no virtual machines, on no board; remove it"},
    {"ioport", NULL, "E-IOPORT-ARCH",
     "I/O ports exist only on x86-64; map the device's registers with a memory region instead"},
    {"io_address_space", NULL, "E-IOMMU-OFF",
     "the kernel of this board has no IOMMU support; remove it"},
    {"domains", NULL, "E-UNSUPPORTED",
     "this version does not support scheduling domains; remove the element, all threads run in "
     "domain 0"},
    {"cspace", NULL, "E-UNSUPPORTED",
     "this version does not support shared capabilities; remove the element"},
};

static const char *listed(struct arena *arena, const char *const *names)
{
    struct text list = {.arena = arena};
    for (const char *const *n = names; *n; n++)
        text_add(&list, "%s<%s>", n == names ? "" : ", ", *n);
    return arena_copy(arena, list.at, list.n);
}

void refuse_element(struct arena *arena, struct diags *diags, const struct xml_element *element,
                    const char *const *allowed)
{
    const char *parent = element->parent ? element->parent->name : "document";
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const struct refusal *refusal = &refusals[i];
        if (strcmp(element->name, refusal->element) ||
            (refusal->parent && strcmp(refusal->parent, parent)))
            continue;
        diag_error(diags, element->at, refusal->id, "<%s> is not possible here: %s", element->name,
                   refusal->reason);
        return;
    }
    struct suggestion near = {.wanted = element->name};
    for (const char *const *n = allowed; *n; n++)
        suggest_offer(&near, *n);
    if (!*allowed)
        diag_error(diags, element->at, "E-ELEM",
                   "<%s> is not known inside <%s>, which has no elements inside; "
                   "remove it or close <%s> before it",
                   element->name, parent, parent);
    else
        diag_error(diags, element->at, "E-ELEM", "<%s> is not known inside <%s>; possible are %s%s",
                   element->name, parent, listed(arena, allowed),
                   near.best ? suggest_text(arena, &near) : "; remove it");
}

void refuse_children(const struct reader *reader)
{
    static const char *const none[] = {NULL};
    for (const struct xml_element *child = reader->element->first; child; child = child->next)
        refuse_element(reader->arena, reader->diags, child, none);
}

void refuse_prefill(const struct reader *r)
{
    bool file = attr_present(r, "prefill_path"), bootinfo = attr_present(r, "prefill_bootinfo");
    if (file && bootinfo)
        attr_error(r, "prefill_bootinfo", "E-MR-PREFILL-BOTH",
                   "prefill_path and prefill_bootinfo exclude each "
                   "other; a region has one content; remove one of them");
    if (file || bootinfo)
        attr_error(r, file ? "prefill_path" : "prefill_bootinfo", "E-UNSUPPORTED",
                   "'%s': this version does not support memory regions with contents; remove the "
                   "attribute "
                   "and fill the region when the system runs",
                   file ? "prefill_path" : "prefill_bootinfo");
}

void refuse_pd_attributes(const struct reader *r, const struct board *board, const struct pd *pd)
{
    bool has_domains = false;
    if (pd->smc && !board->secure_monitor)
        attr_error(r, "smc", "E-SMC-ARCH",
                   "smc=\"true\": secure monitor calls exist only on AArch64, this board "
                   "is %s; remove the attribute",
                   board->arch);
    const struct xml_element *root = r->element;
    while (root->parent)
        root = root->parent;
    for (const struct xml_element *child = root->first; child; child = child->next)
        has_domains = has_domains || !strcmp(child->name, "domains");
    if (attr_present(r, "domain") && !has_domains)
        attr_error(r, "domain", "E-DOM-NOSCHED",
                   "'domain' names a scheduling domain, but the system has no "
                   "<domains>; a domain needs a schedule; remove the attribute (this version does "
                   "not support "
                   "domains)");
}

void refuse_irq_attributes(const struct reader *r, const struct board *board)
{
    static const char *const foreign[] = {"pin",    "ioapic", "polarity",
                                          "vector", "pcidev", "handle"};
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
        if (attr_present(r, foreign[i]))
            attr_error(r, foreign[i], "E-IRQ-ARCH",
                       "'%s' of <irq> describes an x86-64 interrupt, this board is "
                       "%s; name the interrupt with irq=\"NUMBER\"",
                       foreign[i], board->arch);
}
