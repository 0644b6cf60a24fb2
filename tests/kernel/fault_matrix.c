/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Each kind of fault with each thing that can happen to it on its way: no handler, a handler that
 * waits or comes late, an endpoint that goes away, an answer, no answer, other ways out.
 *
 * The faulter repeats what it did when it is restarted, so that a restart shows as a second fault.
 */
#include "operations.h"

enum kind { CAP_FAULT, UNKNOWN_CALL, EXCEPTION, PAGE_FAULT, TIMEOUT, N_KINDS };

static const word labels[] = {
    seL4_Fault_CapFault, seL4_Fault_UnknownSyscall, seL4_Fault_UserException, seL4_Fault_VMFault,
    seL4_Fault_Timeout,
};

static enum kind kind;
static struct thread *faulter, *handler;
static word ep, badged, reply, later, tcb;

static void make_fault(struct thread *t)
{
    switch (kind) {
    case CAP_FAULT:
        SYS(.number = seL4_SysSend, .cap = ~(word)0);
        break;
    case UNKNOWN_CALL:
        SYS(.number = -1000);
        break;
    case EXCEPTION:
        __asm__ volatile(ARCH_NO_INSTRUCTION);
        break;
    case PAGE_FAULT:
        t->arg[0] = *(volatile word *)ARCH_SCRATCH;
        break;
    default:
        for (;;)
            t->arg[0] = t->arg[0] + 1;
    }
}

static void set_handler(word cap)
{
    OK(TCB_SetSpace(tcb, kind == TIMEOUT ? seL4_CapNull : cap, CNODE, 0,
                    seL4_CapInitThreadVSpace, 0));
    OK(TCB_SetTimeoutEndpoint(tcb, kind == TIMEOUT ? cap : seL4_CapNull));
}

/* A faulter that has not begun yet, and a handler that does not wait yet. */
static void fresh(void)
{
    ep = ENDPOINT();
    badged = mint(ep, ALL_RIGHTS, 0x1234);
    reply = REPLY();
    later = REPLY();
    OK(TCB_Suspend(tcb));
    OK(SchedContext_Unbind(faulter->sc));
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, faulter->sc, 100, 1000, 0, 0xb, 0));
    OK(SchedContext_Bind(faulter->sc, tcb));
    set_handler(badged);
}

static void await(word with)
{
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = with);
}

static void fault(void)
{
    thread_run(faulter, make_fault);
    if (kind == TIMEOUT)
        sleep_us(300);
    FALSE(faulter->done);
}

static void pause(void)
{
    sleep_us(kind == TIMEOUT ? 3000 : 200);
}

static void expect_fault(void)
{
    pause();
    TRUE(handler->done);
    EQ(handler->sys.cap, 0x1234);
    EQ(info_label(handler->sys.info), labels[kind]);
}

static void expect_none(void)
{
    pause();
    FALSE(handler->done);
    FALSE(faulter->done);
}

static void answer(word info)
{
    SYS(.number = seL4_SysSend, .cap = reply, .info = info);
}

/* The handler got the fault with `reply`, and waits for the next with `later`. */
static void in_handler_s_hands(void)
{
    fresh();
    await(reply);
    fault();
    expect_fault();
    await(later);
    expect_none();
}

static void resume_faults_again(void)
{
    OK(TCB_Resume(tcb));
    expect_fault();
}

/* --- what happens to it ---------------------------------------------------------------------- */

static void no_handler(void)
{
    fresh();
    set_handler(seL4_CapNull);
    await(reply);
    fault();
    expect_none();
    OK(TCB_Resume(tcb));
    expect_none();
    set_handler(badged);
    resume_faults_again();
}

static void queued(void)
{
    fresh();
    fault();
    await(reply);
    expect_fault();
}

static void queued_endpoint_deleted(void)
{
    fresh();
    fault();
    discard(badged);
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    discard(ep);
    const word old = ep;
    ep = ENDPOINT();
    badged = mint(ep, ALL_RIGHTS, 0x1234);
    TRUE(slot_is_empty(old));
    set_handler(badged);
    await(reply);
    expect_none();
    resume_faults_again();
}

static void queued_and_cancelled(void)
{
    fresh();
    fault();
    OK(CNode_CancelBadgedSends(CNODE, badged, DEPTH));
    await(reply);
    expect_none();
    resume_faults_again();
}

static void queued_handler_replaced(void)
{
    fresh();
    fault();
    set_handler(seL4_CapNull);
    discard(badged);
    await(reply);
    expect_fault();
}

static void handler_revoked(void)
{
    fresh();
    OK(CNode_Revoke(CNODE, ep, DEPTH));     /* takes the copy in the TCB */
    await(reply);
    fault();
    expect_none();
}

static void received_without_reply(void)
{
    fresh();
    START(handler, .number = seL4_SysWait, .cap = ep);
    fault();
    expect_fault();
    await(reply);
    expect_none();
    resume_faults_again();
}

static void answered_with(word label)
{
    const bool any_label = kind == CAP_FAULT || kind == PAGE_FAULT;
    in_handler_s_hands();
    answer(INFO(label, 0, 0));
    if (label == 0 || any_label)
        expect_fault();
    else
        expect_none();
}

static void answered(void)
{
    answered_with(0);
    answered_with(1);
    answered_with(labels[kind]);
}

static void reply_deleted(void)
{
    in_handler_s_hands();
    discard(reply);
    expect_none();
    resume_faults_again();
}

static void resumed(void)
{
    in_handler_s_hands();
    resume_faults_again();
    answer(INFO(0, 0, 0));                  /* too late */
    await(reply);
    expect_none();
}

static void suspended(void)
{
    in_handler_s_hands();
    OK(TCB_Suspend(tcb));
    answer(INFO(0, 0, 0));
    expect_none();
    resume_faults_again();
}

static void priority_lowered(void)
{
    in_handler_s_hands();
    OK(TCB_SetPriority(tcb, seL4_CapInitThreadTCB, LOW));
    answer(INFO(0, 0, 0));
    expect_fault();
    OK(TCB_SetPriority(tcb, seL4_CapInitThreadTCB, HIGH));
}

static void deleted(void)
{
    in_handler_s_hands();
    discard(tcb);
    answer(INFO(0, 0, 0));
    expect_none();
}

static void all_of(enum kind of)
{
    kind = of;
    faulter = thread_new(HIGH);
    handler = thread_new(HIGHER);
    tcb = faulter->tcb;
    no_handler();
    queued();
    queued_endpoint_deleted();
    queued_and_cancelled();
    queued_handler_replaced();
    handler_revoked();
    received_without_reply();
    answered();
    reply_deleted();
    resumed();
    suspended();
    priority_lowered();
    deleted();
}

static void cap_fault(void) { all_of(CAP_FAULT); }
static void unknown_call(void) { all_of(UNKNOWN_CALL); }
static void exception(void) { all_of(EXCEPTION); }
static void page_fault(void) { all_of(PAGE_FAULT); }
static void timeout(void) { all_of(TIMEOUT); }

SUITE(fault_matrix,
    { "cap-fault", cap_fault },
    { "unknown-syscall", unknown_call },
    { "user-exception", exception },
    { "page-fault", page_fault },
    { "timeout", timeout },
);
