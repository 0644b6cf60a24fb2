/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Authority cannot be made up: addresses that lead to no capability do nothing, whatever they look
 * like, and memory that programs write to is never memory that the kernel believes.
 */
#include "security.h"

#ifdef CONFIG_DEBUG_BUILD
#define GUESSES 200             /* debug kernels print a line for each refusal */
#else
#define GUESSES 4000
#endif
#define PAGE 4096

static word seed;

static word random_word(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* --- addresses ------------------------------------------------------------------------------- */

#define SECRET ((word)0x123456789abcdef)

/* What an attacker may guess: small numbers, kernel addresses, one bit more or less, anything. */
static word guess(word i, word right)
{
    static const word bases[] = { 0, 0xffffffc080000000, 0xffffffff80200000, (word)1 << 63 };
    switch (i % 5) {
    case 0:  return i / 5;
    case 1:  return bases[i / 5 % 4] + (random_word() & 0xffffff8);
    case 2:  return right ^ (word)1 << (i / 5 % 64);
    case 3:  return right + i / 5 % 33 - 16;
    default: return random_word();
    }
}

/* A CSpace with one capability, badged so that a signal shows; its CNode has a guard of 60 bits. */
static word closed_cspace(struct thread *t, word n)
{
    const word c = CNODE_OF(4);
    OK(CNode_Mint(c, 5, 4, CNODE, n, DEPTH, ALL_RIGHTS, 7));
    OK(TCB_SetSpace(t->tcb, 0, c, GUARD(SECRET, 60), seL4_CapInitThreadVSpace, 0));
    return SECRET << 4 | 5;
}

/* Only one of 2^64 addresses is anything. */
static void guessed_addresses(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), right = closed_cspace(t, n);
    seed = 1;
    START(t, .number = seL4_SysNBSend, .cap = right);
    EQ(poll(n), 7);
    for (word i = 0; i < GUESSES; i++) {
        const word address = guess(i, right);
        START(t, .number = seL4_SysNBSend, .cap = address);
        EQ(poll(n), address == right ? 7 : 0);
    }
}

/* The same for operations on slots, at every depth: nothing comes out of, or into, another slot. */
static void guessed_slots(void)
{
    const word c = CNODE_OF(4), n = NOTIFICATION(), to = slot();
    OK(CNode_Copy(c, 5, 4, CNODE, n, DEPTH, ALL_RIGHTS));
    seed = 2;
    for (word i = 0; i < GUESSES; i++) {
        const word address = guess(i, 5), depth = i % 70;
        const bool right = depth == 4 && (address & 15) == 5;
        const word label = CNode_Copy(CNODE, to, DEPTH, c, address, depth, ALL_RIGHTS).label;
        EQ(label == seL4_NoError, right);
        EQ(slot_is_empty(to), !right);
        if (right)
            discard(to);
        if (depth != 4 || (address & 15) == 5)
            TRUE(CNode_Copy(c, address, depth, CNODE, n, DEPTH, ALL_RIGHTS).label);
    }
    for (word i = 0; i < 16; i++)
        EQ(CNode_Move(CNODE, to, DEPTH, c, i, 4).label == seL4_NoError, i == 5);
}

