/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * User mode: what a program can do to the kernel, as the machine would do it for the program.
 *
 * The pretended user code lives in three registers: register 0 is the program counter, as always;
 * PC_OF_CALL and NUMBER say which system call stands at which address, so that a call the kernel
 * wants repeated is repeated.
 */

#include "node.h"
#include <abi/invocations.h>
#include <abi/syscalls.h>

#define USER_SYSCALL_(n, name, when) SYS_##name = (n),
enum system_call { SYSCALLS(USER_SYSCALL_) };

enum user_register { USER_NUMBER = 1, USER_PC_OF_CALL = 2 };

#define CALL_WORDS 12
struct call {
    enum system_call number;
    word_t cap, reply, dest;
    word_t label, n_words, n_caps;
    word_t word[CALL_WORDS];
    word_t caps[MSG_MAX_EXTRA_CAPS];
};

/* The invocation `label` of the capability at cptr, by Call; words and capabilities follow. */
struct call invocation(word_t cptr, word_t label);
void add_word(struct call *c, word_t word);
void add_cap(struct call *c, word_t cptr);

/* Words of the current thread's IPC buffer, if it has one. */
void set_buffer_word(word_t index, word_t value);

/* A page fault (address, status), or an exception (number, code). */
struct user_fault {
    bool exception, instruction;
    word_t a, b;
};
void user_enter_fault(const struct user_fault *f);

/* How a system call, a fault or an interrupt enters: host_system_call, user_enter_fault,
 * host_interrupt, or what a test has put in its place. */
extern void (*user_system_call)(word_t number);
extern void (*user_interrupt)(void);
extern void (*user_fault)(const struct user_fault *f);

/* Each enters the kernel once, as the current thread. */
void user_call(const struct call *c);
bool user_repeats(void);            /* the current thread is to make its last call again ... */
void user_repeat(void);             /* ... and does */
void user_vm_fault(word_t address, word_t status, bool instruction);
void user_exception(word_t number, word_t code);
void user_interrupted(void);

/* The current thread puts its own address into an FPU register, where it must find it again. */
void user_uses_fpu(void);

/* No call empties a slot below boot_end of the root CNode: survey.c starts there. */
void user_start(word_t boot_end);
/* The first slot of the root CNode behind all that boot has filled. */
word_t user_first_free_slot(word_t root_cnode);
