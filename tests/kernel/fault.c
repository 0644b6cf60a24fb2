/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Faults: delivery, answers, and what becomes of a faulter whose handler is missing, busy, passive
 * or gone. The fault is an unknown system call; what each kind of fault carries is in arch/.
 */
#include "operations.h"

#define RECV(t, ep, r)  START(t, .number = seL4_SysRecv, .cap = ep, .reply = r)
#define UNKNOWN         (-1000L)

static struct thread *faulter, *handler;
static word ep, reply;

static void setup(void)
{
    faulter = thread_new(HIGH);
    handler = thread_new(HIGHER);
    ep = ENDPOINT();
    reply = REPLY();
    thread_set_fault_endpoint(faulter, mint(ep, ALL_RIGHTS, 0x66));
}

static void fault(void)
{
    START(faulter, .number = UNKNOWN, .cap = 0xa0, .info = 0xa1);
}

static void answer(word info)
{
    START(handler, .number = seL4_SysSend, .cap = reply, .info = info);
}

/* The answer of `t` that sends the faulter past its instruction, other registers unchanged. */
static void answer_past(struct thread *t, word caps)
{
    struct sys call = { .number = seL4_SysSend, .cap = reply,
                        .info = INFO(0, caps, seL4_UnknownSyscall_FaultIP + 1) };
    for (word i = 0; i < 4; i++)
        call.mr[i] = t->sys.mr[i];
    const word past = (word)arch_trap_ecall + ARCH_SYSCALL_BYTES;
    if (seL4_UnknownSyscall_FaultIP < 4)
        call.mr[seL4_UnknownSyscall_FaultIP & 3] = past;
    else
        t->buffer->msg[seL4_UnknownSyscall_FaultIP] = past;
    thread_sys(t, call);
}

static void to_waiting_handler(void)
{
    setup();
    RECV(handler, ep, reply);
    fault();
    TRUE(handler->done);
    EQ(handler->sys.cap, 0x66);
    EQ(info_label(handler->sys.info), seL4_Fault_UnknownSyscall);
    EQ(info_caps(handler->sys.info), 0);
    EQ(info_unwrapped(handler->sys.info), 0);
    FALSE(faulter->done);
}

static void to_busy_handler(void)
{
    setup();
    fault();
    struct thread *other = thread_new(HIGHER);
    thread_set_fault_endpoint(other, mint(ep, ALL_RIGHTS, 0x67));
    START(other, .number = UNKNOWN);
    RECV(handler, ep, reply);
    EQ(handler->sys.cap, 0x67);     /* by priority of the faulters */
    const word second = REPLY();
    RECV(handler, ep, second);
    EQ(handler->sys.cap, 0x66);
}

/* An empty answer with label 0 lets the thread repeat the instruction: it faults again. */
static void restart_repeats(void)
{
    setup();
    for (word i = 0; i < 3; i++) {
        RECV(handler, ep, reply);
        if (i == 0)
            fault();
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_UnknownSyscall);
        answer(INFO(0, 0, 0));
    }
}

static void other_label_stops(void)
{
    setup();
    RECV(handler, ep, reply);
    fault();
    answer(INFO(seL4_Fault_UnknownSyscall, 0, 0));
    RECV(handler, ep, reply);
    settle();
    FALSE(handler->done);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
}

/* Without handler the thread stops; it can be resumed, or sent past the instruction. */
static void no_handler(void)
{
    faulter = thread_new(HIGH);
    fault();
    settle();
    FALSE(faulter->done);
    const struct reply r = OK(TCB_ReadRegisters(faulter->tcb, 0, 1));
    EQ(r.mr[0], arch_trap_ecall);
    OK(TCB_Resume(faulter->tcb));
    FALSE(faulter->done);
    const word past = r.mr[0] + ARCH_SYSCALL_BYTES;
    OK(write_registers(faulter->tcb, 1, 1, &past));
    TRUE(faulter->done);
    EQ(faulter->sys.cap, 0xa0);
}

/* Resume without an answer repeats the instruction; a late answer does nothing. */
static void resume_instead_of_answer(void)
{
    setup();
    RECV(handler, ep, reply);
    fault();
    const word second = REPLY();
    RECV(handler, ep, second);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
    SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(0, 0, 0));
    settle();
    FALSE(faulter->done);
    const word past = (word)arch_trap_ecall + ARCH_SYSCALL_BYTES;
    OK(write_registers(faulter->tcb, 1, 1, &past));
    TRUE(faulter->done);
}

/* While the thread waits for its handler its registers can be read. */
static void registers_of_a_faulter(void)
{
    setup();
    RECV(handler, ep, reply);
    fault();
    EQ(OK(TCB_ReadRegisters(faulter->tcb, 0, 1)).mr[0], arch_trap_ecall);
}

