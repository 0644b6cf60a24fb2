/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * CSpace and IPC buffer of a thread: which guard counts, and what a buffer must be to be used.
 */
#include "operations.h"

static const word self = seL4_CapInitThreadTCB, vspace = seL4_CapInitThreadVSpace;

/* TCB operations with data 0 leave the guard of the capability as it is. */
static void configure_keeps_guard(void)
{
    struct thread *t = thread_new(HIGH);
    const word c = CNODE_OF(2), n = NOTIFICATION();
    OK(CNode_Copy(c, 2, 2, CNODE, n, DEPTH, ALL_RIGHTS));
    const word guarded = mint(c, ALL_RIGHTS, GUARD(3, 2));
    OK(TCB_Configure(t->tcb, guarded, 0, vspace, 0, (word)t->buffer, t->buffer_frame));
    START(t, .number = seL4_SysSend, .cap = (word)0xe << 60);
    EQ(poll(n), 0);
    START(t, .number = seL4_SysNBSend, .cap = (word)2 << 62);
    OK(TCB_Configure(t->tcb, guarded, GUARD(1, 1), vspace, 0, (word)t->buffer, t->buffer_frame));
    const word badged = mint(n, ALL_RIGHTS, 6);
    OK(CNode_Copy(c, 1, 2, CNODE, badged, DEPTH, ALL_RIGHTS));
    START(t, .number = seL4_SysSend, .cap = (word)5 << 61);
    EQ(poll(n), 6);
}

/* The buffer of the running thread itself, exchanged: the next call reads the new one. */
static void own_buffer(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), to = slots(2);
    seL4_IPCBuffer *const old = root_buffer;
    arch_map(arena, frame, ARCH_SCRATCH, true);
    struct reply r = TCB_SetIPCBuffer(self, ARCH_SCRATCH, frame);
    root_buffer = (seL4_IPCBuffer *)ARCH_SCRATCH;
    if (!r.label)
        r = CNode_Copy(CNODE, to, DEPTH, CNODE, frame, DEPTH, ALL_RIGHTS);
    const struct reply back = TCB_SetIPCBuffer(self, (word)old, seL4_CapInitThreadIPCBuffer);
    root_buffer = old;
    OK(r);
    OK(back);
    OK(CNode_Copy(CNODE, to + 1, DEPTH, CNODE, frame, DEPTH, ALL_RIGHTS));
    FALSE(slot_is_empty(to));
}

/* The buffer is found through the frame, whatever is mapped at its address. */
static void buffer_needs_no_mapping(void)
{
    struct thread *t = thread_new(HIGH);
    const word frame = make(ARCH_FRAME_TYPE, 0), ep = ENDPOINT();
    arch_map(arena, frame, ARCH_SCRATCH, true);
    OK(TCB_SetIPCBuffer(t->tcb, 0x123456789000 + 0x800, frame));
    START(t, .number = seL4_SysWait, .cap = ep);
    for (word i = 4; i < 10; i++)
        root_buffer->msg[i] = i * 3;
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(2, 0, 10));
    EQ(info_length(t->sys.info), 10);
    const seL4_IPCBuffer *b = (const seL4_IPCBuffer *)(ARCH_SCRATCH + 0x800);
    for (word i = 0; i < 4; i++)
        EQ(b->msg[i], 0);       /* words 0 to 3 never pass through a buffer */
    for (word i = 4; i < 10; i++)
        EQ(b->msg[i], i * 3);
    EQ(b->tag.words[0], 0);
}

/* A buffer that may only be read serves to send. */
static void read_only_buffer(void)
{
    struct thread *t = thread_new(HIGH);
    const word frame = make(ARCH_FRAME_TYPE, 0), ep = ENDPOINT();
    arch_map(arena, frame, ARCH_SCRATCH, true);
    ((seL4_IPCBuffer *)ARCH_SCRATCH)->msg[5] = 55;
    OK(TCB_SetIPCBuffer(t->tcb, 0, frame));
    OK(TCB_SetIPCBuffer(t->tcb, 0x400, mint(frame, R_READ, 0)));
    ((seL4_IPCBuffer *)(ARCH_SCRATCH + 0x400))->msg[5] = 66;
    START(t, .number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 6));
    struct sys got = SYS(.number = seL4_SysWait, .cap = ep);
    EQ(info_length(got.info), 6);
    EQ(root_buffer->msg[5], 66);
    START(t, .number = seL4_SysWait, .cap = ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 6));
    EQ(info_length(t->sys.info), 4);
    /* No access at all: not even to send. */
    OK(TCB_SetIPCBuffer(t->tcb, 0x400, mint(frame, 0, 0)));
    START(t, .number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 6));
    got = SYS(.number = seL4_SysWait, .cap = ep);
    EQ(info_length(got.info), 4);
}

/* An invocation by a thread without buffer sees four words and no capabilities. */
static void invocation_without_buffer(void)
{
    struct thread *t = thread_new(HIGH);
    const word to = slot();
    OK(TCB_SetIPCBuffer(t->tcb, 0, seL4_CapNull));
    START(t, .number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeCopy, 1, 5),
          .mr = { to, DEPTH, CNODE, DEPTH });
    EQ(info_label(t->sys.info), seL4_TruncatedMessage);
    /* A fifth error word is dropped. */
    START(t, .number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeDelete, 0, 2),
          .mr = { ~(word)0, DEPTH });
    EQ(info_label(t->sys.info), seL4_FailedLookup);
    EQ(info_length(t->sys.info), 4);
    EQ(t->sys.mr[1], seL4_GuardMismatch);
    START(t, .number = seL4_SysCall, .cap = TCB(), .info = INFO(TCBReadRegisters, 0, 2),
          .mr = { 0, ARCH_N_REGISTERS });
    EQ(info_label(t->sys.info), 0);
    EQ(info_length(t->sys.info), 4);
}

SUITE(tcb_space,
    { "configure-keeps-guard", configure_keeps_guard },
    { "own-buffer", own_buffer },
    { "buffer-needs-no-mapping", buffer_needs_no_mapping },
    { "read-only-buffer", read_only_buffer },
    { "invocation-without-buffer", invocation_without_buffer },
);
