/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Memory and registers carry nothing from one owner to the next: whatever objects a piece of
 * untyped memory held, who gets it afterwards finds zeros, in frames and in objects; and a message
 * brings its own words only.
 */
#include "security.h"

#define AT       ((volatile word *)ARCH_SCRATCH)
#define PAGE     4096
#define PATTERN  0x5ec2e75ec2e75ec2

/* `u`, of 2^bits bytes and without children, becomes pages; all of them must be zero. */
static void expect_zero(word u, word bits)
{
    const word n = (word)1 << (bits - 12), frame = retype_many(u, ARCH_FRAME_TYPE, 0, n);
    for (word i = 0; i < n; i++)
        arch_map(arena, frame + i, ARCH_SCRATCH + i * PAGE, true);
    for (word i = 0; i < n * PAGE / 8; i++)
        if (AT[i])
            EQ(AT[i], 0);
    OK(CNode_Revoke(CNODE, u, DEPTH));
}

static void fill(word u, word bits)
{
    const word n = (word)1 << (bits - 12), frame = retype_many(u, ARCH_FRAME_TYPE, 0, n);
    for (word i = 0; i < n; i++)
        arch_map(arena, frame + i, ARCH_SCRATCH + i * PAGE, true);
    for (word i = 0; i < n * PAGE / 8; i++)
        AT[i] = PATTERN + i;
    OK(CNode_Revoke(CNODE, u, DEPTH));
}

/* --- from objects to frames ------------------------------------------------------------------ */

static void after_frames(void)
{
    const word u = UNTYPED(14);
    fill(u, 14);
    expect_zero(u, 14);
}

static void after_cnode(void)
{
    const word u = UNTYPED(13), ep = ENDPOINT(), c = make_in(u, seL4_CapTableObject, 8);
    for (word i = 0; i < 256; i++)
        OK(CNode_Mint(c, i, 8, CNODE, ep, DEPTH, ALL_RIGHTS, PATTERN));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    expect_zero(u, 13);
}

/* Threads that ran, with registers, priorities, spaces and a queue through them. */
static void after_threads(void)
{
    const word bits = seL4_TCBBits + 4, u = UNTYPED(bits), ep = ENDPOINT(), n = 8;
    const word tcb = retype_many(u, seL4_TCBObject, 0, n);
    const word sc = retype_many(u, seL4_SchedContextObject, 9, n);
    for (word i = 0; i < n; i++) {
        OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc + i, 1000, 9000, 10, PATTERN, 0));
        crowd_member(tcb + i, sc + i, HIGH,
                     (struct sys){ .number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 4) });
    }
    OK(CNode_Revoke(CNODE, u, DEPTH));
    expect_zero(u, bits);
}

/* A thread that waits for a message in `u`, a signal pending there, a call answered by nobody. */
static void after_ipc_objects(void)
{
    const word u = UNTYPED(12), n = make_in(u, seL4_NotificationObject, 0);
    const word ep = make_in(u, seL4_EndpointObject, 0), reply = make_in(u, seL4_ReplyObject, 0);
    struct thread *t = thread_new(HIGH), *caller = thread_new(HIGH);
    OK(TCB_BindNotification(t->tcb, n));
    START(t, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    START(caller, .number = seL4_SysCall, .cap = ep);
    TRUE(t->done);
    signal(mint(n, ALL_RIGHTS, PATTERN));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    expect_zero(u, 12);
}

static void after_page_tables(void)
{
    const word u = UNTYPED(14), frame = make(ARCH_FRAME_TYPE, 0);
    for (word i = 0; i < 3; i++)
        arch_map(u, i ? copy(frame) : frame, ARCH_SCRATCH + (i << 21), true);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    expect_zero(u, 14);
}

/* All of it is free, as the error of a request that is too large tells. */
static bool unused(word untyped, word bits)
{
    return Untyped_Retype(untyped, seL4_UntypedObject, bits + 1, CNODE, 0, 0, slot(), 1).mr[0] ==
           (word)1 << bits;
}

/* What boot hands out: parts of the kernel that are needed no more, and memory nobody had. */
static void memory_of_boot(void)
{
    word looked_at = 0;
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (d->isDevice || d->sizeBits < 12 || d->sizeBits > 19 || !unused(i, d->sizeBits))
            continue;
        expect_zero(i, d->sizeBits);
        looked_at++;
    }
    TRUE(looked_at >= 1);
}

