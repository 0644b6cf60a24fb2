/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The variables of a program that the description determines: the six of libmicrokit, which every
 * program has, and those that setvar and its relatives name. Positions: the element that asks.
 */

#include <inttypes.h>
#include <string.h>

#include "sdk/program.h"

#define NAME_SIZE 64u

#define NOT_EXACT ", which libmicrokit defines and the tool sets"
#define EXACT     ""

/*
 * The address of one symbol; reports what is wrong with it. A variable of the description has
 * exactly `size` bytes (EXACT), one of the library at least that many.
 */
static bool find(struct diags *diags, struct program *program, struct position at, const char *name,
                 uint64_t size, const char *purpose, uint64_t *address)
{
    const struct pd *pd = program->pd;
    struct symbol symbol = {.name = NULL};
    size_t n = elf_find_symbol(&program->symbols, name, &symbol);
    if (!n) {
        struct suggestion near = {.wanted = name};
        for (size_t i = 0; i < program->symbols.symbols.n; i++)
            if (program->symbols.symbols.at[i].kind == SYMBOL_OBJECT)
                suggest_offer(&near, program->symbols.symbols.at[i].name);
        diag_error(diags, at, "E-SYM-MISSING", "the program '%s' of '%s' has no symbol '%s'%s%s",
                   program->file, pd->name, name, purpose,
                   near.best ? suggest_text(diags->arena, &near)
                   : *purpose ? "; link the program with libmicrokit.a by microkit.ld"
                              : "; define it as a global variable that the compiler keeps");
        return false;
    }
    if (n > 1) {
        diag_error(diags, at, "E-SYM-MULTI",
                   "the program '%s' of '%s' has %zu symbols '%s'; the one to set must be "
                   "unique, static ones included; rename the others",
                   program->file, pd->name, n, name);
        return false;
    }
    if (symbol.size < size || (symbol.size > size && !*purpose)) {
        diag_error(diags, at, "E-SYM-SIZE",
                   "symbol '%s' of '%s' has %" PRIu64 " bytes; the value has %" PRIu64 "%s; "
                   "correct "
                   "its type",
                   name, pd->name, symbol.size, size,
                   size == 8 ? " (uint64_t, uintptr_t, seL4_Word or a pointer)" : "");
        return false;
    }
    const struct segment *segment = elf_segment_at(&program->image, symbol.value, size);
    if (!segment) {
        diag_error(diags, at, "E-SYM-RANGE",
                   "symbol '%s' of '%s' at 0x%" PRIx64 " is not in memory that '%s' loads; a "
                   "variable to set lies in one loaded segment; use a symbol file of the same link",
                   name, pd->name, symbol.value, program->file);
        return false;
    }
    *address = symbol.value;
    return true;
}

/* Writes bytes, page by page; a page that had no data gets some when there is something to write.
 */
static void write_bytes(struct arena *arena, struct program *program, uint64_t address,
                        const uint8_t *bytes, uint64_t n, bool keep)
{
    for (uint64_t i = 0; i < n; i++) {
        struct page *page = program_page(program, address + i);
        if (!page->data && (bytes[i] || keep))
            page->data = arena_alloc(arena, PAGE);
        if (page->data)
            page->data[(address + i) % PAGE] = bytes[i];
        page->keep = page->keep || keep;
    }
}

static void write_word(struct arena *arena, struct program *program, uint64_t address,
                       uint64_t value, bool keep)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    write_bytes(arena, program, address, bytes, 8, keep);
}

static void set_library(struct diags *diags, struct program *program)
{
    const struct pd *pd = program->pd;
    const struct {
        const char *name;
        uint64_t value;
    } words[] = {
        {"microkit_irqs", pd->irq_ids},
        {"microkit_notifications", pd->notify_ids},
        {"microkit_pps", pd->call_ids},
        {"microkit_ioports", pd->ioport_ids},
    };
    uint64_t address;
    uint8_t name[NAME_SIZE] = {0}, passive = pd->passive;
    memcpy(name, pd->name, strnlen(pd->name, NAME_SIZE - 1));
    if (!find(diags, program, pd->image_at, "microkit_name", NAME_SIZE, NOT_EXACT, &address))
        return; /* a program without the library: one error says it */
    write_bytes(diags->arena, program, address, name, NAME_SIZE, false);
    if (find(diags, program, pd->image_at, "microkit_passive", 1, NOT_EXACT, &address))
        write_bytes(diags->arena, program, address, &passive, 1, false);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (find(diags, program, pd->image_at, words[i].name, 8, NOT_EXACT, &address))
            write_word(diags->arena, program, address, words[i].value, false);
}

void program_set_symbols(struct diags *diags, struct program *program)
{
    set_library(diags, program);
    for (size_t i = 0; i < program->pd->setvars.n; i++) {
        struct setvar *setvar = &program->pd->setvars.at[i];
        uint64_t address;
        if (!find(diags, program, setvar->at, setvar->symbol, 8, EXACT, &address))
            continue;
        if (setvar->kind == SETVAR_REGION_SIZE)
            setvar->value = setvar->region->size;
        write_word(diags->arena, program, address, setvar->value,
                   setvar->kind == SETVAR_REGION_PADDR);
    }
}

void program_set_paddrs(struct program *program)
{
    for (size_t i = 0; i < program->pd->setvars.n; i++) {
        const struct setvar *setvar = &program->pd->setvars.at[i];
        struct symbol symbol;
        if (setvar->kind != SETVAR_REGION_PADDR)
            continue;
        elf_find_symbol(&program->symbols, setvar->symbol, &symbol);
        write_word(NULL, program, symbol.value, setvar->region->paddr, true);
    }
}
