/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The registers of a thread: the order of the user context, what system calls preserve, how a
 * thread starts. The code under test is in probes.S; it dumps all registers to memory.
 */
#include "operations.h"
#include "probes.h"

word register_dump[32];

/* Registers x1..x31 in the order of the user context from index 1 on. */
static const unsigned char order[] = {
    0,                                                      /* pc */
    1, 2, 3, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,  /* ra sp gp s0..s11 */
    10, 11, 12, 13, 14, 15, 16, 17,                         /* a0..a7 */
    5, 6, 7, 28, 29, 30, 31,                                /* t0..t6 */
    4,                                                      /* tp */
};

static void written_registers_arrive(void)
{
    struct thread *t = thread_new(HIGH);
    word values[32];
    for (word i = 1; i < 32; i++)
        values[i] = 0xabcd000000000000 + i * 0x101;
    values[0] = (word)registers_dump_and_stop;
    for (word i = 0; i < 32; i++)
        register_dump[i] = 0;
    OK(write_registers(t->tcb, 1, 32, values));
    /* x31 is the register that the dump itself uses for its address. */
    for (word i = 1; i < 32; i++)
        if (order[i] != 31)
            EQ(register_dump[order[i]], values[i]);
}

/* Through a system call that blocks and is answered: everything but a0..a5 stays. */
static void receive_preserves(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 0x77), reply = REPLY();
    word values[32];
    for (word i = 1; i < 32; i++)
        values[i] = i * 0x10001;
    values[0] = (word)registers_trap_and_dump;
    values[16] = ep;
    values[22] = reply;
    values[23] = (word)seL4_SysRecv;
    OK(write_registers(t->tcb, 1, 32, values));
    SYS(.number = seL4_SysSend, .cap = badged, .info = INFO(5, 0, 2), .mr = { 0x91, 0x92, 9, 9 });
    EQ(register_dump[10], 0x77);
    EQ(register_dump[11], INFO(5, 0, 2));
    EQ(register_dump[12], 0x91);
    EQ(register_dump[13], 0x92);
    for (word i = 1; i < 32; i++)
        if (order[i] != 31 && (order[i] < 10 || order[i] > 13))
            EQ(register_dump[order[i]], values[i]);
}

/* Sends and Yield change nothing at all. */
static void send_preserves(void)
{
    static const long calls[] = { seL4_SysSend, seL4_SysNBSend, seL4_SysYield };
    const word n = NOTIFICATION();
    for (word c = 0; c < 3; c++) {
        struct thread *t = thread_new(HIGH);
        word values[32];
        for (word i = 1; i < 32; i++)
            values[i] = i * 0x10001;
        values[0] = (word)registers_trap_and_dump;
        values[16] = n;
        values[17] = 0;
        values[23] = (word)calls[c];
        OK(write_registers(t->tcb, 1, 32, values));
        settle();
        for (word i = 1; i < 32; i++)
            if (order[i] != 31)
                EQ(register_dump[order[i]], values[i]);
    }
}

/* An empty poll sets the badge register to 0 and nothing else. */
static void empty_poll_preserves(void)
{
    const word n = NOTIFICATION(), ep = ENDPOINT();
    const struct sys call = { .number = seL4_SysNBWait, .cap = n, .info = 0x1234,
                              .mr = { 1, 2, 3, 4 }, .reply = 6, .dest = 7 };
    struct sys got = sys_do(call);
    EQ(got.cap, 0);
    EQ(got.info, 0x1234);
    for (word i = 0; i < 4; i++)
        EQ(got.mr[i], i + 1);
    EQ(got.reply, 6);
    EQ(got.dest, 7);
    EQ(got.number, seL4_SysNBWait);
    got = SYS(.number = seL4_SysNBRecv, .cap = ep, .info = 0x1234, .mr = { 1, 2, 3, 4 },
              .reply = REPLY());
    EQ(got.cap, 0);
    EQ(got.info, 0x1234);
    EQ(got.mr[3], 4);
}

static void tls_of_the_caller(void)
{
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0x5a5a5a5a));
    word tp;
    __asm__ volatile("mv %0, tp" : "=r"(tp));
    EQ(tp, 0x5a5a5a5a);
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0));
}

/* A reservation does not survive the kernel: another thread may have stored in between. */
static void reservation_is_broken(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    START(t, .number = seL4_SysWait, .cap = n);
    EQ(registers_reserve_across_send(n), 1);
    TRUE(t->done);
}

SUITE(registers,
    { "written-registers-arrive", written_registers_arrive },
    { "receive-preserves", receive_preserves },
    { "send-preserves", send_preserves },
    { "empty-poll-preserves", empty_poll_preserves },
    { "tls-of-the-caller", tls_of_the_caller },
    { "reservation-is-broken", reservation_is_broken },
);