/* Capabilities named in a message are looked up in the sender's CSpace, and nowhere else. */
static void guessed_in_a_message(void)
{
    struct thread *t = thread_new(LOW), *receiver = thread_new(HIGH);
    const word ep = ENDPOINT(), to = slot(), c = CNODE_OF(4);
    OK(CNode_Copy(c, 5, 4, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(TCB_SetSpace(t->tcb, 0, c, GUARD(SECRET, 60), seL4_CapInitThreadVSpace, 0));
    seed = 3;
    for (word i = 0; i < GUESSES / 10; i++) {
        const word address = guess(i, SECRET << 4 | 5);
        if (address == (SECRET << 4 | 5))
            continue;
        receiver->buffer->receiveCNode = CNODE;
        receiver->buffer->receiveIndex = to;
        receiver->buffer->receiveDepth = DEPTH;
        t->buffer->caps_or_badges[0] = address;
        START(receiver, .number = seL4_SysWait, .cap = ep);
        START(t, .number = seL4_SysSend, .cap = SECRET << 4 | 5, .info = INFO(0, 1, 0));
        settle();
        if (receiver->done)             /* otherwise the sender has faulted */
            EQ(receiver->sys.info, INFO(0, 0, 0));
        TRUE(slot_is_empty(to));
    }
}

/* --- buffers --------------------------------------------------------------------------------- */

/* Two threads share a buffer. What the other one writes while a sender waits is delivered, but the
 * capabilities are the sender's: the other's addresses mean nothing in its CSpace. */
static void buffer_changed_while_waiting(void)
{
    struct thread *t = thread_new(HIGH), *receiver = thread_new(HIGH);
    const word ep = ENDPOINT(), other = NOTIFICATION(), to = slot(), c = CNODE_OF(4);
    OK(CNode_Copy(c, 5, 4, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(c, 6, 4, CNODE, NOTIFICATION(), DEPTH, ALL_RIGHTS));
    OK(TCB_SetSpace(t->tcb, 0, c, 60, seL4_CapInitThreadVSpace, 0));
    t->buffer->caps_or_badges[0] = 6;
    t->buffer->msg[4] = 1;
    START(t, .number = seL4_SysSend, .cap = 5, .info = INFO(0, 1, 5));
    FALSE(t->done);
    t->buffer->caps_or_badges[0] = other;
    t->buffer->msg[4] = 2;
    receiver->buffer->receiveCNode = CNODE;
    receiver->buffer->receiveIndex = to;
    receiver->buffer->receiveDepth = DEPTH;
    START(receiver, .number = seL4_SysWait, .cap = ep);
    EQ(receiver->sys.info, INFO(0, 0, 5));
    EQ(receiver->buffer->msg[4], 2);
    TRUE(slot_is_empty(to));
}

/* The memory of a waiting thread's buffer becomes a CNode: the message does not become slots. */
static void buffer_becomes_cnode(void)
{
    struct thread *receiver = thread_new(HIGH), *sender = thread_new(LOW);
    const word u = UNTYPED(12), frame = make_in(u, ARCH_FRAME_TYPE, 0), ep = ENDPOINT();
    const word to = slot();
    arch_map(arena, frame, ARCH_SCRATCH, true);
    OK(TCB_SetIPCBuffer(receiver->tcb, ARCH_SCRATCH, frame));
    START(receiver, .number = seL4_SysWait, .cap = ep);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    const word c = make_in(u, seL4_CapTableObject, 7);
    for (word i = 0; i < 120; i++)
        sender->buffer->msg[i] = ~(word)0;
    START(sender, .number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 120),
          .mr = { 1, 2, 3, 4 });
    settle();
    TRUE(receiver->done);
    EQ(receiver->sys.info, INFO(0, 0, 4));
    for (word i = 0; i < 128; i++)
        ERR(CNode_Move(CNODE, to, DEPTH, c, i, 7), FailedLookup, 1, seL4_MissingCapability, 7);
}

/* --- memory ---------------------------------------------------------------------------------- */

#define N_OBJECTS 160

static const unsigned char kinds[] = {
    ARCH_FRAME_TYPE, seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject,
    seL4_CapTableObject, seL4_SchedContextObject, ARCH_TABLE_TYPE, seL4_ReplyObject,
};

/* The object still is as if it had just been made. */
static void expect_fresh(word type, word cap)
{
    if (type == seL4_TCBObject) {
        const struct reply r = OK(TCB_ReadRegisters(cap, 0, ARCH_N_REGISTERS));
        for (word i = 0; i < ARCH_N_REGISTERS; i++)
            EQ(r.mr[i], arch_register_kept(i, 0));
    } else if (type == seL4_NotificationObject) {
        EQ(poll(cap), 0);
    } else if (type == seL4_CapTableObject) {
        for (word i = 0; i < 16; i++)
            TRUE(CNode_Move(cap, i, 4, cap, i, 4).label == seL4_FailedLookup);
    } else if (type == seL4_SchedContextObject) {
        ERR(SchedContext_YieldTo(cap), IllegalOperation);
    }
}

/* Objects of all kinds and frames, mixed; the frames are filled with ones. */
static void frames_never_alias_objects(void)
{
    const word u = UNTYPED(19), first = slots(N_OBJECTS);
    word type[N_OBJECTS], n_frames = 0;
    seed = 4;
    for (word i = 0; i < N_OBJECTS; i++) {
        type[i] = kinds[random_word() % sizeof kinds];
        const word bits = type[i] == seL4_CapTableObject ? 4 : 9;
        OK(Untyped_Retype(u, type[i], bits, CNODE, 0, 0, first + i, 1));
        if (type[i] != ARCH_FRAME_TYPE)
            continue;
        const word at = ARCH_SCRATCH + n_frames++ * PAGE;
        arch_map(arena, first + i, at, true);
        for (word j = 0; j < PAGE / 8; j++)
            ((word *)at)[j] = ~(word)0;
    }
    for (word i = 0; i < N_OBJECTS; i++)
        expect_fresh(type[i], first + i);
    for (word j = 0; j < n_frames * PAGE / 8; j++)
        if (~((word *)ARCH_SCRATCH)[j])
            FAIL("an object lies in a frame");
    TRUE(n_frames >= 10);
}

/* Memory with children cannot be had a second time, through no copy of the untyped. */
static void memory_in_use(void)
{
    const word u = UNTYPED(13), half = make_in(u, seL4_UntypedObject, 12), to = slot();
    const word c = make_in(half, seL4_CapTableObject, 7);
    ERR(Untyped_Retype(half, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, to, 1), NotEnoughMemory, 0);
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, half, DEPTH, ALL_RIGHTS), RevokeFirst);
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, u, DEPTH, ALL_RIGHTS), RevokeFirst);
    discard(half);                      /* its child is now the child of u */
    make_in(u, ARCH_FRAME_TYPE, 0);
    ERR(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, to, 1), NotEnoughMemory, 0);
    TRUE(slot_is_empty(to));
    discard(c);
}

/* Device memory never becomes an object of the kernel. */
static void device_memory(void)
{
    const word u = make_in(device_ram_cap, seL4_UntypedObject, 14), to = slot();
    for (word type = seL4_TCBObject; type <= seL4_ReplyObject; type++)
        ERR(Untyped_Retype(u, type, 9, CNODE, 0, 0, to, 1), InvalidArgument, 1);
    ERR(Untyped_Retype(u, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, to, 1), InvalidArgument, 1);
    const word inner = make_in(u, seL4_UntypedObject, 13);
    ERR(Untyped_Retype(inner, seL4_CapTableObject, 4, CNODE, 0, 0, to, 1), InvalidArgument, 1);
}

SUITE(security_forge,
    { "guessed-addresses", guessed_addresses },
    { "guessed-slots", guessed_slots },
    { "guessed-in-a-message", guessed_in_a_message },
    { "buffer-changed-while-waiting", buffer_changed_while_waiting },
    { "buffer-becomes-cnode", buffer_becomes_cnode },
    { "frames-never-alias-objects", frames_never_alias_objects },
    { "memory-in-use", memory_in_use },
    { "device-memory", device_memory },
);