/* --- from frames to objects ------------------------------------------------------------------ */

static void new_thread_is_zero(void)
{
    const word u = UNTYPED(seL4_TCBBits + 1);
    fill(u, seL4_TCBBits + 1);
    const word tcb = make_in(u, seL4_TCBObject, 0), spare = make_in(u, seL4_TCBObject, 0);
    const struct reply r = OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS));
    EQ(r.length, ARCH_N_REGISTERS);
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        EQ(r.mr[i], arch_register_kept(i, 0));
    EQ(OK(TCB_SetFlags(spare, 0, 0)).mr[0], 0);
    /* No notification, no scheduling context is bound. */
    ERR(TCB_UnbindNotification(tcb), IllegalOperation);
    const word sc = sc_of(1000, 1000, 0, 0);
    OK(SchedContext_Bind(sc, tcb));
}

static void new_cnode_is_empty(void)
{
    const word u = UNTYPED(13), to = slot();
    fill(u, 13);
    const word c = make_in(u, seL4_CapTableObject, 8);
    for (word i = 0; i < 256; i++)
        ERR(CNode_Move(CNODE, to, DEPTH, c, i, 8), FailedLookup, 1, seL4_MissingCapability, 8);
}

static void new_ipc_objects_are_idle(void)
{
    const word u = UNTYPED(12), canary = 0x1234;
    fill(u, 12);
    const word ep = make_in(u, seL4_EndpointObject, 0), n = make_in(u, seL4_NotificationObject, 0);
    const word reply = make_in(u, seL4_ReplyObject, 0);
    EQ(poll(n), 0);
    EQ(SYS(.number = seL4_SysNBRecv, .cap = ep, .info = canary, .reply = reply).info, canary);
    SYS(.number = seL4_SysSend, .cap = reply);      /* answers nobody */
    struct thread *t = thread_new(HIGH);
    OK(TCB_BindNotification(t->tcb, n));
}

static void new_context_has_no_time(void)
{
    const word u = UNTYPED(12);
    fill(u, 12);
    const word sc = make_in(u, seL4_SchedContextObject, 12);
    EQ(OK(SchedContext_Consumed(sc)).mr[0], 0);
    ERR(SchedContext_YieldTo(sc), IllegalOperation);
    struct thread *t = thread_passive(HIGH);
    OK(SchedContext_Bind(sc, t->tcb));
    START(t, .number = seL4_SysYield);
    FALSE(t->done);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 1000, 1000, 0, 0, 0));
    TRUE(t->done);
}

/* The clearer is stopped in the middle, somebody else takes what is clean and what is not. */
static void stopped_while_clearing(void)
{
    const word u = UNTYPED(20), bits = 20, frames = slots(256);
    fill(u, bits);
    struct thread *t = thread_new(LOW);
    t->buffer->caps_or_badges[0] = CNODE;
    t->buffer->msg[4] = frames;
    t->buffer->msg[5] = 256;
    START(t, .number = seL4_SysCall, .cap = u, .info = INFO(UntypedRetype, 1, 6),
          .mr = { ARCH_FRAME_TYPE, 0, 0, 0 });
    sleep_us(100);
    OK(TCB_Suspend(t->tcb));
    FALSE(t->done);
    TRUE(slot_is_empty(frames));
    const word part = copy(u);                  /* a child: the memory is its own now */
    ERR(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frames, 1), NotEnoughMemory, 0);
    expect_zero(part, bits);
    OK(TCB_Resume(t->tcb));                     /* the same call again: nothing is left for it */
    settle();
    EQ(info_label(t->sys.info), seL4_NotEnoughMemory);
}

