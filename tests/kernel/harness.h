/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What every kernel test stands on.
 *
 * The image is a root task. It runs one test after the other; a test is a function that makes
 * objects, lets helper threads perform system calls, and compares what came back with the manual.
 * The first comparison that fails ends the test. Afterwards the arena, the untyped memory of which
 * all objects of a test are made, is revoked and all slots that the test used are emptied.
 *
 *   priority 255   guardian (faults of the root task) and watchdog (tests that hang)
 *            254   sleeper: wakes the test after a time
 *            120   HIGH: a helper that runs at once whenever it can
 *            100   ROOT: the test itself
 *             80   LOW: a helper that runs while the test waits
 *              1   idler: runs when all others wait; settle() waits for it
 *
 * Helpers share the root task's spaces. A helper performs one system call per START() and parks
 * itself; whether it came back (`done`) and with what registers (`sys`) is for the test to read.
 * Nothing here uses the IPC functions of lib/sel4, whose buffer pointer belongs to one thread only;
 * library.c is the test of those.
 */
#define KEEL_KEEP_ABI           /* operations.h reads the tables */
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include "arch.h"

typedef seL4_Word word;

#define ROOT_PRIO 100
#define HIGH      120
#define HIGHER    130
#define LOW       80
#define LOWER     70

#define CNODE ((word)seL4_CapInitThreadCNode)
#define DEPTH ((word)64)
#define ALL_RIGHTS ((word)15)
#define R_WRITE ((word)1)
#define R_READ  ((word)2)
#define R_GRANT ((word)4)
#define R_GRANTREPLY ((word)8)

/* --- tests ----------------------------------------------------------------------------------- */

struct test {
    const char *name;
    void (*run)(void);
};

#define SUITE(id, ...) \
    const struct suite id##_suite = { #id, (const struct test[]){ __VA_ARGS__ { NULL, NULL } } }

struct suite {
    const char *name;
    const struct test *tests;   /* ends with a null name */
};

/* --- messages -------------------------------------------------------------------------------- */

#define INFO(label, caps, length) \
    ((word)(label) << 12 | (word)(caps) << 7 | (word)(length))
static inline word info_label(word info) { return info >> 12; }
static inline word info_unwrapped(word info) { return info >> 9 & 7; }
static inline word info_caps(word info) { return info >> 7 & 3; }
static inline word info_length(word info) { return info & 127; }

/* A system call of the calling thread. */
#define SYS(...) sys_do((struct sys){ __VA_ARGS__ })
struct sys sys_do(struct sys call);

/* The answer of a kernel object. Words from 4 on are those in the root task's buffer. */
#define REPLY_WORDS 40
struct reply {
    word label, length, caps, unwrapped, badge;
    word mr[REPLY_WORDS];
};

struct reply invoke(word cap, word label, word n_words, const word *words, word n_caps,
                    const word *caps);

/* invoke() with literal lists: INVOKE(cap, label, LIST(1, 2), LIST()). */
#define LIST(...) (word[]){ 0, ##__VA_ARGS__ }
#define LENGTH(...) (sizeof(__VA_ARGS__) / sizeof(word) - 1)
#define INVOKE(cap, label, words, caps) \
    invoke(cap, label, LENGTH(words), (words) + 1, LENGTH(caps), (caps) + 1)

extern seL4_IPCBuffer *root_buffer;
extern const seL4_BootInfo *boot_info;

/* --- checks: the first that fails ends the test ---------------------------------------------- */

