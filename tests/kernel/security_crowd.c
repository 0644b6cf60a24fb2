/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Crowds and the victim, see security.h.
 */
#include "security.h"

#define PER_CALL 256            /* objects that one Retype makes */
#define VICTIM_BUDGET_US (VICTIM_US * 6 / 7)

word retype_many(word untyped, word type, word size_bits, word n)
{
    const word first = slots(n);
    for (word done = 0; done < n; done += PER_CALL) {
        const word count = n - done < PER_CALL ? n - done : PER_CALL;
        OK(Untyped_Retype(untyped, type, size_bits, CNODE, 0, 0, first + done, count));
    }
    return first;
}

void crowd_member(word tcb, word sc, word prio, struct sys call)
{
    word registers[ARCH_N_REGISTERS] = { 0 };
    registers[ARCH_REG_PC] = (word)arch_repeat;
    registers[ARCH_REG_ARG0] = call.cap;
    registers[ARCH_REG_INFO] = call.info;
    registers[ARCH_REG_REPLY] = call.reply;
    registers[ARCH_REG_SYSCALL] = (word)call.number;
    OK(TCB_SetSpace(tcb, seL4_CapNull, CNODE, 0, seL4_CapInitThreadVSpace, 0));
    OK(TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 0, prio, sc, seL4_CapNull));
    OK(write_registers(tcb, 1, ARCH_N_REGISTERS, registers));
}

word crowd_of(word n, struct sys call, word n_caps)
{
    const word tcb = retype_many(arena, seL4_TCBObject, 0, n);
    const word sc = retype_many(arena, seL4_SchedContextObject, 7, n);
    const word first_cap = call.cap;
    for (word i = 0; i < n; i++) {
        call.cap = first_cap + i % n_caps;
        OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc + i, 1000, 1000, 0, 0, 0));
        crowd_member(tcb + i, sc + i, HIGH, call);
        OK(TCB_SetPriority(tcb + i, seL4_CapInitThreadTCB, LOW));
    }
    return tcb;
}

/* --- the victim ------------------------------------------------------------------------------ */

static volatile word n_wakes, earliest, latest, last_wake;

/*
 * Phase against the first wake-up, moved up so that it is never negative. Each time it stays for
 * another while, so that it does not fall into step with what the attacker repeats.
 */
static void watch_clock(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysYield);
    const word base = now() - VICTIM_US * TICKS_PER_US;
    for (word due = base;; due += VICTIM_US * TICKS_PER_US) {
        last_wake = now();
        const word phase = last_wake - due;
        if (phase < earliest)
            earliest = phase;
        if (phase > latest)
            latest = phase;
        n_wakes = n_wakes + 1;
        while (now() - last_wake < n_wakes * 7919 % (8 * TICKS_PER_US))
            ;
        SYS(.number = seL4_SysYield);
    }
}

void victim_start(void)
{
    struct thread *t = thread_passive(HIGHER);
    const word sc = sc_of(VICTIM_BUDGET_US, VICTIM_US, 0, seL4_SchedContext_Sporadic);
    OK(SchedContext_Bind(sc, t->tcb));
    n_wakes = latest = 0;
    earliest = ~(word)0;
    thread_run(t, watch_clock);
    sleep_us(5 * VICTIM_US);        /* undisturbed wake-ups to compare with */
    n_wakes = 0;
}

word victim_wakes(void)
{
    return n_wakes;
}

word victim_due_after(word ticks)
{
    latest = earliest;
    return last_wake + (ticks / TICKS_PER_US / VICTIM_US + 1) * VICTIM_US * TICKS_PER_US;
}

word victim_worst_late(void)
{
    return latest - earliest;
}