/* --- messages -------------------------------------------------------------------------------- */

/* Words behind the end of a message, and registers it does not use, are the receiver's own. */
static void message_brings_its_words_only(void)
{
    struct thread *sender = thread_new(LOW), *receiver = thread_new(HIGH);
    const word ep = ENDPOINT();
    for (word length = 0; length <= 8; length++) {
        for (word i = 0; i < 120; i++) {
            receiver->buffer->msg[i] = 0xc0 + i;
            sender->buffer->msg[i] = PATTERN;
        }
        START(receiver, .number = seL4_SysWait, .cap = ep, .mr = { 0xa0, 0xa1, 0xa2, 0xa3 });
        START(sender, .number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, length),
              .mr = { PATTERN, PATTERN, PATTERN, PATTERN });
        settle();
        TRUE(receiver->done);
        for (word i = length; i < 4; i++)
            EQ(receiver->sys.mr[i], 0xa0 + i);
        for (word i = length < 4 ? 4 : length; i < 120; i++)
            EQ(receiver->buffer->msg[i], 0xc0 + i);
    }
}

/* The answer of a kernel object: registers beyond its length still hold what the caller asked. */
static void answer_brings_its_words_only(void)
{
    const word sc = sc_of(1000, 1000, 0, 0), tcb = TCB();
    const struct sys consumed =
        SYS(.number = seL4_SysCall, .cap = sc, .info = INFO(SchedContextConsumed, 0, 4),
            .mr = { 1, 0xb1, 0xb2, 0xb3 });
    EQ(info_length(consumed.info), 1);
    for (word i = 1; i < 4; i++)
        EQ(consumed.mr[i], 0xb0 + i);
    for (word i = 0; i < 120; i++)
        root_buffer->msg[i] = 0xd0 + i;
    const struct reply r = OK(TCB_ReadRegisters(tcb, 0, 6));
    EQ(r.length, 6);
    for (word i = 6; i < REPLY_WORDS; i++)
        EQ(r.mr[i], 0xd0 + i);
}

/* Boot information: behind what it says there is nothing. */
static void boot_information(void)
{
    const unsigned char *page = (const unsigned char *)boot_info;
    for (word i = sizeof *boot_info; i < PAGE; i++)
        EQ(page[i], 0);
    for (word i = 0; i < CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS; i++) {
        const unsigned char *d = (const unsigned char *)&boot_info->untypedList[i];
        const bool used = i < boot_info->untyped.end - boot_info->untyped.start;
        for (word j = used ? 10 : 0; j < sizeof(seL4_UntypedDesc); j++)
            EQ(d[j], 0);
    }
    const word pages = boot_info->extraBIPages.end - boot_info->extraBIPages.start;
    for (word i = boot_info->extraLen; i < pages * PAGE; i++)
        EQ(page[PAGE + i], 0);
}

SUITE(security_clean,
    { "after-frames", after_frames },
    { "after-cnode", after_cnode },
    { "after-threads", after_threads },
    { "after-ipc-objects", after_ipc_objects },
    { "after-page-tables", after_page_tables },
    { "memory-of-boot", memory_of_boot },
    { "new-thread-is-zero", new_thread_is_zero },
    { "new-cnode-is-empty", new_cnode_is_empty },
    { "new-ipc-objects-are-idle", new_ipc_objects_are_idle },
    { "new-context-has-no-time", new_context_has_no_time },
    { "stopped-while-clearing", stopped_while_clearing },
    { "message-brings-its-words-only", message_brings_its_words_only },
    { "answer-brings-its-words-only", answer_brings_its_words_only },
    { "boot-information", boot_information },
);
