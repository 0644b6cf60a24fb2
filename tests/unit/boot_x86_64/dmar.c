/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The ACPI table about DMA: good ones, each refusal, every length, and random damage. Tables stand
 * in buffers of exactly their size, so the sanitizer sees any read beyond them.
 */

#include "expect.h"
#include <arch/dmar.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 48

static struct dmar dmar;
static uint8_t table[8192];
static size_t used;

/* ------------------------------------------------------------------------------- building */

static void put(size_t at, size_t bytes, uint64_t value)
{
    for (size_t i = 0; i < bytes; i++)
        table[at + i] = (uint8_t)(value >> 8 * i);
}

static void start(void)
{
    memset(table, 0, sizeof(table));
    memcpy(table, "DMAR", 4);
    used = HEADER;
}

/* A structure of `bytes` bytes; returns where it is. */
static size_t structure(unsigned type, size_t bytes)
{
    const size_t at = used;
    put(at, 2, type);
    put(at + 2, 2, bytes);
    used += bytes;
    return at;
}

static size_t unit(uint64_t registers, unsigned segment)
{
    const size_t at = structure(0, 16);
    put(at + 6, 2, segment);
    put(at + 8, 8, registers);
    return at;
}

static size_t reserved(uint64_t base, uint64_t last, size_t scope_bytes)
{
    const size_t at = structure(1, 24 + scope_bytes);
    put(at + 8, 8, base);
    put(at + 16, 8, last);
    return at;
}

static void scope(size_t at, unsigned type, size_t hops, unsigned bus, unsigned device,
                  unsigned function)
{
    put(at, 1, type);
    put(at + 1, 1, 6 + 2 * hops);
    put(at + 5, 1, bus);
    for (size_t i = 0; i < hops; i++) {
        put(at + 6 + 2 * i, 1, device);
        put(at + 7 + 2 * i, 1, function);
    }
}

static const char *read_bytes(const uint8_t *bytes, size_t count)
{
    uint8_t *exact = malloc(count != 0 ? count : 1);
    memcpy(exact, bytes, count);
    const char *why = dmar_read((struct bytes){(word_t)exact, count}, &dmar);
    free(exact);
    return why;
}

static const char *read_table(void) { return read_bytes(table, used); }

static void refused(const char *by)
{
    const char *why = read_table();
    expect(why != NULL && strstr(why, by) != NULL, "expected '%s', got '%s'", by,
           why != NULL ? why : "(accepted)");
}

static void accepted(size_t units, size_t ranges)
{
    const char *why = read_table();
    expect(why == NULL, "refused: %s", why);
    expect(why != NULL || (dmar.n_units == units && dmar.n_reserved == ranges),
           "%lu units, %lu ranges", dmar.n_units, dmar.n_reserved);
}

/* ------------------------------------------------------------------------------- contents */

static void good(void)
{
    begin("dmar-units-and-reserved-memory");
    start();
    accepted(0, 0);
    unit(0xfed90000, 0);
    unit(0xfed91000, 3);
    size_t at = reserved(0x7f000000, 0x7f00ffff, 8 + 10);
    scope(at + 24, 1, 1, 0, 2, 0);
    scope(at + 32, 1, 2, 5, 31, 7);
    put(at + 6, 2, 1);
    structure(2, 8);                /* of another type: passed over */
    accepted(2, 2);
    expect(dmar.unit[0].registers == 0xfed90000 && dmar.unit[1].segment == 3, "units");
    expect(dmar.reserved[0].memory.start == 0x7f000000 &&
           dmar.reserved[0].memory.end == 0x7f010000 &&
           dmar.reserved[0].n_hops == 1 && dmar.reserved[0].hop[0] == 0x10 &&
           dmar.reserved[0].segment == 1, "first range");
    expect(dmar.reserved[1].bus == 5 && dmar.reserved[1].n_hops == 2 &&
           dmar.reserved[1].hop[1] == 0xff, "second range");
    begin("dmar-scopes-of-other-types-are-passed-over");
    start();
    at = reserved(0, 0xfff, 8);
    scope(at + 24, 2, 1, 0, 40, 9);
    accepted(0, 0);
}

static void most(void)
{
    begin("dmar-as-many-as-fit");
    start();
    for (size_t i = 0; i < DMAR_MAX_UNITS; i++)
        unit(0xfed90000 + i * 4096, 0);
    size_t at = reserved(0x1000, 0x1fff, 8 * DMAR_MAX_RESERVED);
    for (size_t i = 0; i < DMAR_MAX_RESERVED; i++)
        scope(at + 24 + 8 * i, 1, 1, (unsigned)i, 0, 0);
    accepted(DMAR_MAX_UNITS, DMAR_MAX_RESERVED);
    at = reserved(0x1000, 0x1fff, 8);
    scope(at + 24, 1, 1, 0, 0, 0);
    refused("more than 32");
    start();
    for (size_t i = 0; i <= DMAR_MAX_UNITS; i++)
        unit(0xfed90000, 0);
    refused("more than 16");
}

