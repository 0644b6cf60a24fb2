/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * User registers of a thread, saved in its TCB by the trap code (entry.S).
 *
 * The registers stand in the order of seL4_UserContext, so that register i of the user context is
 * reg[i] and no mapping is needed: pc, ra, sp, gp, s0..s11, a0..a7, t0..t6, tp. Two addresses are
 * kept:
 *
 *   reg[PC]   the restart address: the instruction that entered the kernel. User code calls it pc.
 *   next_pc   where the thread continues. Behind an ecall, elsewhere equal to reg[PC] at entry.
 *
 * There is no saved sstatus. It is the same for all threads, SPP = SPIE = 0 (interrupts are enabled
 * in U-mode whatever SIE says: privileged specification 1.12, 4.1.1), but for FS, which follows the
 * owner of the FPU (fpu.c).
 */

#include "types.h"
#include <abi/arch/registers.h>

#define REGISTER_ENUM_(i, name, field) REGISTER_##field = i,
enum context_register { USER_CONTEXT(REGISTER_ENUM_) };

struct context {
    word_t reg[N_USER_CONTEXT];     /* enum context_register */
    word_t next_pc;
};
_Static_assert(sizeof(struct context) == 33 * sizeof(word_t), "context size");
_Static_assert(REGISTER_PC == 0 && REGISTER_RA == 1, "what precedes CONTEXT_ORIGIN");
ADDRESSABLE(context)

/* Bytes from a context to what entry.S reckons from: ra, the first of 32 words in 4 cache lines. */
#define CONTEXT_ORIGIN offsetof(struct context, reg[REGISTER_RA])

/* 1: arch_thread_is_plain (arch/thread.h) is always true. */
#define ARCH_THREADS_ARE_PLAIN 1

struct fpu_state {
    word_t f[32];
    word_t fcsr;
    word_t used;                    /* 0 or 1: the thread is an FPU user, see fpu.c */
};
_Static_assert(sizeof(struct fpu_state) == 34 * sizeof(word_t), "fpu_state size");
/* The registers of a new thread: zero, as the object already is. */
static inline void fpu_state_init(struct fpu_state *f) { (void)f; }

#define REGISTER_COUNT_(i, name, field) + 1
#define N_SYSCALL_WORDS   (0 UNKNOWN_SYSCALL_WORDS(REGISTER_COUNT_))
#define N_EXCEPTION_WORDS (0 USER_EXCEPTION_WORDS(REGISTER_COUNT_))

/* Which register stands in word i of a fault message. */
#define REGISTER_AT_(i, name, field) [i] = REGISTER_##field,
static const uint32_t syscall_register[N_SYSCALL_WORDS] = {
    UNKNOWN_SYSCALL_WORDS(REGISTER_AT_)
};
static const uint32_t exception_register[N_EXCEPTION_WORDS] = {
    USER_EXCEPTION_WORDS(REGISTER_AT_)
};

/* Registers of a new thread: all zero, as the object already is. */
static inline void context_init(struct context *c) { (void)c; }

/* Operands of a system call. */
static inline word_t context_cap(const struct context *c) { return c->reg[REGISTER_A0]; }
static inline word_t context_info(const struct context *c) { return c->reg[REGISTER_A1]; }
static inline word_t context_reply(const struct context *c) { return c->reg[REGISTER_A6]; }
static inline word_t context_dest(const struct context *c) { return c->reg[REGISTER_T0]; }
static inline void context_set_cap(struct context *c, word_t v) { c->reg[REGISTER_A0] = v; }
static inline void context_set_info(struct context *c, word_t v) { c->reg[REGISTER_A1] = v; }

/* Message register i < 4. */
static inline word_t context_mr(const struct context *c, word_t i)
{
    return c->reg[REGISTER_A2 + i];
}
static inline void context_set_mr(struct context *c, word_t i, word_t v)
{
    c->reg[REGISTER_A2 + i] = v;
}
/* The message registers of a message of this length. */
static inline void context_copy_mrs(struct context *to, const struct context *from, word_t length)
{
    if (length == 0)
        return;
    to->reg[REGISTER_A2] = from->reg[REGISTER_A2];
    if (length == 1)
        return;
    to->reg[REGISTER_A3] = from->reg[REGISTER_A3];
    if (length == 2)
        return;
    to->reg[REGISTER_A4] = from->reg[REGISTER_A4];
    if (length == 3)
        return;
    to->reg[REGISTER_A5] = from->reg[REGISTER_A5];
}

/* Register i of the user context. Nothing needs sanitising: no register is privileged, and a bad pc
 * faults when it is used. */
static inline word_t context_user_word(const struct context *c, word_t i) { return c->reg[i]; }
static inline void context_set_user_word(struct context *c, word_t i, word_t v)
{
    c->reg[i] = v;
    if (i == REGISTER_PC)
        c->next_pc = v;
}

/* Register words of the UnknownSyscall and UserException messages. */
static inline word_t context_syscall_word(const struct context *c, word_t i)
{
    return c->reg[syscall_register[i]];
}
static inline void context_set_syscall_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, syscall_register[i], v);
}
static inline word_t context_exception_word(const struct context *c, word_t i)
{
    return c->reg[exception_register[i]];
}
static inline void context_set_exception_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, exception_register[i], v);
}

static inline word_t context_restart_pc(const struct context *c) { return c->reg[REGISTER_PC]; }
static inline void context_restart(struct context *c) { c->next_pc = c->reg[REGISTER_PC]; }
static inline void context_stop_at_next(struct context *c) { c->reg[REGISTER_PC] = c->next_pc; }
static inline void context_set_tls(struct context *c, word_t v) { c->reg[REGISTER_TP] = v; }
