/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Invocations at random on a pool of capabilities that change places, are copied, moved into each
 * other's CNodes, revoked and deleted. Nothing is expected of a single one; the kernel has to
 * survive, and afterwards the arena must be whole again, which the harness checks after each test.
 *
 * All calls are NBSend, so the test neither blocks nor faults. Threads of the pool have no address
 * space that holds code: whoever is started faults at once. The root task's own TCB, SC and CNode
 * are invoked only in ways that hit the pool.
 */
#include "operations.h"

#define POOL 48
#ifdef CONFIG_DEBUG_BUILD
#define STEPS 800               /* debug kernels print a line for each refusal */
#else
#define STEPS 8000
#endif

static word seed, pool, small;

/* Xorshift; the high bits are the better ones. */
static word random(word n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 20) % n;
}

static word any(void)
{
    return pool + random(POOL);
}

static void nbsend(word cap, word label, word n, const word *words, word n_caps, const word *caps)
{
    struct sys call = { .number = seL4_SysNBSend, .cap = cap, .info = INFO(label, n_caps, n) };
    for (word i = 0; i < n; i++)
        if (i < 4)
            call.mr[i] = words[i];
        else
            root_buffer->msg[i] = words[i];
    for (word i = 0; i < n_caps; i++)
        root_buffer->caps_or_badges[i] = caps[i];
    arch_trap(&call);
}

static word depth_of(word root)
{
    return root == CNODE ? DEPTH : 1 + random(6);
}

/* A CNode operation within the pool, or between the pool and a CNode of it. */
static void cnode_step(void)
{
    const word label = CNodeRevoke + random(8), root = random(4) ? CNODE : any();
    const word source = random(4) ? CNODE : any(), pivot = random(4) ? CNODE : any();
    const word to = root == CNODE ? any() : random(64), depth = depth_of(root);
    const word from = source == CNODE ? any() : random(64), from_depth = depth_of(source);
    const word over = pivot == CNODE ? any() : random(64), over_depth = depth_of(pivot);
    const word data = random(2) ? 0 : random(70);
    if (label == CNodeRotate) {
        const word words[] = { to, depth, data, over, over_depth, data, from, from_depth };
        const word caps[] = { pivot, source };
        nbsend(root, label, 8, words, 2, caps);
    } else {
        const word words[] = { to, depth, from, from_depth, random(16), data };
        nbsend(root, label, label == CNodeMutate ? 5 : 6, words, 1, &source);
    }
}

static void retype_step(void)
{
    static const word types[] = {
        seL4_UntypedObject, seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject,
        seL4_CapTableObject, seL4_SchedContextObject, seL4_ReplyObject,
        ARCH_TYPES
    };
    const word type = types[random(sizeof types / sizeof *types)];
    const word bits = type == seL4_UntypedObject ? 9 + random(5)
                      : type == seL4_CapTableObject ? 1 + random(5) : 7 + random(3);
    const word words[] = { type, bits, 0, 0, any(), 1 + random(3) };
    const word root = CNODE;
    nbsend(random(2) ? small : any(), UntypedRetype, 6, words, 1, &root);
}

/* Any label on any capability of the pool, with others of the pool and small numbers. */
static void other_step(void)
{
    const word label = 1 + random(nArchInvocationLabels + 2);
    const word words[] = { random(3) * random(300), random(300), random(66), random(4) * 1000,
                           random(2), random(9) };
    const word caps[] = { any(), random(8) ? any() : CNODE,
                          random(4) ? any() : seL4_CapInitThreadVSpace };
    if (label >= CNodeRevoke && label <= CNodeRotate)
        cnode_step();
    else
        nbsend(any(), label, random(7), words, random(4), caps);
}

static void time_step(void)
{
    const word words[] = { 30 + random(500), 30 + random(3000), random(9), random(99), random(2) };
    const word sc = any();
    nbsend(SCHED_CONTROL, SchedControlConfigureFlags, 5, words, 1, &sc);
}

static void message_step(void)
{
    const word caps[] = { any(), any(), any() };
    root_buffer->receiveCNode = CNODE;
    root_buffer->receiveIndex = any();
    root_buffer->receiveDepth = DEPTH;
    nbsend(any(), random(9), 0, NULL, random(4), caps);
}

static void run(word first_seed)
{
    seed = first_seed * 0x9e3779b97f4a7c15 + 1;
    small = UNTYPED(20);
    pool = slots(POOL + 4);
    for (word i = 0; i < STEPS; i++) {
        switch (random(8)) {
        case 0:
        case 1:
            retype_step();
            break;
        case 2:
        case 3:
            cnode_step();
            break;
        case 4:
            time_step();
            break;
        case 5:
            message_step();
            break;
        default:
            other_step();
            break;
        }
        if (i % 200 == 199)
            sleep_us(300);
    }
}

#define CHAOS(n) static void seed_##n(void) { run(n); }
CHAOS(1) CHAOS(2) CHAOS(3) CHAOS(4) CHAOS(5) CHAOS(6)

SUITE(chaos,
    { "seed-1", seed_1 },
    { "seed-2", seed_2 },
    { "seed-3", seed_3 },
    { "seed-4", seed_4 },
    { "seed-5", seed_5 },
    { "seed-6", seed_6 },
);