static void refusals(void)
{
    begin("dmar-refusals");
    start();
    used = HEADER - 1;
    refused("less than its header");
    start();
    structure(7, 3);
    refused("structure is not inside");
    start();
    put(structure(7, 8) + 2, 2, 9);
    refused("structure is not inside");
    start();
    structure(7, 8);
    used += 3;
    refused("structure is not inside");
    start();
    structure(0, 15);
    refused("less than 16 bytes");
    start();
    unit(0, 0);
    refused("not at a page");
    start();
    unit(0xfed90008, 0);
    refused("not at a page");
    start();
    structure(1, 23);
    refused("less than 24 bytes");
    static const uint64_t pairs[][2] = {
        {0x2000, 0x1fff}, {0x2001, 0x2fff}, {0x2000, 0x2ffe},
        {0xfffffffffffff000, 0xffffffffffffffff}, {0, 0x100000fff}};
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        start();
        scope(reserved(pairs[i][0], pairs[i][1], 8) + 24, 1, 1, 0, 0, 0);
        refused("reserved memory");
    }
}

static void scopes(void)
{
    begin("dmar-refused-scopes");
    for (unsigned bytes = 0; bytes < 6; bytes++) {
        start();
        const size_t at = reserved(0x1000, 0x1fff, 8);
        scope(at + 24, 1, 1, 0, 0, 0);
        put(at + 25, 1, bytes);
        refused("not inside its structure");
    }
    start();
    size_t at = reserved(0x1000, 0x1fff, 8);
    scope(at + 24, 1, 2, 0, 0, 0);
    refused("not inside its structure");
    start();
    at = reserved(0x1000, 0x1fff, 6);
    scope(at + 24, 1, 0, 0, 0, 0);
    refused("whole hops");
    start();
    at = reserved(0x1000, 0x1fff, 7);
    put(at + 24, 2, 0x0701);
    refused("whole hops");
    start();
    at = reserved(0x1000, 0x1fff, 16);
    scope(at + 24, 1, 5, 0, 0, 0);
    refused("three bridges");
    start();
    scope(reserved(0x1000, 0x1fff, 8) + 24, 1, 1, 0, 32, 0);
    refused("too large");
    start();
    scope(reserved(0x1000, 0x1fff, 8) + 24, 1, 1, 0, 0, 8);
    refused("too large");
}

/* --------------------------------------------------------------------------------- damage */

static void sound(void)
{
    expect(dmar.n_units <= DMAR_MAX_UNITS && dmar.n_reserved <= DMAR_MAX_RESERVED, "counts");
    for (size_t i = 0; i < dmar.n_units; i++)
        expect(dmar.unit[i].registers != 0 && dmar.unit[i].registers % 4096 == 0 &&
               dmar.unit[i].segment < 65536, "unit %lu", i);
    for (size_t i = 0; i < dmar.n_reserved; i++) {
        const struct dmar_reserved *r = &dmar.reserved[i];
        expect(r->memory.start < r->memory.end && (r->memory.start | r->memory.end) % 4096 == 0 &&
               r->memory.end - r->memory.start <= DMAR_MAX_MEMORY, "memory %lu", i);
        expect(r->bus < 256 && r->n_hops >= 1 && r->n_hops <= DMAR_MAX_HOPS, "path %lu", i);
        for (size_t j = 0; j < r->n_hops; j++)
            expect(r->hop[j] < 256, "hop %lu", j);
    }
}

static void sample(void)
{
    start();
    unit(0xfed90000, 0);
    size_t at = reserved(0x7f000000, 0x7f00ffff, 18);
    scope(at + 24, 1, 1, 0, 2, 0);
    scope(at + 32, 1, 2, 5, 31, 7);
    unit(0xfed91000, 0);
    at = reserved(0x1000, 0x1fff, 8);
    scope(at + 24, 1, 1, 0, 29, 0);
}

static void every_length(void)
{
    begin("dmar-every-length");
    sample();
    const size_t whole = used;
    for (used = 0; used < whole; used++) {
        const char *why = read_table();
        expect(why != NULL || used == HEADER || dmar.n_units + dmar.n_reserved > 0,
               "%lu bytes are accepted", used);
        if (why == NULL)
            sound();
    }
}

static void damaged(void)
{
    unsigned long fine = 0;
    begin("dmar-random-damage");
    sample();
    const size_t whole = used;
    uint8_t copy[256];
    for (int i = 0; i < 200000; i++) {
        memcpy(copy, table, whole);
        for (uint64_t n = 1 + random_below(3); n != 0; n--)
            copy[HEADER + random_below(whole - HEADER)] = (uint8_t)random_word();
        const char *why = read_bytes(copy, whole);
        expect(why == NULL || strlen(why) > 10, "the refusal says nothing");
        fine += why == NULL;
        if (why == NULL)
            sound();
    }
    expect(fine > 1000 && fine < 199000, "%lu accepted", fine);
}

int main(void)
{
    good();
    most();
    refusals();
    scopes();
    every_length();
    damaged();
    return finish();
}
