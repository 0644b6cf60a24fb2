/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The system as init reads it: objects, capabilities, mappings and threads of a resolved
 * description, and the names and source lines with which init, as the monitor, explains faults.
 *
 * keelc appends these tables to init's image and writes their virtual address into init's 8-byte
 * variable `keel_spec_address`:
 *
 *      init's segments | spec: header, tables, strings | contents: a 4 KiB page per embedded frame
 *      ^ image base      ^ page aligned                  ^ page aligned
 *
 * All of it is loaded and mapped like the rest of init. Page i of the image is the capability
 * bootinfo.userImageFrames.start + i; `image_page` fields are this i. The memory from image base to
 * the end of the contents is one range: i counts pages from init's lowest (page aligned) address.
 *
 * Invariants (spec_check verifies them all; keelc runs it before it writes, init before it uses):
 *
 *  1. Position independent: a reference is the index of a record or an offset into the strings.
 *     SPEC_NONE means "there is none". Others are inside their table and of the right kind.
 *  2. Objects are in the order in which they should be made:
 *        [0, n_fixed)              a physical address is demanded; ascending, disjoint
 *        [n_fixed, n_created)      anywhere in RAM; memory descending, 2^(radix + 5) for a CNode
 *        [n_created, n_embedded)   frames with contents: pages of the image, handed over, not made
 *        [n_embedded, n_objects)   not from memory: interrupt handlers and ranges of I/O ports from
 *                                  the controls, the secure monitor and address spaces of devices
 *                                  from init's own capabilities
 *  3. Caps are sorted by (cnode, slot), no pair twice; slot < 2^radix.
 *  4. Page tables are in an order in which each can be mapped: an upper level before the one below.
 *  5. Maps are sorted by (vspace, vaddr), disjoint within a vspace; vaddr is aligned to the frame.
 *  6. tcbs[i], scs[i] and pds[i] describe protection domain i. A parent precedes its children.
 *  7. Functions and lines of a domain are contiguous and sorted by address; lines end with line 0.
 *  8. As 4 and 5 for devices: the tables of a device's address space begin with those of the spare
 *     levels, the highest first; io_maps are sorted by (space, address), disjoint within a space.
 *
 * What init does with each table is written at its record, below or in spec_devices.h. Numbers are
 * little-endian.
 */

#include <stdint.h>

#include "sdk/spec_devices.h"

#define SPEC_MAGIC          0x434550534c45454bull   /* "KEELSPEC" */
#define SPEC_VERSION        3u
#define SPEC_NONE           0xffffffffu
#define SPEC_PAGE_SIZE      4096u
#define SPEC_ADDRESS_SYMBOL "keel_spec_address"     /* uint64_t in init, patched by keelc */

/* The slot numbers of a protection domain's CNode, for messages about missing capabilities. */
#define SPEC_SLOT_INPUT     1u
#define SPEC_SLOT_FAULT     2u
#define SPEC_SLOT_VSPACE    3u
#define SPEC_SLOT_REPLY     4u
#define SPEC_SLOT_MONITOR   5u
#define SPEC_SLOT_TCB       6u
#define SPEC_SLOT_SMC       7u
#define SPEC_SLOT_NOTIFY    10u
#define SPEC_SLOT_CALL      74u
#define SPEC_SLOT_IRQ       138u
#define SPEC_SLOT_CHILD     202u
#define SPEC_SLOT_PORTS     394u
#define SPEC_SLOT_END       458u

#define SPEC_BADGE_FAULT    (1ull << 62)
#define SPEC_BADGE_CALL     (1ull << 63)

