/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A small system of kernel objects for the tests of deletion, and what must be true of it.
 *
 * All memory is one arena with one untyped over it. A *place* is a slot that exists: the boot slots
 * (never destroyed), and the slots of every CNode, TCB and interrupt.
 */

#include "cap.h"
#include "delete.h"
#include "derive.h"

#define BOOT_PLACES  20
#define MAX_PLACES   200
#define MAX_OBJECTS  48
#define UNTYPED_PLACE 0         /* the untyped over the arena; stays where it is */
#define CONTROL_PLACE 1         /* IRQControl; likewise */

enum kind { KIND_UNTYPED, KIND_CNODE, KIND_TCB, KIND_ENDPOINT, KIND_NOTIFICATION, KIND_IRQ };

struct object {
    enum kind kind;
    word_t address, bits;       /* an interrupt: its number, 0 */
    word_t first, places;       /* its places */
    word_t waiters;             /* in an endpoint's or notification's queue at the beginning */
    word_t ends;                /* how often the kernel has ended it */
    bool remembers;             /* a thread: what is in its slot TCB_CSPACE */
    bool dead;                  /* found to be gone, memory not to be touched any more */
};

struct place {
    struct slot *slot;
    word_t owner;               /* object, or NOBODY */
};
#define NOBODY MAX_OBJECTS

extern struct object object[MAX_OBJECTS];
extern struct place place[MAX_PLACES];
extern word_t n_objects, n_places;

/* Uniform below n, reproducible. */
word_t random_below(word_t n);
static inline bool one_in(word_t n) { return random_below(n) == 0; }

/* --- system.c */

/* A new random system; one of two to four containers and nothing else. */
void system_make(word_t seed);
void system_make_containers(word_t seed);
/* The object a capability keeps alive, or NOBODY: untypeds and controls keep nothing alive. */
word_t object_of(struct cap c);
/* The place of a slot, or MAX_PLACES. */
word_t place_of(word_t slot);
static inline bool place_exists(word_t p)
{
    return place[p].owner == NOBODY || !object[place[p].owner].dead;
}
static inline struct cap cap_in(word_t p) { return place[p].slot->cap; }
/* What a program may do with its capabilities; nothing happens when it may not. */
void move_cap(word_t from, word_t to);
void copy_cap(word_t from, word_t to, word_t badge);
/* The object is gone: from now on touching its memory is an error. */
void bury(struct object *o);

/* --- model.c */

struct picture {
    struct cap cap[MAX_PLACES];
    word_t mark[MAX_PLACES];
    word_t line[MAX_PLACES];    /* all occupied places in derivation order, boot's two lists */
    word_t length;
};
struct set { bool has[MAX_PLACES]; };

/* printf-like; the first one counts. */
__attribute__((format(printf, 1, 2))) void fail_test(const char *format, ...);
bool test_failed(void);
void begin(void);
/* Print the verdict. */
void end(const char *name);

/* Record the system, checking links: every occupied place is in one list, once, and its owner
 * exists. */
void take_picture(struct picture *now);
/* The descendants of the capability in p join s. */
void add_descendants(const struct picture *now, word_t p, struct set *s);
/* s grows to all that dies when what is in s is deleted, or is dying already. */
void close_set(const struct picture *now, struct set *s);
/* Nothing outside s has changed. */
void check_unchanged(const struct picture *before, const struct picture *now, const struct set *s);
/* What is left has the marks it must have. */
void check_marks(const struct picture *before, const struct picture *now);
/* No deletion is under way: who has no capability is gone whole, who has one is untouched. Buries
 * the dead. */
void check_settled(const struct picture *now);
/* Places that a program can name: through boot slots and the CSpaces of living threads. */
void reachable(struct set *s);
