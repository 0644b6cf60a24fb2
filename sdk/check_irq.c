/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * What is unique in the whole system: interrupts (their number or vector, and their pin) and I/O
 * ports; and in one domain, the ids of its I/O ports.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/model.h"

/* --- interrupts ------------------------------------------------------------------------------- */

struct owned {
    const struct pd *pd;
    const struct irq *irq;
};

struct owned_list {
    ARRAY_OF(struct owned);
};

static int by_number(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    return ORDER(x->irq->number, y->irq->number) ?: position_order(x->irq->at, y->irq->at);
}

static int by_pin(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    return ORDER(x->irq->source, y->irq->source) ?: ORDER(x->irq->input, y->irq->input)
               ?: position_order(x->irq->at, y->irq->at);
}

static void report_number(struct diags *diags, const struct board *board, const struct owned *one,
                          const struct owned *two)
{
    diag_error(diags, two->irq->at, "E-IRQ-DUP",
               "%s %u of '%s' is already that of '%s' (%u:%u); %s",
               board->pc ? "vector" : "interrupt", two->irq->number, two->pd->name, one->pd->name,
               one->irq->at.line, one->irq->at.column,
               board->pc ? "a vector belongs to one interrupt; choose a free one"
                         : "an interrupt goes to one place; remove one and forward by a channel");
}

static void report_pin(struct diags *diags, const struct owned *one, const struct owned *two)
{
    diag_error(diags, two->irq->at, "E-IRQ-PIN-DUP",
               "pin %u of I/O APIC %u is already the interrupt of '%s' (%u:%u), but '%s' names it "
               "too; a pin goes to one place; remove one and forward by a channel",
               two->irq->input, two->irq->source, one->pd->name, one->irq->at.line,
               one->irq->at.column, two->pd->name);
}

/* Each one is compared with the first of its like. */
static void check_numbers(struct diags *diags, const struct board *board, struct owned_list *all)
{
    if (all->n)
        qsort(all->at, all->n, sizeof(*all->at), by_number);
    for (size_t i = 1, first = 0; i < all->n; i++)
        if (all->at[i].irq->number == all->at[first].irq->number)
            report_number(diags, board, &all->at[first], &all->at[i]);
        else
            first = i;
}

static void check_pins(struct diags *diags, struct owned_list *pins)
{
    if (pins->n)
        qsort(pins->at, pins->n, sizeof(*pins->at), by_pin);
    for (size_t i = 1, first = 0; i < pins->n; i++)
        if (pins->at[i].irq->source == pins->at[first].irq->source &&
            pins->at[i].irq->input == pins->at[first].irq->input)
            report_pin(diags, &pins->at[first], &pins->at[i]);
        else
            first = i;
}

/* --- I/O ports -------------------------------------------------------------------------------- */

struct range_of {
    const struct pd *pd;
    const struct ioport *ports;
};

static int by_first(const void *a, const void *b)
{
    const struct range_of *x = a, *y = b;
    return ORDER(x->ports->first, y->ports->first) ?: position_order(x->ports->at, y->ports->at);
}

static void report_overlap(struct diags *diags, const struct range_of *a, const struct range_of *b)
{
    bool in_order = position_order(a->ports->at, b->ports->at) < 0;
    const struct range_of *one = in_order ? a : b, *two = in_order ? b : a;
    diag_error(diags, two->ports->at, "E-IOPORT-OVERLAP",
               "I/O ports 0x%x..0x%x (id %u) of '%s' (%u:%u) overlap 0x%x..0x%x (id %u, %u:%u) of "
               "'%s' (%u:%u); a port belongs to one range in the system; move or shorten one",
               two->ports->first, two->ports->last + 1, two->ports->id, two->pd->name,
               two->pd->at.line, two->pd->at.column, one->ports->first, one->ports->last + 1,
               one->ports->id, one->ports->at.line, one->ports->at.column, one->pd->name,
               one->pd->at.line, one->pd->at.column);
}

static void take_port_ids(struct diags *diags, struct pd *pd)
{
    const struct ioport *by[MAX_ID + 1] = {NULL};
    for (size_t i = 0; i < pd->ioports.n; i++) {
        const struct ioport *ports = &pd->ioports.at[i];
        if (ports->id_broken)
            continue;
        if (by[ports->id])
            diag_error(diags, ports->at, "E-IOPORT-ID",
                       "id %u is taken twice by I/O ports of '%s', first at %u:%u; ids of a "
                       "domain's I/O ports are unique; choose another",
                       ports->id, pd->name, by[ports->id]->at.line, by[ports->id]->at.column);
        else
            by[ports->id] = ports;
        pd->ioport_ids |= 1ull << ports->id;
    }
}

static void check_ioports(struct arena *arena, struct diags *diags, const struct system *system)
{
    struct {
        ARRAY_OF(struct range_of);
    } all = {.n = 0};
    for (size_t i = 0; i < system->pds.n; i++) {
        struct pd *pd = system->pds.at[i];
        take_port_ids(diags, pd);
        for (size_t j = 0; j < pd->ioports.n; j++)
            if (!pd->ioports.at[j].broken)
                *array_add(arena, &all) = (struct range_of){pd, &pd->ioports.at[j]};
    }
    if (all.n)
        qsort(all.at, all.n, sizeof(*all.at), by_first);
    const struct range_of *reaches = all.at; /* the one that ends last so far */
    for (size_t i = 1; i < all.n; i++) {
        if (all.at[i].ports->first <= reaches->ports->last)
            report_overlap(diags, reaches, &all.at[i]);
        if (all.at[i].ports->last > reaches->ports->last)
            reaches = &all.at[i];
    }
}

void check_irqs(struct arena *arena, struct diags *diags, struct system *system)
{
    struct owned_list all = {.n = 0}, pins = {.n = 0};
    for (size_t i = 0; i < system->pds.n; i++) {
        const struct pd *pd = system->pds.at[i];
        for (size_t j = 0; j < pd->irqs.n; j++) {
            const struct owned owned = {pd, &pd->irqs.at[j]};
            if (owned.irq->broken)
                continue;
            *array_add(arena, &all) = owned;
            if (owned.irq->kind == SPEC_IRQ_PIN)
                *array_add(arena, &pins) = owned;
        }
    }
    check_numbers(diags, system->board, &all);
    check_pins(diags, &pins);
    check_ioports(arena, diags, system);
}
