/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * An <irq> in its three shapes, and an <ioport>.
 *
 *      irq             a number of the board's interrupt controller
 *      pin, vector     on a PC: a pin of an I/O APIC
 *      pcidev, vector  on a PC: a message of a PCI device
 *
 * The first of these attributes that is there decides.
 */

#include <inttypes.h>
#include <string.h>

#include "sdk/attr.h"
#include "sdk/model.h"
#include "sdk/refuse.h"

#define MAX_IOAPIC 0xffu /* an identifier has 8 bits (ACPI 6.5, 5.2.12.3) */
#define MAX_PIN    239u  /* ... and an I/O APIC at most 240 entries (82093AA, 3.2.2) */
#define PORTS      0x10000u

static void parse_number(const struct reader *r, const struct board *board, struct irq *irq)
{
    static const char *const names[] = {"id",     "irq",    "trigger",  "setvar_id",
                                        "pin",    "ioapic", "polarity", "vector",
                                        "pcidev", "handle", NULL};
    uint64_t number = 0;
    attr_allow(r, names);
    refuse_irq_attributes(r, board);
    if (!attr_present(r, "irq") && (attr_present(r, "pin") || attr_present(r, "pcidev")))
        irq->broken = true;
    else if (!attr_range(r, "irq", REQUIRED, board->irq_first, board->irq_last, "E-IRQ-RANGE", 0,
                         &number))
        irq->broken = true;
    else if (board_reserved_irq(board, (uint32_t)number))
        attr_error(r, "irq", "E-IRQ-RANGE",
                   "interrupt %u belongs to the kernel of this board, for %s; name the "
                   "interrupt of a device",
                   (unsigned)number, board_reserved_irq(board, (uint32_t)number));
    irq->number = (uint32_t)number;
    irq->trigger = attr_choice(r, "trigger", "level", "edge", "E-IRQ-TRIGGER");
}

static void parse_vector(const struct reader *r, const struct board *board, struct irq *irq)
{
    uint64_t vector = 0;
    irq->broken |= !attr_range(r, "vector", REQUIRED, board->irq_first, board->irq_last,
                               "E-IRQ-VEC", 0, &vector);
    irq->number = (uint32_t)vector;
}

static void parse_pin(const struct reader *r, const struct board *board, struct irq *irq)
{
    static const char *const names[] = {"id",      "pin",      "ioapic", "vector",
                                        "trigger", "polarity", "setvar_id", NULL};
    uint64_t pin = 0, ioapic = 0;
    attr_allow(r, names);
    irq->kind = SPEC_IRQ_PIN;
    irq->broken |= !attr_range(r, "pin", REQUIRED, 0, MAX_PIN, "E-IRQ-PIN", 0, &pin);
    irq->broken |= !attr_range(r, "ioapic", OPTIONAL, 0, MAX_IOAPIC, "E-IRQ-PIN", 0, &ioapic);
    parse_vector(r, board, irq);
    irq->input = (uint32_t)pin;
    irq->source = (uint32_t)ioapic;
    irq->trigger = attr_choice(r, "trigger", "level", "edge", "E-IRQ-TRIGGER");
    irq->polarity = attr_choice(r, "polarity", "high", "low", "E-IRQ-POL");
}

static void parse_message(const struct reader *r, const struct board *board, struct irq *irq)
{
    static const char *const names[] = {"id", "pcidev", "handle", "vector", "setvar_id", NULL};
    uint64_t handle = 0;
    attr_allow(r, names);
    irq->kind = SPEC_IRQ_MESSAGE;
    irq->broken |= !attr_pci(r, "pcidev", &irq->source);
    irq->broken |= !attr_range(r, "handle", REQUIRED, 0, UINT32_MAX, "E-IRQ-HANDLE", 0, &handle);
    parse_vector(r, board, irq);
    irq->input = (uint32_t)handle;
    irq->trigger = 1;
}

static void parse_foreign(const struct reader *r, const struct board *board, struct irq *irq)
{
    irq->broken = true;
    attr_error(r, "irq", "E-IRQ-ARCH",
               "'irq' of <irq> is the number of an Arm or RISC-V interrupt, this board is %s; "
               "interrupts here are pins of an I/O APIC or messages of PCI devices; write "
               "pin=\"...\" and vector=\"...\", or pcidev, handle and vector",
               board->arch);
}

void parse_irq(struct arena *arena, struct diags *diags, const struct board *board,
               const struct xml_element *element, struct pd *pd)
{
    struct reader r = {arena, diags, element};
    struct irq *irq = array_add(arena, &pd->irqs);
    uint64_t id = 0;
    irq->at = element->at;
    refuse_children(&r);
    irq->broken = !attr_range(&r, "id", REQUIRED, 0, MAX_ID, "E-ID-RANGE", 0, &id);
    irq->id = (uint32_t)id;
    if (!board->pc)
        parse_number(&r, board, irq);
    else if (attr_present(&r, "irq"))
        parse_foreign(&r, board, irq);
    else if (attr_present(&r, "pin") || !attr_present(&r, "pcidev"))
        parse_pin(&r, board, irq);
    else
        parse_message(&r, board, irq);
    add_setvar(arena, pd,
               (struct setvar){.at = element->at,
                               .kind = SETVAR_VALUE,
                               .value = id,
                               .symbol = attr_text(&r, "setvar_id", OPTIONAL)});
}

void parse_ioport(struct arena *arena, struct diags *diags, const struct xml_element *element,
                  struct pd *pd)
{
    static const char *const names[] = {"id", "addr", "size", "setvar_id", "setvar_addr", NULL};
    struct reader r = {arena, diags, element};
    struct ioport *ports = array_add(arena, &pd->ioports);
    uint64_t id = 0, addr = 0, size = 0;
    ports->at = element->at;
    attr_allow(&r, names);
    refuse_children(&r);
    ports->id_broken = !attr_range(&r, "id", REQUIRED, 0, MAX_ID, "E-ID-RANGE", 0, &id);
    ports->broken =
        !attr_range(&r, "addr", REQUIRED, 0, PORTS - 1, "E-IOPORT-RANGE", 0, &addr);
    if (!attr_num(&r, "size", REQUIRED, 0, &size)) {
        ports->broken = true;
    } else if (!size) {
        attr_error(&r, "size", "E-IOPORT-SIZE",
                   "size 0 of <ioport>: a range has at least one port; write the number of bytes "
                   "that the device's registers take");
        ports->broken = true;
    } else if (!ports->broken && size > PORTS - addr) {
        attr_error(&r, "size", "E-IOPORT-RANGE",
                   "%" PRIu64 " ports from 0x%" PRIx64 " reach beyond the last one, 0xffff; "
                   "choose a lower addr or a smaller size",
                   size, addr);
        ports->broken = true;
    }
    ports->id = (uint32_t)id;
    ports->first = (uint32_t)addr;
    ports->last = (uint32_t)(addr + size - 1);
    add_setvar(arena, pd,
               (struct setvar){.at = element->at,
                               .kind = SETVAR_VALUE,
                               .value = id,
                               .symbol = attr_text(&r, "setvar_id", OPTIONAL)});
    add_setvar(arena, pd,
               (struct setvar){.at = element->at,
                               .kind = SETVAR_VALUE,
                               .value = addr,
                               .symbol = attr_text(&r, "setvar_addr", OPTIONAL)});
}
