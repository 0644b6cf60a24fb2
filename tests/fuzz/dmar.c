/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * An ACPI table DMAR: refused with a sentence, or each unit and each range of reserved memory is
 * one that a second walk over the table finds, in whole pages that do not wrap around.
 */

#include "target.h"
#include <arch/dmar.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 48
#define PAGE   4096

static struct dmar dmar;

/* Little-endian; the caller stays inside. */
static uint64_t number(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;
    memcpy(&value, at, bytes);
    return value;
}

static void check_hops(const uint8_t *scope, const struct dmar_reserved *r)
{
    MUST_BE(r->n_hops == (scope[1] - 6u) / 2 && r->n_hops >= 1 && r->n_hops <= DMAR_MAX_HOPS,
            "%lu hops", r->n_hops);
    for (size_t i = 0; i < r->n_hops; i++)
        MUST_BE(r->hop[i] == (scope[6 + 2 * i] * 8u + scope[7 + 2 * i]) && scope[7 + 2 * i] < 8 &&
                    scope[6 + 2 * i] < 32, "hop %lu is 0x%lx", i, r->hop[i]);
}

/* The ranges of one structure, of which `found` were seen before; returns how many more there
 * are. */
static size_t check_reserved(const uint8_t *s, size_t bytes, size_t found)
{
    size_t n = 0;
    for (size_t at = 24; at < bytes; at += s[at + 1]) {
        if (s[at] != 1)
            continue;
        const struct dmar_reserved *r = &dmar.reserved[found + n++];
        MUST_BE(found + n <= dmar.n_reserved, "a range was passed over");
        MUST_BE(r->memory.start == number(s + 8, 8) && r->memory.end == number(s + 16, 8) + 1 &&
                    r->memory.start < r->memory.end && r->memory.start % PAGE == 0 &&
                    r->memory.end % PAGE == 0 &&
                    r->memory.end - r->memory.start <= DMAR_MAX_MEMORY,
                "memory 0x%lx .. 0x%lx", r->memory.start, r->memory.end);
        MUST_BE(r->segment == number(s + 6, 2) && r->bus == s[at + 5], "bus %lu", r->bus);
        check_hops(s + at, r);
    }
    return n;
}

static void check(const uint8_t *table, size_t size)
{
    size_t units = 0, ranges = 0;
    for (size_t at = HEADER; at < size; at += number(table + at + 2, 2)) {
        const uint64_t type = number(table + at, 2);
        if (type == 0) {
            const struct dmar_unit *u = &dmar.unit[units++];
            MUST_BE(units <= dmar.n_units, "a unit was passed over");
            MUST_BE(u->registers == number(table + at + 8, 8) && u->registers % PAGE == 0 &&
                        u->registers != 0 && u->segment == number(table + at + 6, 2),
                    "unit at 0x%lx", u->registers);
        } else if (type == 1) {
            ranges += check_reserved(table + at, number(table + at + 2, 2), ranges);
        }
    }
    MUST_BE(units == dmar.n_units && ranges == dmar.n_reserved, "more than there is");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size != 0 ? size : 1);
    memcpy(exact, data, size);
    const char *why = dmar_read((struct bytes){(word_t)exact, size}, &dmar);
    if (why != NULL)
        MUST_BE(strlen(why) > 10, "the refusal is '%s'", why);
    else
        check(exact, size);
    free(exact);
    return 0;
}