/* A passive handler runs on the faulter's time and returns it with the answer. */
static void passive_handler(void)
{
    setup();
    struct thread *p = thread_passive(HIGHER);
    START_PASSIVE(p, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    fault();
    TRUE(p->done);
    EQ(p->sys.cap, 0x66);
    ERR(SchedContext_UnbindObject(faulter->sc, faulter->tcb), IllegalOperation);
    answer_past(p, 0);
    TRUE(faulter->done);
    OK(SchedContext_UnbindObject(faulter->sc, faulter->tcb));
}

/* Who receives without a Reply object leaves the faulter stopped. */
static void handler_without_reply_object(void)
{
    setup();
    START(handler, .number = seL4_SysWait, .cap = ep);
    fault();
    TRUE(handler->done);
    settle();
    FALSE(faulter->done);
    START(handler, .number = seL4_SysWait, .cap = ep);
    FALSE(handler->done);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
}

static void reply_object_deleted(void)
{
    setup();
    RECV(handler, ep, reply);
    fault();
    discard(reply);
    settle();
    FALSE(faulter->done);
    START(handler, .number = seL4_SysWait, .cap = ep);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
}

/* The TCB's copy counts, not the slot it came from; replaced or cleared it counts at once. */
static void handler_replaced(void)
{
    setup();
    const word other = ENDPOINT();
    thread_set_fault_endpoint(faulter, other);
    RECV(handler, other, reply);
    fault();
    TRUE(handler->done);
    OK(TCB_SetSchedParams(faulter->tcb, seL4_CapInitThreadTCB, 0, HIGH, faulter->sc, ep));
    RECV(handler, ep, reply);
    fault();
    TRUE(handler->done);
    OK(TCB_SetSchedParams(faulter->tcb, seL4_CapInitThreadTCB, 0, HIGH, faulter->sc, 0));
    RECV(handler, ep, reply);
    fault();
    FALSE(handler->done);
}

/* A queued fault whose badge is cancelled, or whose endpoint dies, leaves the thread stopped. */
static void cancelled_fault(void)
{
    setup();
    const word badged = mint(ep, ALL_RIGHTS, 0x70);
    thread_set_fault_endpoint(faulter, badged);
    fault();
    OK(CNode_CancelBadgedSends(CNODE, badged, DEPTH));
    RECV(handler, ep, reply);
    settle();
    FALSE(handler->done);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
}

static void suspended_faulter(void)
{
    setup();
    fault();
    OK(TCB_Suspend(faulter->tcb));
    RECV(handler, ep, reply);
    FALSE(handler->done);
    OK(TCB_Resume(faulter->tcb));
    TRUE(handler->done);
}

/* A fault that was cancelled is over: what the thread sends next is a message of its own. */
static void cancelled_fault_is_over(void)
{
    setup();
    const word other = ENDPOINT();
    for (word i = 0; i < 2; i++) {
        fault();
        if (i)
            OK(TCB_Suspend(faulter->tcb));
        START(faulter, .number = seL4_SysSend, .cap = other, .info = INFO(0x99, 0, 1), .mr = { 3 });
        const struct sys got = SYS(.number = seL4_SysNBWait, .cap = other);
        EQ(got.info, INFO(0x99, 0, 1));
        EQ(got.mr[0], 3);
        TRUE(faulter->done);
    }
}

/* GrantReply alone is enough to be answered, and capabilities in the answer are ignored. */
static void weak_handler_capability(void)
{
    setup();
    thread_set_fault_endpoint(faulter, mint(ep, R_WRITE | R_GRANTREPLY, 0x71));
    RECV(handler, ep, reply);
    fault();
    EQ(handler->sys.cap, 0x71);
    handler->buffer->caps_or_badges[0] = CNODE;
    answer_past(handler, 1);
    TRUE(faulter->done);
}

/* A handler without buffer gets the first four words. */
static void handler_without_buffer(void)
{
    setup();
    OK(TCB_SetIPCBuffer(handler->tcb, 0, seL4_CapNull));
    RECV(handler, ep, reply);
    fault();
    EQ(info_length(handler->sys.info), 4);
    RECV(handler, ep, reply);
    START(faulter, .number = seL4_SysSend, .cap = ~(word)0);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
    EQ(info_length(handler->sys.info), 4);
    EQ(handler->sys.mr[1], ~(word)0);
}

/* Numbers that exist only in other configurations are unknown here. */
static void absent_numbers(void)
{
    setup();
    static const long absent[] = {
        0, 1, 1000, -18, -19, -20, -24, -28, -29, -32, -33, -34, -1000, ARCH_ABSENT_NUMBERS
#ifndef CONFIG_DEBUG_BUILD
        -12, -13, -14, -15, -16, -17,
#endif
#ifndef CONFIG_ENABLE_BENCHMARKS
        -21, -22, -23, -25, -26, -27,
#endif
    };
    for (word i = 0; i < sizeof absent / sizeof *absent; i++) {
        RECV(handler, ep, reply);
        START(faulter, .number = absent[i]);
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_UnknownSyscall);
        EQ(info_length(handler->sys.info), seL4_UnknownSyscall_Length);
        EQ(handler->buffer->msg[seL4_UnknownSyscall_Syscall], absent[i]);
        OK(TCB_Suspend(faulter->tcb));
    }
}

SUITE(fault,
    { "to-waiting-handler", to_waiting_handler },
    { "to-busy-handler", to_busy_handler },
    { "restart-repeats", restart_repeats },
    { "other-label-stops", other_label_stops },
    { "no-handler", no_handler },
    { "resume-instead-of-answer", resume_instead_of_answer },
    { "registers-of-a-faulter", registers_of_a_faulter },
    { "passive-handler", passive_handler },
    { "handler-without-reply-object", handler_without_reply_object },
    { "reply-object-deleted", reply_object_deleted },
    { "handler-replaced", handler_replaced },
    { "cancelled-fault", cancelled_fault },
    { "suspended-faulter", suspended_faulter },
    { "cancelled-fault-is-over", cancelled_fault_is_over },
    { "weak-handler-capability", weak_handler_capability },
    { "handler-without-buffer", handler_without_buffer },
    { "absent-numbers", absent_numbers },
);
