/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The recorded system call, the scripted answer, and how a test reports. */
#pragma once

#include <stdbool.h>
#include <sel4/sel4.h>

#define ABSENT 0xab5e4711ab5e4711ul     /* this register was not loaded */

struct call {
    long number;
    struct keel_registers in;
    seL4_Word reply;
    seL4_Word dest;
};

#define MAX_CALLS 64
extern struct call calls[MAX_CALLS];
extern int n_calls;
extern struct keel_registers answer;    /* what the next receiving calls return */
extern void (*on_call)(void);           /* runs in each call, if set; may change `answer` */

extern seL4_IPCBuffer buffer;
extern bool capture;                    /* what is printed goes to `printed`, not to calls[] */
extern char printed[4096];

/* Forgets calls and text; fills the IPC buffer with msg[i] = 1000 + i and the answer with zeros. */
void fake_reset(void);

/* seL4_RecvWithMRs, whose order of parameters the architecture decides; words to and from w. */
seL4_MessageInfo_t arch_recv_with_words(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply,
                                        seL4_Word *w);

/* One line for the runner: `ok name` or `not ok name: file:line: what`. */
void begin(const char *name);
void end(void);
void expect_(bool holds, const char *what, const char *file, int line);
#define expect(holds) expect_(holds, #holds, __FILE__, __LINE__)
int failures(void);
