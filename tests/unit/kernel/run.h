/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A run of random programs: episodes, each on a machine of its own and named by a seed. See run.c.
 */

#include "survey.h"
#include "user.h"
#include <arch/machine.h>

/* What is hostile about an episode. */
struct weather {
    word_t free;                /* bytes of RAM for programs */
    word_t shared;              /* slots of the root CNode that programs use */
    word_t threads;             /* how many the root task tries to keep */
    bool thousands;             /* of threads, see thousands.c */
    bool preempts_always;       /* every preemption point stops */
    bool clock_runs_fast;       /* every look at the clock takes long */
    bool slow;                  /* many steps see the same time */
    bool coarse;                /* time moves by large equal steps: many things fall together */
    bool leaps;                 /* time leaps forward often */
    bool brief;                 /* threads mostly make short calls and answer them */
    bool noisy;                 /* interrupts are raised at every second step */
    bool levels;                /* threads get CSpaces of two levels, see garden.c */
};

struct run {
    word_t seed, step;
    word_t operations, checks;  /* over all episodes */
    struct weather weather;
    word_t boot_end;            /* first slot of the root CNode that is not the boot's */
    word_t root_thread;
    bool careful;               /* the current thread must not block or fault by accident */
};
extern struct run run;

/* Follows from the seed; whoever puts back an earlier one gets the same numbers again. */
extern word_t random_state;
word_t random_word(void);
word_t random_below(word_t n);
bool chance(word_t percent);
/* Small numbers are likelier. */
word_t random_skewed(word_t n);

/* A line of the trace, if it is wanted. */
__attribute__((format(printf, 1, 2))) void trace(const char *format, ...);
bool tracing(void);

/* --- random.c: what the current thread does next; enters the kernel. */
void choose_start(void);
void choose_and_do(void);