/* The tables, in file order: name, record type, what one record is. */
#define SPEC_TABLES(T)                                                     \
    T(objects,     struct spec_object,   "kernel object")                  \
    T(caps,        struct spec_cap,      "capability in a CNode")          \
    T(page_tables, struct spec_table_map, "page table in a vspace")        \
    T(maps,        struct spec_map,      "frame in a vspace")              \
    T(pds,         struct spec_pd,       "protection domain")              \
    T(tcbs,        struct spec_tcb,      "thread of a protection domain")  \
    T(scs,         struct spec_sc,       "its scheduling context")         \
    T(irqs,        struct spec_irq,      "interrupt")                      \
    T(ports,       struct spec_ports,    "range of I/O ports, on x86-64")  \
    T(io_spaces,   struct spec_io_space, "address space of a device, on x86-64")  \
    T(io_tables,   struct spec_io_table, "table in it")                    \
    T(io_maps,     struct spec_io_map,   "frame in it")                    \
    T(channels,    struct spec_channel,  "channel, for messages")          \
    T(areas,       struct spec_area,     "named address range of a domain, for messages")  \
    T(functions,   struct spec_function, "function, for messages")         \
    T(lines,       struct spec_line,     "source line, for messages")      \
    T(strings,     char,                 "NUL-terminated; offset 0 is the empty string")

struct spec_range {
    uint32_t offset;        /* bytes from the header; a multiple of 8 */
    uint32_t count;         /* records (strings: bytes) */
};

struct spec_header {
    uint64_t magic;
    uint32_t version;
    uint32_t header_size;   /* sizeof(struct spec_header) */
    uint64_t total_size;    /* header, tables and strings; the contents follow at the next page */
    uint32_t n_fixed;       /* invariant 2 */
    uint32_t n_created;
    uint32_t n_embedded;
    uint32_t contents_page; /* image_page of the first page of contents */
    uint32_t n_contents;    /* pages of contents */
    uint32_t monitor;       /* object: the endpoint that init receives faults on, as the monitor */
    uint32_t system_name;   /* string: file name of the description */
    uint32_t n_slots;       /* empty slots that keelc counted on: objects, both maps and some */
#define SPEC_RANGE(name, type, doc) struct spec_range name;
    SPEC_TABLES(SPEC_RANGE)
#undef SPEC_RANGE
};

/* --- objects ---------------------------------------------------------------------------------- */

enum spec_type {
    SPEC_ENDPOINT,
    SPEC_NOTIFICATION,
    SPEC_REPLY,
    SPEC_SCHED_CONTEXT,
    SPEC_TCB,
    SPEC_CNODE,             /* memory: 2^(radix + 5) bytes */
    SPEC_FRAME,             /* 12 or 21 bits */
    SPEC_PAGE_TABLE,        /* below the root */
    SPEC_VSPACE,            /* a root table: assign it to the ASID pool named by its domain */
    SPEC_ASID_POOL,         /* retype an untyped of 12 bits, then ASIDControl_MakePool */
    SPEC_IRQ_HANDLER,
    SPEC_SMC,               /* calls to the secure monitor, on AArch64 */
    SPEC_PORTS,             /* a range of I/O ports, on x86-64 */
    SPEC_IO_SPACE,          /* the address space of a device, on x86-64 */
    SPEC_IO_TABLE,          /* a table in one */
    SPEC_TYPES
};

#define SPEC_OBJECT_FIXED     1u    /* paddr is demanded */
#define SPEC_OBJECT_DEVICE    2u    /* ... and lies in device memory: not zeroed, no IPC buffer */
#define SPEC_OBJECT_EMBEDDED  4u    /* the frame is page image_page of the image */
#define SPEC_OBJECT_RAM_OR_DEVICE 8u    /* fixed; which of the two is found at boot */

struct spec_object {
    uint32_t type;          /* enum spec_type */
    uint32_t size_bits;     /* log2 of its memory; CNode: the radix; not from memory: 0 */
    uint32_t name;          /* string; the frames of one region or image share theirs */
    uint32_t flags;
    uint64_t paddr;         /* with SPEC_OBJECT_FIXED */
    uint32_t image_page;    /* with SPEC_OBJECT_EMBEDDED */
    uint32_t level;         /* of a page table: that of the record that maps it */
};

/* --- capabilities ----------------------------------------------------------------------------- */

