/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Deletes and revokes on random systems, stopped at preemption points and mixed with each other and
 * with what programs do meanwhile. Every scenario has a number, and repeats exactly:
 *
 *     deletion NUMBER      runs that one of each test
 */

#include "system.h"
#include <abi/config.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCENARIOS 25000         /* of each test */
#define MAX_OPERATIONS 3

/* A round takes fewer: each slot is emptied once, each object ends once. */
#define STEP_LIMIT (2 * (n_places + 3 * n_objects))

enum operation_kind { NOTHING, DELETE, REVOKE };
struct operation { enum operation_kind kind; word_t place; };

/* What a test does beside running operations to their end. */
struct test {
    const char *name;
    word_t operations;          /* at the same time, at most */
    bool interference;          /* others move and copy capabilities meanwhile */
    bool abandoned;             /* some operations are never continued */
};

static struct operation operation[MAX_OPERATIONS];
static struct picture before, now, first;
static struct set allowed;      /* places that may change until the next look */
static word_t steps;

/* What the operations under way are going to delete, from the picture `before` on. */
static void allow(void)
{
    memset(&allowed, 0, sizeof allowed);
    for (word_t i = 0; i < MAX_OPERATIONS; i++) {
        if (operation[i].kind == DELETE)
            allowed.has[operation[i].place] = true;
        else if (operation[i].kind == REVOKE)
            add_descendants(&before, operation[i].place, &allowed);
    }
    close_set(&before, &allowed);
}

static void look(void)
{
    take_picture(&before);
    allow();
}

/* Nothing else has changed since the last look; look again. */
static void look_again(void)
{
    take_picture(&now);
    check_unchanged(&before, &now, &allowed);
    before = now;
    allow();
}

static void check_result(const struct operation *o)
{
    struct set rest = {{false}};
    if (o->kind == DELETE && place_exists(o->place) && !cap_is_null(cap_in(o->place)))
        fail_test("the deleted place %lu is not empty", o->place);
    take_picture(&now);
    if (o->kind == REVOKE && !cap_is_null(now.cap[o->place]))
        add_descendants(&now, o->place, &rest);
    for (word_t p = 0; p < n_places; p++)
        if (rest.has[p])
            fail_test("place %lu survived the revocation of place %lu", p, o->place);
}

/* Go on with an operation until `units` of work are done. True when it is complete. */
static bool go_on(struct operation *o, word_t units)
{
    struct slot *s = place[o->place].slot;
    node.work_units = WORK_UNITS_PER_PREEMPTION - units;
    enum err error = o->kind == DELETE ? slot_delete(s) : slot_revoke(s);
    steps += error == ERR_OK ? node.work_units + units - WORK_UNITS_PER_PREEMPTION : units;
    if (error != ERR_OK && error != ERR_PREEMPTED)
        fail_test("error %d", error);
    if (steps > STEP_LIMIT)
        fail_test("no end after %lu steps, %lu places", steps, n_places);
    if (error == ERR_OK)
        check_result(o);
    return error == ERR_OK;
}

/* A place that holds something and that a program can name, or a slot the kernel may be asked to
 * replace; MAX_PLACES when none turns up. */
static word_t target(const struct set *s)
{
    for (word_t tries = 0; tries < 30; tries++) {
        word_t p = random_below(n_places);
        if (!place_exists(p) || slot_is_empty(place[p].slot))
            continue;
        const struct object *o = place[p].owner == NOBODY ? NULL : &object[place[p].owner];
        bool internal = o != NULL && o->ends == 0 &&
                        (o->kind == KIND_IRQ ||
                         (o->kind == KIND_TCB && p >= o->first + TCB_FAULT_EP));
        if (s->has[p] || internal)
            return p;
    }
    return MAX_PLACES;
}

static void start(struct operation *o)
{
    struct set s;
    reachable(&s);
    o->place = target(&s);
    o->kind = o->place == MAX_PLACES ? NOTHING : one_in(3) ? REVOKE : DELETE;
    if (o->place == UNTYPED_PLACE || o->place == CONTROL_PLACE)
        o->kind = one_in(4) ? REVOKE : NOTHING;
}

