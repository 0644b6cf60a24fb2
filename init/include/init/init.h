/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the steps of init share. Each step is one file; main.c calls them in the order of this
 * header. A step that fails says why and does not return: the system then does not start.
 *
 * init's capabilities, by slot of its root CNode:
 *
 *     initial slots | boot's pages, untypeds | object 0 .. n-1 | map 0 .. m-1 | scratch | spare ...
 *                     from bootinfo            ^ objects          ^ maps        ^ two slots, empty
 *                                                                                 between steps
 * The maps are those of domains and then those of devices.
 * Of the spare slots, those below `spare` are occupied.
 * An embedded frame's capability is the one of its image page; its slot in the row stays empty.
 */
#include "init/untyped.h"
#include "sdk/spec.h"
#include <sel4/sel4.h>
#include <stdnoreturn.h>

#define ROOT       seL4_CapInitThreadCNode
#define ROOT_DEPTH seL4_WordBits        /* resolves a slot number through the root's guard */

struct init {
    const seL4_BootInfo *boot;
    const struct spec_header *spec;
    seL4_CPtr objects, maps, scratch, spare;
    struct pool pool;
};

/* main.c: the memory that init was loaded into, from the linker script. */
extern char init_image_start[];

/* slots: lay out the row above; refuse when the root CNode is too small. */
void slots_reserve(struct init *in);
seL4_CPtr slot_of_object(const struct init *in, uint32_t object);
seL4_CPtr slot_of_map(const struct init *in, uint32_t map);
seL4_CPtr slot_of_io_map(const struct init *in, uint32_t map);
seL4_CPtr slot_take(struct init *in);   /* an empty slot from the spare ones */
void slot_empty(seL4_CPtr slot);

/* create: every object of the spec, and interrupt handlers. */
void create_objects(struct init *in);
/* An object of init's own; it ends in the vault with the rest. */
seL4_CPtr create_own(struct init *in, seL4_Word type, unsigned size_bits, unsigned object_bits,
                     const char *what);

/* vspace: address space identifiers, page tables, frames; the same for devices. */
void vspaces_build(struct init *in);

/* cspace: the capabilities of the domains. */
void cspaces_build(struct init *in);

/* verify: are they exactly those described? Needs notifications bound to no thread yet. */
void verify_cspaces(struct init *in);

/* threads: scheduling contexts, threads, interrupts to notifications; start. */
void threads_configure(struct init *in);
void threads_resume(const struct init *in);

/* seal: give up all authority that the monitor does not need. */
struct monitor {
    const struct spec_header *spec;
    seL4_CPtr endpoint, reply;
    seL4_CPtr objects;          /* the slot of thread object i is objects + i */
};
struct monitor seal(struct init *in);

/* monitor: explain faults, for ever. */
noreturn void monitor_run(const struct monitor *m);

/* --- messages (report.c) ---------------------------------------------------------------------- */

/* To the console where the configuration has one, else nowhere. */
void print(const char *text);

/* "init: " text; the system does not start. text_format's conversions. */
noreturn void fail(const char *format, ...);

/* fail() unless the kernel agreed: "init: cannot <what> '<name>': <error>". */
void must(seL4_Error error, const char *what, const char *name);

static inline const char *object_name(const struct init *in, uint32_t object)
{
    return spec_string(in->spec, spec_objects(in->spec)[object].name);
}