/* Rights are the kernel's rights word. */
#define SPEC_WRITE        1u
#define SPEC_READ         2u
#define SPEC_GRANT        4u
#define SPEC_GRANT_REPLY  8u
#define SPEC_ALL_RIGHTS   15u

/*
 * Copied (data = 0) or minted (data != 0) into `slot` of `cnode` from init's own capability to
 * `object`. The two CNodes of a domain are the only ones: its root (6 bits) and, in slot 0 of that,
 * the one with the numbered slots (9 bits). This table is exactly what the domains hold.
 */
struct spec_cap {
    uint32_t cnode;         /* object */
    uint32_t slot;
    uint32_t object;
    uint32_t rights;
    uint64_t data;          /* badge; of a CNode: guard << 6 | guard bits; of other objects: 0 */
};

/* --- address spaces --------------------------------------------------------------------------- */

/*
 * Map(object, vspace, vaddr) of the kind of table that the level is, or of the only kind: then the
 * kernel picks the level, and by (4) it is the right one.
 */
struct spec_table_map {
    uint32_t vspace;        /* object */
    uint32_t object;
    uint64_t vaddr;         /* first address it covers */
    uint32_t level;         /* 0: entries of 4 KiB, 1: of 2 MiB, 2: of 1 GiB */
    uint32_t reserved;
};

/* Each architecture's init makes its kernel's attribute word of these. */
#define SPEC_EXECUTE_NEVER  1u
#define SPEC_UNCACHED       256u

/*
 * Page_Map through a copy of the frame capability, one copy per map: a frame may be mapped in
 * several places. The IPC buffer's frame has its record here too; TCB_SetSpace takes the original.
 */
struct spec_map {
    uint32_t vspace;        /* object */
    uint32_t frame;         /* object */
    uint64_t vaddr;
    uint32_t rights;        /* SPEC_READ | SPEC_WRITE subset; write never without read */
    uint32_t attributes;
};

/* --- protection domains ----------------------------------------------------------------------- */

#define SPEC_PD_PASSIVE  1u
/*
 * A passive domain runs its `init` on its own scheduling context and on others' time afterwards. No
 * message takes part: before it is resumed, init binds the scheduling context to its TCB and then
 * also to its notification (SchedContext_Bind twice). When the thread first waits, the kernel hands
 * the context back to the notification. Slot 5 holds the monitor's endpoint (badge: index + 1) so
 * that programs built for the old protocol may still send their empty message there: the monitor,
 * receiving label 0, does nothing.
 */

struct spec_pd {
    uint32_t name;          /* string */
    uint32_t image;         /* string: path of its program image as in the description */
    uint32_t flags;
    uint32_t parent;        /* pd, or SPEC_NONE: faults go to the monitor with badge index + 1 */
    uint32_t child_id;      /* its number in the parent: fault badge SPEC_BADGE_FAULT | child_id */
    uint32_t asid_pool;     /* object, or SPEC_NONE: init's own pool */
    uint32_t vspace;        /* objects */
    uint32_t cnode_root;
    uint32_t cnode;
    uint32_t notification;
    uint32_t endpoint;      /* or SPEC_NONE: nobody calls it and it handles no faults */
    uint32_t reply;
    uint64_t stack_bottom;  /* [stack_bottom, stack_top) is mapped, the page above is not */
    uint64_t stack_top;
    struct spec_range_of {
        uint32_t first;     /* index in the table of the same name */
        uint32_t count;
    } areas, functions, lines;
};

#define SPEC_TCB_RESUME        1u
#define SPEC_TCB_FPU_DISABLED  2u

/* All else in registers is 0. The bound notification is also the object of pds[i].notification. */
struct spec_tcb {
    uint32_t object;
    uint32_t flags;
    uint64_t entry;
    uint64_t sp;
    uint64_t ipc_buffer;    /* address; mapped by a record in maps */
    uint32_t ipc_frame;     /* object */
    uint32_t cspace;        /* object: the root CNode */
    uint64_t cspace_guard;  /* CNode cap data for TCB_SetSpace */
    uint32_t vspace;        /* object */
    uint32_t fault_endpoint;/* object: monitor's or parent's endpoint */
    uint64_t fault_badge;
    uint32_t fault_rights;
    uint32_t sc;            /* object */
    uint32_t notification;  /* object, bound */
    uint32_t domain;
    uint32_t priority;
    uint32_t mcp;
};