/* The program that repeats its call looks the slot up again. */
static bool still_there(const struct operation *o)
{
    struct set s;
    const struct place *p = &place[o->place];
    bool internal = p->owner != NOBODY && object[p->owner].kind != KIND_CNODE;
    reachable(&s);
    return internal ? object[p->owner].ends == 0 && !object[p->owner].dead : s.has[o->place];
}

static void interfere(void)
{
    struct set s;
    reachable(&s);
    word_t from = target(&s);
    word_t to = random_below(n_places);
    if (from == MAX_PLACES || !s.has[from] || !s.has[to] || !slot_is_empty(place[to].slot))
        return;
    if (one_in(2))
        move_cap(from, to);
    else
        copy_cap(from, to, random_below(3));
}

/* The operations in turns, until all are complete. */
static void run_all(const struct test *t, word_t grain)
{
    word_t active = t->operations;
    look();
    while (active != 0 && !test_failed()) {
        struct operation *o = &operation[random_below(t->operations)];
        if (o->kind == NOTHING)
            continue;
        bool over = !still_there(o) || (t->abandoned && one_in(40));
        over = over || go_on(o, 1 + random_below(grain));
        look_again();
        if (over) {
            o->kind = NOTHING;
            active--;
        }
        if (t->interference && one_in(4))
            interfere();
        if (over || t->interference)
            look();
    }
}

static void run_one(struct operation o, word_t grain)
{
    memset(operation, 0, sizeof operation);
    operation[0] = o;
    look();
    while (!test_failed() && !go_on(&operation[0], 1 + random_below(grain)))
        look_again();
    look_again();
}

/* Whoever finds a zombie may delete it. */
static void delete_zombies(word_t grain)
{
    for (word_t p = 0; p < n_places && !test_failed(); p++)
        if (place_exists(p) && cap_is(cap_in(p), CAP_zombie)) {
            run_one((struct operation){DELETE, p}, grain);
            p = 0;
        }
    memset(operation, 0, sizeof operation);
}

static void revoke_everything(word_t grain)
{
    run_one((struct operation){REVOKE, UNTYPED_PLACE}, grain);
    run_one((struct operation){REVOKE, CONTROL_PLACE}, grain);
    take_picture(&now);
    check_settled(&now);
    if (now.length != 2)
        fail_test("%lu capabilities survive the revocation of everything", now.length);
}

static void start_all(const struct test *t)
{
    memset(operation, 0, sizeof operation);
    for (word_t i = 0; i < t->operations; i++) {
        start(&operation[i]);
        if (operation[i].kind == NOTHING)
            operation[i] = (struct operation){DELETE, BOOT_PLACES - 1};
    }
}

static void scenario(const struct test *t, word_t number)
{
    system_make(number);
    word_t grain = one_in(2) ? 1 : 1 + random_below(WORK_UNITS_PER_PREEMPTION);
    for (word_t rounds = 1 + random_below(3); rounds > 0 && !test_failed(); rounds--) {
        steps = 0;
        start_all(t);
        take_picture(&first);
        run_all(t, grain);
        delete_zombies(grain);
        take_picture(&now);
        check_settled(&now);
        if (!t->interference)
            check_marks(&first, &now);
    }
    steps = 0;
    if (!test_failed())
        revoke_everything(grain);
    if (test_failed())
        fail_test("scenario %lu", number);
}

static void run(const struct test *t, word_t from, word_t to)
{
    word_t number;
    begin();
    for (number = from; number < to && !test_failed(); number++)
        scenario(t, number);
    if (test_failed())
        printf("# %s, scenario %lu\n", t->name, number - 1);
    end(t->name);
}

int main(int count, char **argument)
{
    static const struct test tests[] = {
        {"one-operation", 1, false, false},
        {"operations-in-turns", MAX_OPERATIONS, false, false},
        {"operations-abandoned", MAX_OPERATIONS, false, true},
        {"capabilities-move-meanwhile", MAX_OPERATIONS, true, true},
    };
    word_t from = count > 1 ? strtoul(argument[1], NULL, 10) : 0;
    word_t to = count > 1 ? from + 1 : SCENARIOS;
    for (word_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        run(&tests[i], from, to);
    return 0;
}
