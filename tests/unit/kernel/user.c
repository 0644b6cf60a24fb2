/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What happens between a program's instruction and the kernel's entry: registers and buffer are
 * filled, the program counters set as trap code does.
 *
 * Some calls are replaced by one without effect: those that stop the machine on purpose, and those
 * that would empty a slot of the boot (the capability lists start there).
 */

#include "user.h"
#include "cspace.h"
#include "debug.h"
#include "invocation.h"
#include "ipc.h"
#include "survey.h"
#include <arch/fastpath.h>
#include <arch/machine.h>
#include <stdio.h>

#define ECALL_BYTES 4
#define EXCEPTION_FPU 2

static word_t boot_slots;

void user_start(word_t boot_end) { boot_slots = boot_end; }

word_t user_first_free_slot(word_t root_cnode)
{
    word_t last = 0;
    for (word_t i = 0; i < SHARED_SLOTS; i++)
        if (!slot_is_empty(slot_at(root_cnode) + i))
            last = i;
    return last + 1;
}

struct call invocation(word_t cptr, word_t label)
{
    return (struct call){.number = SYS_Call, .cap = cptr, .label = label};
}

void add_word(struct call *c, word_t word) { c->word[c->n_words++] = word; }
void add_cap(struct call *c, word_t cptr) { c->caps[c->n_caps++] = cptr; }

void set_buffer_word(word_t index, word_t value)
{
    word_t buffer = ipc_buffer_for_reading(current_thread());
    if (buffer != 0)
        buffer_set_word(buffer, index, value);
}

/* --------------------------------------------------------------------- what must not happen */

/* The slot that a CNode operation would use, or 0. As spec'd, not as cspace.c does it. */
static word_t slot_of(struct cap c, word_t index, word_t bits)
{
    while (cap_is(c, CAP_cnode) && bits >= 1 && bits <= WORD_BITS) {
        word_t used = cnode_cap_guard_size(c) + cnode_cap_radix(c);
        if (used > bits)
            return 0;
        bits -= used;
        word_t i = (index >> bits) & mask(cnode_cap_radix(c));
        struct slot *s = slot_at(cap_object(c)) + i;
        if (bits == 0)
            return slot_addr(s);
        c = s->cap;
    }
    return 0;
}

static bool is_boot_slot(word_t slot)
{
    return slot != 0 && slot - survey_root_cnode() < boot_slots << SLOT_BITS;
}

/* Extra capability i of the current thread's message. */
static struct cap extra(struct tcb *t, word_t i)
{
    word_t buffer = ipc_buffer_for_reading(t);
    word_t s = buffer != 0 ? cspace_lookup(t, buffer_word(buffer, IPC_BUFFER_CAPS + i)) : 0;
    return s != 0 ? slot_at(s)->cap : cap_null();
}

static bool empties_boot_slot(struct tcb *t, word_t cptr)
{
    word_t s = cspace_lookup(t, cptr);
    if (s == 0 || !cap_is(slot_at(s)->cap, CAP_cnode))
        return false;
    word_t buffer = ipc_buffer_for_reading(t);
    word_t w[8];
    for (word_t i = 0; i < 8; i++)
        w[i] = i < MSG_REGISTERS ? context_mr(&t->context, i)
                                 : buffer != 0 ? buffer_word(buffer, IPC_BUFFER_MSG + i) : 0;
    switch (message_info_label(message_info_of(t))) {
    case CNodeDelete:
        return is_boot_slot(slot_of(slot_at(s)->cap, w[0], w[1]));
    case CNodeMove:
    case CNodeMutate:
        return is_boot_slot(slot_of(extra(t, 0), w[2], w[3]));
    case CNodeRotate:
        return is_boot_slot(slot_of(extra(t, 0), w[3], w[4])) ||
               is_boot_slot(slot_of(extra(t, 1), w[6], w[7]));
    default:
        return false;
    }
}

static enum system_call permitted(struct tcb *t, word_t number)
{
    word_t cptr = context_cap(&t->context);
    switch ((enum system_call)number) {
    case SYS_DebugHalt:
    case SYS_DebugNameThread:
        return SYS_Yield;
    case SYS_Call:
    case SYS_Send:
    case SYS_NBSend:
        return empties_boot_slot(t, cptr) ? SYS_Yield : (enum system_call)number;
    default:
        return (enum system_call)number;
    }
}

/* ----------------------------------------------------------------------------- entries */

void (*user_system_call)(word_t number) = host_system_call;

static void make_call(struct tcb *t)
{
    enum system_call number = permitted(t, t->context.reg[USER_NUMBER]);
    if (message_info_label(message_info_of(t)) == SchedControlConfigureFlags)
        invariants_budgets_may_change = true;
    if (number == SYS_ReplyRecv || number == SYS_NBSendRecv || number == SYS_NBSendWait)
        invariants_second_half = true;
    if (message_info_label(message_info_of(t)) == DomainSetSet)
        invariants_domain_was_set = true;
    t->context.reg[0] = t->context.next_pc;
    t->context.next_pc += ECALL_BYTES;
    user_system_call((word_t)number);
}

void user_call(const struct call *c)
{
    struct tcb *t = current_thread();
    struct context *ctx = &t->context;
    ctx->cap = c->cap;
    ctx->reply = c->reply;
    ctx->dest = c->dest;
    ctx->info = c->label << 12 | c->n_caps << 7 | c->n_words;
    for (word_t i = 0; i < c->n_words && i < CALL_WORDS; i++) {
        if (i < MSG_REGISTERS)
            ctx->mr[i] = c->word[i];
        else
            set_buffer_word(IPC_BUFFER_MSG + i, c->word[i]);
    }
    for (word_t i = 0; i < c->n_caps && i < MSG_MAX_EXTRA_CAPS; i++)
        set_buffer_word(IPC_BUFFER_CAPS + i, c->caps[i]);
    ctx->reg[USER_NUMBER] = (word_t)c->number;
    ctx->reg[USER_PC_OF_CALL] = ctx->next_pc;
    make_call(t);
}

bool user_repeats(void)
{
    const struct context *ctx = &current_thread()->context;
    return ctx->next_pc != 0 && ctx->next_pc == ctx->reg[USER_PC_OF_CALL];
}

void user_repeat(void)
{
    make_call(current_thread());
}

static void trap_here(void)
{
    struct context *ctx = &current_thread()->context;
    ctx->reg[0] = ctx->next_pc;
}

void user_enter_fault(const struct user_fault *f)
{
    if (f->exception)
        entry_user_exception(f->a, f->b);
    else
        entry_fault_vm(f->a, f->b, f->instruction);
}

void (*user_fault)(const struct user_fault *f) = user_enter_fault;

void user_vm_fault(word_t address, word_t status, bool instruction)
{
    trap_here();
    user_fault(&(struct user_fault){ .a = address, .b = status, .instruction = instruction });
}

void user_exception(word_t number, word_t code)
{
    trap_here();
    user_fault(&(struct user_fault){ .exception = true, .a = number, .b = code });
}

void (*user_interrupt)(void) = host_interrupt;

void user_interrupted(void)
{
    trap_here();
    user_interrupt();
}

void user_uses_fpu(void)
{
    const struct tcb *t = current_thread();
    const word_t mine = (t->fpu.used | t->fpu.f[0]) != 0 ? tcb_addr(t) : 0;
    word_t value = tcb_addr(t);
    if (!host_use_fpu(&value))
        user_exception(EXCEPTION_FPU, 0);
    else if (value != mine)
        kernel_fatal("the FPU holds other registers than the current thread's");
}