/* SchedControl_ConfigureFlags(core, object, budget, period, extra_refills, badge, flags). */
struct spec_sc {
    uint32_t object;
    uint32_t core;
    uint64_t budget_us;
    uint64_t period_us;
    uint64_t badge;         /* 0x100 + index of the domain */
    uint32_t extra_refills;
    uint32_t flags;
};

/* --- for messages ----------------------------------------------------------------------------- */

#define SPEC_END_NOTIFY  1u     /* this end may signal the other */
#define SPEC_END_CALL    2u     /* this end may call the other */

struct spec_channel {
    struct spec_end {
        uint32_t pd;
        uint32_t id;
        uint32_t flags;
        uint32_t reserved;
    } end[2];
};

enum spec_area_kind {
    SPEC_AREA_IMAGE,        /* name: path of the image */
    SPEC_AREA_REGION,       /* name: memory region */
    SPEC_AREA_STACK,
    SPEC_AREA_GUARD,        /* not mapped: the page between stack and IPC buffer, and the one
                               below the stack unless the description maps it */
    SPEC_AREA_IPC_BUFFER
};

/* Sorted by start within a domain and disjoint. attributes tell whether it is executable. */
struct spec_area {
    uint64_t start;
    uint64_t end;           /* exclusive */
    uint32_t name;          /* string */
    uint32_t kind;          /* enum spec_area_kind */
    uint32_t rights;
    uint32_t attributes;
};

struct spec_function {
    uint64_t start;
    uint32_t size;          /* never 0 */
    uint32_t name;          /* string */
};

/* Valid from address up to the next record's; line = 0 says that nothing is known from there on. */
struct spec_line {
    uint64_t address;
    uint32_t file;          /* string */
    uint32_t line;
};

/* --- reading ---------------------------------------------------------------------------------- */

/* spec_objects(spec), spec_caps(spec), ...: the first record of each table. */
#define SPEC_READER(name, type, doc)                                                    \
    static inline const type *spec_##name(const struct spec_header *spec)               \
    {                                                                                   \
        return (const type *)(const void *)((const char *)spec + spec->name.offset);    \
    }
SPEC_TABLES(SPEC_READER)
#undef SPEC_READER

static inline const char *spec_string(const struct spec_header *spec, uint32_t offset)
{
    return spec_strings(spec) + offset;
}

/*
 * Checks every invariant above on `available` bytes at `spec`. Returns null when all hold, else a
 * sentence. No other reader checks anything. Freestanding: sdk/spec_check.c is part of init too.
 */
const char *spec_check(const struct spec_header *spec, uint64_t available);

/* The function, line or area of `pd` that covers `address`, binary search; null if none does. */
const struct spec_function *spec_find_function(const struct spec_header *spec, uint32_t pd,
                                               uint64_t address);
const struct spec_line *spec_find_line(const struct spec_header *spec, uint32_t pd,
                                       uint64_t address);
const struct spec_area *spec_find_area(const struct spec_header *spec, uint32_t pd,
                                       uint64_t address);

#define SPEC_SIZED(type, size) \
    _Static_assert(sizeof(struct type) == (size), #type " changed: raise SPEC_VERSION")
SPEC_SIZED(spec_header, 192);
SPEC_SIZED(spec_object, 32);
SPEC_SIZED(spec_cap, 24);
SPEC_SIZED(spec_table_map, 24);
SPEC_SIZED(spec_map, 24);
SPEC_SIZED(spec_pd, 88);
SPEC_SIZED(spec_tcb, 88);
SPEC_SIZED(spec_sc, 40);
SPEC_SIZED(spec_channel, 32);
SPEC_SIZED(spec_area, 32);
SPEC_SIZED(spec_function, 16);
SPEC_SIZED(spec_line, 16);
