/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * TCB invocations on user registers: read, write, copy.
 */

#include "invocation.h"
#include "ipc.h"
#include "sched.h"
#include <abi/arch/registers.h>
#include <abi/invocations.h>

/* Flags in message word 0, see abi/invocations.h. */
#define READ_SUSPEND      1UL
#define WRITE_RESUME      1UL
#define COPY_SUSPEND      1UL
#define COPY_RESUME       2UL
#define COPY_FRAME        4UL
#define COPY_INTEGER      8UL

enum err tcb_read_registers(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBReadRegisters), INV_CAPS(TCBReadRegisters)))
        return fail_truncated(INV_WORDS(TCBReadRegisters), INV_CAPS(TCBReadRegisters));
    word_t count = m->word[1];
    if (count < 1 || count > N_USER_CONTEXT)
        return fail_range(1, N_USER_CONTEXT, "%lu registers: one to %lu can be read", count);
    if (t == current_thread())
        return fail_illegal("a thread cannot read its own registers");

    /* commit */
    if ((m->word[0] & READ_SUSPEND) != 0)
        thread_suspend(t);
    for (word_t i = 0; i < count; i++) {    /* at most N_USER_CONTEXT turns */
        LOOP(N_USER_CONTEXT, i);
        node.result.word[i] = context_user_word(&t->context, i);
    }
    node.result.count = count;
    return ERR_OK;
}

enum err tcb_write_registers(struct tcb *t, const struct message *m)
{
    word_t count = m->word[1];
    if (!message_has(m, INV_WORDS(TCBWriteRegisters), INV_CAPS(TCBWriteRegisters)))
        return fail_truncated(INV_WORDS(TCBWriteRegisters), INV_CAPS(TCBWriteRegisters));
    if (m->length - INV_WORDS(TCBWriteRegisters) < count)
        return fail_truncated(INV_WORDS(TCBWriteRegisters) + count, 0);
    if (t == current_thread())
        return fail_illegal("a thread cannot write its own registers");

    /* commit */
    word_t buffer = invocation_buffer();
    for (word_t i = 0; i < word_min(count, N_USER_CONTEXT); i++) {
        LOOP(N_USER_CONTEXT, i);
        word_t value = message_get_word(current_thread(), buffer,
                                        INV_WORDS(TCBWriteRegisters) + i);
        context_set_user_word(&t->context, i, value);
    }
    context_restart(&t->context);
    t->scan_ticket = 0;
    if ((m->word[0] & WRITE_RESUME) != 0)
        thread_resume(t);
    return ERR_OK;
}

/* Copy user-context registers first..end-1. At most N_USER_CONTEXT turns. */
static void copy(struct tcb *to, const struct tcb *from, word_t first, word_t end)
{
    for (word_t i = first; i < end; i++) {
        LOOP(N_USER_CONTEXT, i);
        context_set_user_word(&to->context, i, context_user_word(&from->context, i));
    }
}

enum err tcb_copy_registers(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBCopyRegisters), INV_CAPS(TCBCopyRegisters)))
        return fail_truncated(INV_WORDS(TCBCopyRegisters), INV_CAPS(TCBCopyRegisters));
    if (!cap_is(message_cap(m, 0), CAP_tcb))
        return fail_capability(1, "the source is not a thread", 0);
    struct tcb *source = tcb_at(cap_object(message_cap(m, 0)));
    word_t flags = m->word[0];

    /* commit */
    if ((flags & COPY_SUSPEND) != 0)
        thread_suspend(source);
    if ((flags & COPY_RESUME) != 0)
        thread_resume(t);
    copy(t, source, (flags & COPY_FRAME) != 0 ? 0 : N_USER_CONTEXT_FRAME,
         (flags & COPY_INTEGER) != 0 ? N_USER_CONTEXT : N_USER_CONTEXT_FRAME);
    t->scan_ticket = 0;
    if (t == current_thread())
        sched_reschedule();
    return ERR_OK;
}
