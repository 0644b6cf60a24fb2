/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The registers of a thread: the order of the user context, what system calls preserve, how a
 * thread starts. The code under test is in probes.S; it dumps all registers to memory.
 */
#include "operations.h"
#include "probes.h"

#define SP_TOP ((word)registers_dump_stack_top)
#define FLAGS  0xa0000000UL     /* N and C */

word register_dump[DUMP_WORDS];

/* Where the dump has the registers of the user context, from index 1 on. */
static const unsigned char order[ARCH_N_REGISTERS] = {
    0, DUMP_SP, DUMP_NZCV,                                  /* pc sp spsr */
    0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 29, 30,          /* frame registers */
    9, 10, 11, 12, 13, 14, 15,                              /* integer registers */
    19, 20, 21, 22, 23, 24, 25, 26, 27, 28, DUMP_TPIDR, DUMP_TPIDRRO,
};

#define X(n) (order_of(n))
static word order_of(word n)
{
    for (word i = ARCH_REG_ARG0; i < ARCH_N_REGISTERS; i++)
        if (order[i] == n)
            return i;
    return 0;
}

/* Distinct values for all registers; pc and sp are such that the code can run. */
static void fill(word *values, void (*code)(void))
{
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0xabcd000000000000 + i * 0x101;
    values[ARCH_REG_PC] = (word)code;
    values[ARCH_REG_SP] = SP_TOP;
    values[ARCH_REG_SPSR] = FLAGS;
    for (word i = 0; i < DUMP_WORDS; i++)
        register_dump[i] = 0;
}

static void written_registers_arrive(void)
{
    struct thread *t = thread_new(HIGH);
    word values[ARCH_N_REGISTERS];
    fill(values, registers_dump_and_stop);
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[order[i]], values[i]);
}

/* Through a system call that blocks and is answered: everything but x0..x5 stays. */
static void receive_preserves(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 0x77), reply = REPLY();
    word values[ARCH_N_REGISTERS];
    fill(values, registers_trap_and_dump);
    values[X(0)] = ep;
    values[X(6)] = reply;
    values[X(7)] = (word)seL4_SysRecv;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    SYS(.number = seL4_SysSend, .cap = badged, .info = INFO(5, 0, 2), .mr = { 0x91, 0x92, 9, 9 });
    EQ(register_dump[0], 0x77);
    EQ(register_dump[1], INFO(5, 0, 2));
    EQ(register_dump[2], 0x91);
    EQ(register_dump[3], 0x92);
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        if (order[i] > 3)
            EQ(register_dump[order[i]], values[i]);
}

/* Sends and Yield change nothing at all. */
static void send_preserves(void)
{
    static const long calls[] = { seL4_SysSend, seL4_SysNBSend, seL4_SysYield };
    const word n = NOTIFICATION();
    for (word c = 0; c < 3; c++) {
        struct thread *t = thread_new(HIGH);
        word values[ARCH_N_REGISTERS];
        fill(values, registers_trap_and_dump);
        values[X(0)] = n;
        values[X(1)] = 0;
        values[X(7)] = (word)calls[c];
        OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
        settle();
        for (word i = 1; i < ARCH_N_REGISTERS; i++)
            EQ(register_dump[order[i]], values[i]);
    }
}

/* A successful invocation by Call: badge 0, info, and no more registers than it has words. */
static void call_preserves(void)
{
    struct thread *t = thread_new(HIGH);
    word values[ARCH_N_REGISTERS];
    fill(values, registers_trap_and_dump);
    values[X(0)] = TCB();
    values[X(1)] = INFO(TCBSetFlags, 0, 2);
    values[X(2)] = values[X(3)] = 0;
    values[X(7)] = (word)seL4_SysCall;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[0], 0);
    EQ(register_dump[1], INFO(0, 0, 1));
    EQ(register_dump[2], 0);
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        if (order[i] > 3)
            EQ(register_dump[order[i]], values[i]);
}

/* The number in the instruction is not looked at. */
static void svc_immediate(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    word values[ARCH_N_REGISTERS];
    fill(values, probe_svc_immediate);
    values[X(0)] = n;
    values[X(1)] = 0;
    values[X(7)] = (word)seL4_SysSend;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[DUMP_DONE], 1);
    EQ(poll(n), 0);         /* an unbadged signal: nothing to see but that it came */
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

