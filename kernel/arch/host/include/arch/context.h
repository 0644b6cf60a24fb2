/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * User registers of a thread on the pretended machine: an array. Operands of system calls have
 * places of their own.
 */

#include "types.h"
#include <abi/arch/registers.h>
#include <abi/message.h>

struct context {
    word_t next_pc;
    word_t cap, info, reply, dest;
    word_t mr[MSG_REGISTERS];
    word_t reg[N_USER_CONTEXT];         /* 0 is the restart address */
    word_t tls;
};
ADDRESSABLE(context)

/* 1: arch_thread_is_plain (arch/thread.h) is always true. */
#define ARCH_THREADS_ARE_PLAIN 1

struct fpu_state {
    word_t f[1];
    word_t used;                        /* 0 or 1: the thread is an FPU user, see fpu.c */
};
/* The registers of a new thread: zero, as the object already is. */
static inline void fpu_state_init(struct fpu_state *f) { (void)f; }

#define N_SYSCALL_WORDS   UNKNOWN_SYSCALL_NUMBER
#define N_EXCEPTION_WORDS USER_EXCEPTION_NUMBER

static inline void context_init(struct context *c) { (void)c; }

static inline word_t context_cap(const struct context *c) { return c->cap; }
static inline word_t context_info(const struct context *c) { return c->info; }
static inline word_t context_reply(const struct context *c) { return c->reply; }
static inline word_t context_dest(const struct context *c) { return c->dest; }
static inline void context_set_cap(struct context *c, word_t v) { c->cap = v; }
static inline void context_set_info(struct context *c, word_t v) { c->info = v; }
static inline word_t context_mr(const struct context *c, word_t i) { return c->mr[i]; }
static inline void context_set_mr(struct context *c, word_t i, word_t v) { c->mr[i] = v; }
/* The message registers of a message of this length. */
static inline void context_copy_mrs(struct context *to, const struct context *from, word_t length)
{
    for (word_t i = 0; i < MSG_REGISTERS && i < length; i++)
        to->mr[i] = from->mr[i];
}

static inline word_t context_user_word(const struct context *c, word_t i) { return c->reg[i]; }
static inline void context_set_user_word(struct context *c, word_t i, word_t v)
{
    c->reg[i] = v;
    if (i == 0)
        c->next_pc = v;
}
static inline word_t context_syscall_word(const struct context *c, word_t i)
{
    return context_user_word(c, i);
}
static inline void context_set_syscall_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, i, v);
}
static inline word_t context_exception_word(const struct context *c, word_t i)
{
    return context_user_word(c, i);
}
static inline void context_set_exception_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, i, v);
}

static inline word_t context_restart_pc(const struct context *c) { return c->reg[0]; }
static inline void context_restart(struct context *c) { c->next_pc = c->reg[0]; }
static inline void context_stop_at_next(struct context *c) { c->reg[0] = c->next_pc; }
static inline void context_set_tls(struct context *c, word_t v) { c->tls = v; }