#define OK(reply)         check_reply(HERE, #reply, reply, 0, LIST(), 0)
#define ERR(reply, error, ...) \
    check_reply(HERE, #reply, reply, seL4_##error, LIST(__VA_ARGS__), LENGTH(LIST(__VA_ARGS__)))
#define EQ(got, want)     check_equal(HERE, #got, (word)(got), (word)(want))
#define TRUE(condition)   check_equal(HERE, #condition, (condition) ? 1 : 0, 1)
#define FALSE(condition)  check_equal(HERE, #condition, (condition) ? 1 : 0, 0)
#define IN_RANGE(got, low, high) check_range(HERE, #got, (word)(got), (word)(low), (word)(high))
#define FAIL(why)         check_failed(HERE, why)

#define HERE __FILE__, __LINE__
struct reply check_reply(const char *file, int line, const char *text, struct reply got, word label,
                         const word *list, word n);
void check_equal(const char *file, int line, const char *text, word got, word want);
void check_range(const char *file, int line, const char *text, word got, word low, word high);
_Noreturn void check_failed(const char *file, int line, const char *text);

/* --- objects --------------------------------------------------------------------------------- */

extern word arena, arena_bits;     /* the untyped capability, and log2 of its size */

word slot(void);                        /* a fresh empty slot of the root CNode */
word slots(word n);                     /* the first of n consecutive ones */
word make(word type, word size_bits);   /* one object of the arena in a fresh slot */
word make_in(word untyped, word type, word size_bits);
word copy(word cap);                    /* a plain copy in a fresh slot */
word mint(word cap, word rights, word badge);
word discard(word cap);                 /* deletes; returns the slot, now empty */
bool slot_is_empty(word cap);

#define ENDPOINT()     make(seL4_EndpointObject, 0)
#define NOTIFICATION() make(seL4_NotificationObject, 0)
#define REPLY()        make(seL4_ReplyObject, 0)
#define TCB()          make(seL4_TCBObject, 0)
#define SC()           make(seL4_SchedContextObject, 8)
#define UNTYPED(bits)  make(seL4_UntypedObject, bits)
#define CNODE_OF(bits) make(seL4_CapTableObject, bits)

#define SCHED_CONTROL (boot_info->schedcontrol.start)
/* A configured SC with 8 extra refills. */
word sc_of(word budget_us, word period_us, word badge, word flags);

/* The word that gives a CNode capability `bits` guard bits of value `guard`. */
#define GUARD(guard, bits) ((word)(guard) << 6 | (word)(bits))

/* --- threads --------------------------------------------------------------------------------- */

#define N_THREADS 16
struct thread {
    struct sys sys;             /* in: the call to make; out: registers after it */
    bool done;                  /* it came back */
    word tcb, sc;               /* sc is 0 for a passive thread */
    void (*run)(struct thread *);
    word arg[4];
    word log[32], n_log;
    seL4_IPCBuffer *buffer;
    word buffer_frame;
};

struct thread *thread_new(word prio);           /* with a round-robin SC of its own */
struct thread *thread_passive(word prio);       /* without SC */
void thread_set_fault_endpoint(struct thread *t, word endpoint);

/* Lets `t` run `run`, or one system call, from the beginning; it parks itself afterwards. */
void thread_run(struct thread *t, void (*run)(struct thread *));
void thread_sys(struct thread *t, struct sys call);
#define START(t, ...) thread_sys(t, (struct sys){ __VA_ARGS__ })

/* Same, but for a passive thread that is to block: it borrows an SC until it does. */
#define START_PASSIVE(t, ...) thread_sys_passive(t, (struct sys){ __VA_ARGS__ })
void thread_sys_passive(struct thread *t, struct sys call);

/* Found out with UnbindObject, which is refused for all but the thread that uses the SC now. */
bool sc_is_used_by(word sc, struct thread *t);

/* By t itself: words behind the second are in its buffer, and CNODE is the only capability. */
struct sys invocation(struct thread *t, word cap, word label, word length, word mr0, word mr1);

void thread_note(struct thread *t, word value);
void thread_park(struct thread *t);

/* A message of `length` words n, n+1, … in registers and buffer of `t`. */
struct sys message(struct thread *t, word n, word length);

/* Waits until every other thread of the domain waits too; for a time of at least 100 us. */
void settle(void);
void sleep_us(word us);
static inline word now(void) { return arch_ticks(); }
#define TICKS_PER_US ((word)ARCH_TICKS_PER_US)

void signal(word notification);
word poll(word notification);                   /* the badge; 0 when nothing was there */

/* The order in which threads did something: each calls trace_note(). */
extern word trace[64], n_trace;
void trace_note(word who);
void trace_reset(void);
#define TRACE(...) check_trace(HERE, LIST(__VA_ARGS__), LENGTH(LIST(__VA_ARGS__)))
void check_trace(const char *file, int line, const word *list, word n);

/* --- the image's own memory and devices ------------------------------------------------------ */

word image_frame(const void *address);          /* capability of the page of the image */
extern word device_ram_cap;                     /* an untouched device untyped, at least 2 MiB */

/* A clock of the machine that raises interrupt ARCH_ALARM_IRQ; the line stays up until quieted. */
void alarm_now(void);
void alarm_in(word us);
void alarm_quiet(void);
void uart_interrupt(bool on);                   /* lets the transmitter raise BOARD_UART_IRQ */

void print(const char *text);
void print_word(word value);
_Noreturn void power_off(void);
