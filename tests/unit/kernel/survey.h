/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * All that exists, found out from the capabilities alone: see survey.c. And the verdict of the
 * checker, whose files (checks of ...) read it.
 */

#include "node.h"

#define MAX_OBJECTS     0x10000
#define MAX_CAPS        0x40000
#define N_CAP_TYPES     32
#define NO_OBJECT       ~0U
/* Programs share at most so many slots of the root CNode; survey_start says how many of them. What
 * is behind these is looked at only through lists. */
#define SHARED_SLOTS    0x8000

/* Something that occupies memory and is not an untyped. */
struct object {
    word_t address, bits;
    word_t extra;               /* ASID pool: base; page table, frame: not used */
    enum cap_type type;         /* of the living object, also when only a zombie is left */
    uint32_t caps;              /* zombies included */
    bool is_zombie;
    uint32_t waiting;           /* threads found in its queue, or: queues in which it was found */
    uint32_t ready, releasing;  /* of a thread: how often it was found there */
};

struct survey {
    word_t number;              /* how many there have been since the machine started */
    word_t shared;              /* slots of the root CNode that programs use */
    struct object object[MAX_OBJECTS];
    word_t n_objects;
    word_t cap[MAX_CAPS];       /* slots, in the order of the lists */
    uint32_t object_of[MAX_CAPS];   /* index of the object that cap[i] names, or NO_OBJECT */
    word_t n_caps;
    word_t spaces;              /* fingerprint of all capabilities that say who sees what memory */
    bool caps_changed;          /* a slot differs from what it was at the survey before, or: */
    bool whole;                 /* look at everything, whether it has changed or not */
    uint32_t irq_handlers[IRQ_MAX + 1];     /* capabilities, zombies included */

    /* The objects of a type: object[of_type[first_of[type]]] and so on, up to that of type + 1. */
    uint32_t of_type[MAX_OBJECTS];
    uint32_t first_of[N_CAP_TYPES + 1];

    /* For the makers of programs: shared slots by the type of what they hold; the boot's first. */
    uint32_t with[N_CAP_TYPES][SHARED_SLOTS];
    uint32_t n_with[N_CAP_TYPES], n_boots[N_CAP_TYPES];
};
extern struct survey survey;

/* What has existed at some exit of some machine. A run that lacks much has tested little. */
struct witnessed {
    word_t states;              /* bit thread_state */
    word_t zombies;             /* bit zombie_kind */
    word_t objects;             /* bit cap_type */
    word_t threads, caps;       /* at most at once */
    word_t chain;               /* longest call chain */
    word_t waiters;             /* longest wait queue */
    word_t levels;              /* how often a thread remembered a way through two CNodes */
};
extern struct witnessed witnessed;

/* A machine has been started: slots below `boot_end` of the root CNode are the boot's, slots from
 * there to `shared` the programs'. */
void survey_start(word_t root_cnode, word_t boot_end, word_t shared);
void survey_take(void);
word_t survey_root_cnode(void);

/* The objects of a type, in the order of the lists. */
#define FOR_EACH_OBJECT(o, type)                                                          \
    for (const uint32_t *o##_i = survey.of_type + survey.first_of[type],                  \
                        *o##_end = survey.of_type + survey.first_of[(type) + 1];          \
         o##_i < o##_end; o##_i++)                                                        \
        for (struct object *o = &survey.object[*o##_i]; o != NULL; o = NULL)

/* --- snapshot.c: all slots there are, as they were at the last survey. */
void snapshot_begin(void);
void snapshot_add(const struct slot *first, word_t n);
/* The survey could not see all of the slots: the next one has to look. */
void snapshot_is_partial(void);
bool snapshot_is_true(void);
/* Of all that the last survey found out. */
word_t survey_fingerprint(void);
/* Fingerprint x goes on with a and b. */
word_t survey_mix(word_t x, word_t a, word_t b);

/* The object that starts at an address, or NULL. */
struct object *object_at(word_t address);
/* It must be there, be of this type, and `what`, which refers to it, is named otherwise. */
struct object *object_expect(word_t address, enum cap_type type, bool zombie_too, const char *what);
struct tcb *tcb_expect(word_t address, const char *what);

/* --- the verdict. wrong() does not return: the check is over. */
__attribute__((format(printf, 1, 2))) _Noreturn void wrong(const char *format, ...);
#define MUST(condition, ...) do { if (!(condition)) wrong(__VA_ARGS__); } while (0)

/* --- the checks, in this order. */
void check_memory(void);        /* check_memory.c: disjoint, inside untypeds, clean when new */
void check_threads(void);       /* check_threads.c: states, queues */
void check_ipc(void);           /* check_ipc.c: endpoints, notifications, replies, contexts */
void check_node(void);          /* check_node.c: who runs, time, interrupts */
void check_spaces(void);        /* check_spaces.c: page tables, ASIDs, TLB */
void check_memory_start(void);

/* --- invariants.c */
/* Everything. NULL, or the first thing found wrong. */
const char *invariants_check(void);
void invariants_start(word_t root_cnode, word_t boot_end);
/* For the next start: slots of the root CNode that programs share. 1024 if nobody says. */
extern word_t invariants_shared;
/* The next exit may show other budgets than the last one: ConfigureFlags was invoked. */
extern bool invariants_budgets_may_change;
/* DomainSet_Set puts a thread into the current domain without a new decision: until the next full
 * one a thread of higher priority may be ready. */
extern bool invariants_domain_was_set;
/* A combined call was made: its second half may use what Retype made in the first. */
extern bool invariants_second_half;
/* Only some exits are checked: what came and went between them is not looked at. */
extern bool invariants_have_gaps;