/* --- single registers ------------------------------------------------------------------------ */

static word kept_status(word tcb, word value)
{
    word values[3] = { 0, 0, value };
    OK(write_registers(tcb, 0, 3, values));
    return OK(TCB_ReadRegisters(tcb, 0, 3)).mr[2];
}

/* Only the condition flags can be chosen: no other mode, no masks, no AArch32, no single step. */
static void status_is_sanitised(void)
{
    const word tcb = TCB();
    EQ(OK(TCB_ReadRegisters(tcb, 0, 3)).mr[2], SPSR_USER);
    EQ(kept_status(tcb, 0), SPSR_USER);
    EQ(kept_status(tcb, ~(word)0), SPSR_FLAGS | SPSR_USER);
    EQ(kept_status(tcb, 0x60000000), 0x60000000 | SPSR_USER);
    EQ(kept_status(tcb, 0x10), SPSR_USER);              /* AArch32 User */
    EQ(kept_status(tcb, 0x3c5), SPSR_USER);             /* EL1h, all masked */
    EQ(kept_status(tcb, 0x3c9), SPSR_USER);             /* EL2h */
    EQ(kept_status(tcb, 0x80000204), 0x80000000 | SPSR_USER);
    EQ(kept_status(tcb, 0x300000), SPSR_USER);          /* single step, illegal execution */
}

/* TPIDRRO_EL0 too is part of the context; programs can only read it. */
static void thread_registers(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH);
    word values[ARCH_N_REGISTERS];
    fill(values, probe_read_tpidrro);
    values[ARCH_REG_TLS + 1] = 0x1357;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[0], 0x1357);
    /* What a thread writes to TPIDR_EL0 is its own. */
    fill(values, probe_write_tpidr);
    values[X(0)] = 0x2468;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[DUMP_TPIDR], 0x2468);
    fill(values, probe_read_tpidr);
    values[ARCH_REG_TLS] = 0x99;
    OK(write_registers(other->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[0], 0x99);
    EQ(OK(TCB_ReadRegisters(t->tcb, 0, 36)).mr[ARCH_REG_TLS], 0x2468);
}

static void tls_of_the_caller(void)
{
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0x5a5a5a5a));
    word tp;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(tp));
    EQ(tp, 0x5a5a5a5a);
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0));
}

/* A new thread has zeros everywhere, also in what no write reached. */
static void first_registers_are_zero(void)
{
    struct thread *t = thread_new(HIGH);
    word values[ARCH_N_REGISTERS] = { (word)registers_dump_and_stop, SP_TOP };
    for (word i = 0; i < DUMP_WORDS; i++)
        register_dump[i] = 0xbad;
    OK(write_registers(t->tcb, 1, 2, values));
    for (word i = 2; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[order[i]], 0);
}

/* More registers than there are: cut; fewer: the others stay, in the middle of either part. */
static void partial_writes(void)
{
    const word tcb = TCB();
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x7000 + i;
    for (word n = 1; n <= ARCH_N_REGISTERS; n += 5) {
        const word fresh = TCB();
        OK(write_registers(fresh, 0, n, values));
        const struct reply r = OK(TCB_ReadRegisters(fresh, 0, ARCH_N_REGISTERS));
        for (word i = 0; i < ARCH_N_REGISTERS; i++)
            EQ(r.mr[i], arch_register_kept(i, i < n ? values[i] : 0));
    }
    word many[2 + 40] = { 0, 40 };
    for (word i = 0; i < 40; i++)
        many[2 + i] = 0x8000 + i;
    OK(invoke(tcb, TCBWriteRegisters, 42, many, 0, NULL));
    EQ(OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS)).mr[35], 0x8023);
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
    { "call-preserves", call_preserves },
    { "svc-immediate", svc_immediate },
    { "empty-poll-preserves", empty_poll_preserves },
    { "status-is-sanitised", status_is_sanitised },
    { "thread-registers", thread_registers },
    { "tls-of-the-caller", tls_of_the_caller },
    { "first-registers-are-zero", first_registers_are_zero },
    { "partial-writes", partial_writes },
    { "reservation-is-broken", reservation_is_broken },
);
