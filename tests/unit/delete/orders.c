/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Deletion ends in whatever order anybody takes its steps: on small systems of containers, all
 * orders are tried. A step is slot_delete, stopped at its first preemption point, on any place that
 * is not empty. The graph of states that steps make must have no cycle: then every order leads to
 * the one state without steps, in which nothing is left.
 *
 * Depth first: a state on the stack that is reached again closes a cycle.
 */

#include "system.h"
#include <abi/config.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEMS     1500
#define USED_BOOT   8           /* boot places that can hold something */
#define MAX_STATES  60000
#define HASHES      (1 << 18)

/* Everything that a step reads and changes: all slots. */
struct state { struct slot slot[USED_BOOT + 20]; };

static struct state *state;
static word_t n_states;
static bool on_stack[MAX_STATES];
static uint32_t known[HASHES];          /* 1 + state, or 0 */
static struct { uint32_t state; word_t next; } stack[MAX_STATES];
static word_t n_stack;
static struct picture picture;

static struct slot *slot_of_state(struct state *s, word_t p)
{
    return &s->slot[p < USED_BOOT ? p : p - BOOT_PLACES + USED_BOOT];
}

static bool in_state(word_t p)
{
    return p < USED_BOOT || p >= BOOT_PLACES;
}

static void save(struct state *s)
{
    memset(s, 0, sizeof *s);
    for (word_t p = 0; p < n_places; p++)
        if (in_state(p))
            *slot_of_state(s, p) = *place[p].slot;
}

static void load(struct state *s)
{
    for (word_t p = 0; p < n_places; p++)
        if (in_state(p))
            *place[p].slot = *slot_of_state(s, p);
}

static word_t hash(const struct state *s)
{
    const word_t *w = &s->slot[0].cap.word[0];
    word_t h = 0;
    for (word_t i = 0; i < sizeof *s / sizeof *w; i++)
        h = (h ^ w[i] ^ h >> 29) * 0x9e3779b97f4a7c15UL;
    return h >> 32;
}

/* The number of the present state; a new one goes to the top of the stack. */
static word_t visit(void)
{
    struct state *new = &state[n_states];
    save(new);
    word_t h = hash(new) % HASHES;
    for (; known[h] != 0; h = (h + 1) % HASHES)
        if (memcmp(&state[known[h] - 1], new, sizeof *new) == 0)
            return known[h] - 1;
    known[h] = (uint32_t)++n_states;
    stack[n_stack].state = (uint32_t)(n_states - 1);
    stack[n_stack++].next = 0;
    return n_states - 1;
}

/* Try the next place in the state on top of the stack. */
static void explore(void)
{
    word_t from = stack[n_stack - 1].state;
    word_t p = stack[n_stack - 1].next++;
    on_stack[from] = true;
    if (p == n_places) {
        on_stack[from] = false;
        n_stack--;
        return;
    }
    load(&state[from]);
    if (p <= CONTROL_PLACE || !in_state(p) || slot_is_empty(place[p].slot))
        return;
    node.work_units = WORK_UNITS_PER_PREEMPTION - 1;
    slot_delete(place[p].slot);
    take_picture(&picture);
    word_t to = visit();
    if (on_stack[to])
        fail_test("steps lead back to where they came from");
    if (n_states == MAX_STATES)
        fail_test("there are more than %d states", MAX_STATES);
}

static void all_orders(word_t seed)
{
    n_states = n_stack = 0;
    memset(known, 0, sizeof known);
    memset(on_stack, 0, sizeof on_stack);
    system_make_containers(seed);
    visit();
    while (n_stack > 0 && !test_failed())
        explore();
}

int main(void)
{
    word_t seed = 0, total = 0;
    state = calloc(MAX_STATES + 1, sizeof *state);
    begin();
    for (; seed < SYSTEMS && !test_failed(); seed++) {
        all_orders(seed);
        total += n_states;
    }
    printf("# %lu states of %lu systems\n", total, seed);
    end("all-orders-of-steps");
    free(state);
    return 0;
}
