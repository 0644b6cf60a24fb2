/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * User registers of a thread, saved in its TCB by the trap code (entry.S).
 *
 * The registers stand in the order of seL4_UserContext, so that register i of the user context is
 * reg[i] and no mapping is needed. Two addresses are kept:
 *
 *   reg[PC]        the restart address: the instruction that entered the kernel
 *   reg[NEXT_PC]   where the thread continues. Behind an svc, elsewhere equal to reg[PC] at entry.
 *
 * reg[SPSR] is the state that eret restores. What a program may write of it are the flags; a
 * virtual CPU may also choose EL0t, EL1t or EL1h.
 */

#include "types.h"
#include <abi/arch/registers.h>
#include <arch/el.h>

#define REGISTER_ENUM_(i, name, field) REGISTER_##field = i,
enum context_register { USER_CONTEXT(REGISTER_ENUM_) REGISTER_NEXT_PC, N_CONTEXT };

#define N_BREAKPOINTS 6
#define N_WATCHPOINTS 4

/* Hardware breakpoints of a thread, debug configuration only: see hw_debug.c. */
struct debug_registers {
    word_t value[N_BREAKPOINTS + N_WATCHPOINTS];    /* addresses: DBGBVR, DBGWVR */
    word_t control[N_BREAKPOINTS + N_WATCHPOINTS];  /* DBGBCR, DBGWCR */
    word_t stepping;            /* 0 or 1: single steps */
    word_t steps;               /* instructions until the next fault */
    word_t in_use;              /* 0 or 1: anything above is on */
};
_Static_assert(sizeof(struct debug_registers) == 8 * (2 * (N_BREAKPOINTS + N_WATCHPOINTS) + 3),
               "debug_registers size");

struct context {
    word_t reg[N_CONTEXT];      /* enum context_register */
    word_t vcpu;                /* the virtual CPU this thread is, or 0 */
    struct debug_registers debug;
};
_Static_assert(sizeof(struct context) == 8 * (N_CONTEXT + 1) + sizeof(struct debug_registers),
               "context size");
ADDRESSABLE(context)

/* 1: arch_thread_is_plain (arch/thread.h) is always true. */
#define ARCH_THREADS_ARE_PLAIN (!KEEL_DEBUG && EL_NUMBER == 1)

struct vector { word_t half[2]; };
_Static_assert(sizeof(struct vector) == 16, "vector size");
struct fpu_state {
    word_t fpsr, fpcr;
    struct vector v[32];
    word_t used;                /* 0 or 1: the thread is an FPU user, see fpu.c */
    word_t unused;
};
_Static_assert(sizeof(struct fpu_state) == 32 * 16 + 32, "fpu_state size");
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

/* SPSR: mode, masks, flags (C5.2.18). */
#define SPSR_FLAGS      0xf0000000UL
#define SPSR_MODE       0x1fUL
#define SPSR_EL0T       0UL
#define SPSR_EL1T       4UL
#define SPSR_EL1H       5UL
#define SPSR_STEP       bit(21)
#define SPSR_FIQ_MASK   bit(6)
#define SPSR_ABORT_MASK bit(8)
#define SPSR_USER       (SPSR_EL0T | SPSR_FIQ_MASK | (KEEL_DEBUG ? 0 : SPSR_ABORT_MASK))

static inline bool spsr_is_guest_mode(word_t v)
{
    const word_t mode = v & SPSR_MODE;
    return mode == SPSR_EL0T || mode == SPSR_EL1T || mode == SPSR_EL1H;
}
static inline word_t spsr_sanitised(const struct context *c, word_t v)
{
    if (c->vcpu != 0 && spsr_is_guest_mode(v))
        return v;
    const word_t step = KEEL_DEBUG && c->debug.stepping != 0 ? SPSR_STEP : 0;
    return (v & SPSR_FLAGS) | SPSR_USER | step;
}

/* Registers of a new thread: zero, as the object already is, but for the state. */
static inline void context_init(struct context *c) { c->reg[REGISTER_SPSR] = SPSR_USER; }

/* Operands of a system call. */
static inline word_t context_cap(const struct context *c) { return c->reg[REGISTER_X0]; }
static inline word_t context_info(const struct context *c) { return c->reg[REGISTER_X1]; }
static inline word_t context_reply(const struct context *c) { return c->reg[REGISTER_X6]; }
static inline word_t context_dest(const struct context *c) { return c->reg[REGISTER_X8]; }
static inline void context_set_cap(struct context *c, word_t v) { c->reg[REGISTER_X0] = v; }
static inline void context_set_info(struct context *c, word_t v) { c->reg[REGISTER_X1] = v; }

/* Message register i < 4. */
static inline word_t context_mr(const struct context *c, word_t i)
{
    return c->reg[REGISTER_X2 + i];
}
static inline void context_set_mr(struct context *c, word_t i, word_t v)
{
    c->reg[REGISTER_X2 + i] = v;
}
/* The message registers of a message of this length. */
static inline void context_copy_mrs(struct context *to, const struct context *from, word_t length)
{
    if (length == 0)
        return;
    to->reg[REGISTER_X2] = from->reg[REGISTER_X2];
    if (length == 1)
        return;
    to->reg[REGISTER_X3] = from->reg[REGISTER_X3];
    if (length == 2)
        return;
    to->reg[REGISTER_X4] = from->reg[REGISTER_X4];
    if (length == 3)
        return;
    to->reg[REGISTER_X5] = from->reg[REGISTER_X5];
}

/* Register i of the user context. */
static inline word_t context_user_word(const struct context *c, word_t i) { return c->reg[i]; }
static inline void context_set_user_word(struct context *c, word_t i, word_t v)
{
    c->reg[i] = i == REGISTER_SPSR ? spsr_sanitised(c, v) : v;
    if (i == REGISTER_PC)
        c->reg[REGISTER_NEXT_PC] = v;
}

/* Register words of the UnknownSyscall and UserException messages. The address behind the
 * instruction is only shown: the thread restarts at the pc. */
static inline word_t context_syscall_word(const struct context *c, word_t i)
{
    return c->reg[syscall_register[i]];
}
static inline void context_set_syscall_word(struct context *c, word_t i, word_t v)
{
    if (syscall_register[i] != REGISTER_NEXT_PC)
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
static inline void context_restart(struct context *c)
{
    c->reg[REGISTER_NEXT_PC] = c->reg[REGISTER_PC];
}
static inline void context_stop_at_next(struct context *c)
{
    c->reg[REGISTER_PC] = c->reg[REGISTER_NEXT_PC];
}
static inline void context_set_tls(struct context *c, word_t v) { c->reg[REGISTER_TPIDR] = v; }
