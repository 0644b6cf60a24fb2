/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * A system description after parsing: what the user wrote, with positions, and names resolved.
 *
 * parse.c and parse_pd.c fill it and check each element alone; check.c resolves names and checks
 * elements against each other. A field that could not be read has its default, and the element is
 * marked `broken`: checks that would only repeat the complaint leave it out.
 *
 * pds is in index order: each domain before its children, depth first in document order.
 */

#include "sdk/board.h"
#include "sdk/diag.h"
#include "sdk/spec.h"

#define MAX_ID       61u  /* channels, interrupts, children: bits 62, 63 of badges are taken */
#define MAX_PRIORITY 254u /* 255 is the monitor's */
#define PD_NAME_MAX  63u  /* microkit_name holds 64 bytes with the NUL */
#define PAGE_BITS    12u
#define LARGE_BITS   21u
#define PAGE         ((uint64_t)1 << PAGE_BITS)
#define LARGE_PAGE   ((uint64_t)1 << LARGE_BITS)

struct region {
    struct position at;
    const char *name;
    uint64_t size;
    uint64_t page_size;
    uint64_t paddr;
    bool has_paddr; /* in the description, or chosen later by memory_place */
    bool chosen_paddr;
    bool page_size_given;
    bool wants_paddr; /* named by a setvar region_paddr: contiguous, address known when built */
    bool used;
    bool for_device; /* mapped for a device: by pages of 4 KiB */
    bool broken;
};

struct map {
    struct position at;
    const char *region_name;
    struct region *region; /* null when unknown */
    uint64_t vaddr;
    uint32_t rights; /* SPEC_READ | SPEC_WRITE */
    bool execute;
    bool cached;
    bool broken;
};

struct irq {
    struct position at;
    uint32_t id;
    uint32_t number;  /* on a PC: the vector */
    uint32_t trigger; /* 0 level, 1 edge */
    bool broken;

    /* On a PC: the pin `input` of I/O APIC `source`, or message `input` of the device `source`. */
    uint32_t kind;     /* enum spec_irq_kind */
    uint32_t polarity; /* 0 active high, 1 active low */
    uint32_t source;   /* device: SPEC_PCI */
    uint32_t input;
};

/* I/O ports, on a PC. */
struct ioport {
    struct position at;
    uint32_t id;
    uint32_t first, last; /* both included */
    bool id_broken, broken;
};

/* One 8-byte variable of a program image that receives a value. */
struct setvar {
    struct position at;
    const char *symbol;
    enum setvar_kind { SETVAR_VALUE, SETVAR_REGION_SIZE, SETVAR_REGION_PADDR } kind;
    uint64_t value;
    const char *region_name;
    struct region *region;
};

struct pd {
    struct position at;
    const char *name;
    uint32_t index;
    struct pd *parent;
    uint32_t id; /* in the parent */
    bool id_broken;
    uint32_t priority;
    uint64_t budget_us, period_us;
    uint64_t stack_size;
    bool passive;
    bool fpu;
    bool smc; /* may call the secure monitor */

    struct position image_at;
    const char *image_path;   /* null: missing, reported */
    const char *symbols_path; /* null: same as image_path */

    struct maps {
        ARRAY_OF(struct map);
    } maps;
    struct irqs {
        ARRAY_OF(struct irq);
    } irqs;
    struct ioports {
        ARRAY_OF(struct ioport);
    } ioports;
    struct setvars {
        ARRAY_OF(struct setvar);
    } setvars;

    bool receives; /* has an endpoint: is called by somebody or has children */
    uint64_t irq_ids, notify_ids, call_ids, ioport_ids; /* bit n: that kind of thing has id n */
};

struct end {
    struct position at;
    const char *pd_name;
    struct pd *pd; /* null when unknown */
    uint32_t id;
    bool call;
    bool notify;
    const char *setvar_id;
    bool broken; /* id is unknown */
};

struct channel {
    struct position at;
    struct end end[2];
    bool broken; /* not two ends, or an end without a domain */
};

/* What a device reaches with DMA, on a PC with an IOMMU. */
struct io_map {
    struct position at;
    const char *region_name;
    struct region *region; /* null when unknown */
    uint64_t address;
    uint32_t rights; /* SPEC_READ | SPEC_WRITE */
    bool broken;
};

struct io_space {
    struct position at;
    const char *name;
    uint32_t device; /* SPEC_PCI */
    uint32_t domain;
    bool device_broken, domain_broken;
    struct io_maps {
        ARRAY_OF(struct io_map);
    } maps;
};

struct system {
    const char *file; /* as given on the command line */
    const struct board *board;
    struct regions {
        ARRAY_OF(struct region *);
    } regions;
    struct pds {
        ARRAY_OF(struct pd *);
    } pds;
    struct channels {
        ARRAY_OF(struct channel);
    } channels;
    struct io_spaces {
        ARRAY_OF(struct io_space *);
    } io_spaces;
};

/* First address that devices cannot have. */
#define IO_LIMIT ((uint64_t)1 << (PAGE_BITS + 9 * SPEC_IO_LEVELS))

static inline uint64_t pd_stack_top(const struct board *board)
{
    return board->ipc_buffer - PAGE;
}

/* First address that maps and images may not use. */
static inline uint64_t pd_limit(const struct board *board, const struct pd *pd)
{
    return pd_stack_top(board) - pd->stack_size;
}

/* Parses and checks the description. Errors go to diags; the result is meaningful without errors.
 */
struct system *system_parse(struct arena *arena, struct diags *diags, const struct board *board,
                            const struct bytes *input);

/* The parts of system_parse, in this order. */
struct xml_element;
struct pd *parse_pd(struct arena *arena, struct diags *diags, struct system *system,
                    const struct xml_element *element, struct pd *parent);
void check_system(struct arena *arena, struct diags *diags, struct system *system,
                  struct position root);
void check_pds(struct arena *arena, struct diags *diags, struct system *system);

/* parse_irq.c, check_irq.c: interrupts, and I/O ports. */
void parse_irq(struct arena *arena, struct diags *diags, const struct board *board,
               const struct xml_element *element, struct pd *pd);
void parse_ioport(struct arena *arena, struct diags *diags, const struct xml_element *element,
                  struct pd *pd);
void check_irqs(struct arena *arena, struct diags *diags, struct system *system);

/* parse_io.c, check_io.c: address spaces of devices. */
void parse_io_space(struct arena *arena, struct diags *diags, struct system *system,
                    const struct xml_element *element);
void check_io_spaces(struct arena *arena, struct diags *diags, struct system *system);

/* Adds a variable to be set, if it has a symbol. */
void add_setvar(struct arena *arena, struct pd *pd, struct setvar setvar);
