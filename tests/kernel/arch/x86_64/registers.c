/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The registers of a thread: the order of the user context, what system calls preserve, how a
 * thread starts. The code under test is in probes.S; it dumps all registers to memory, in the order
 * of the user context.
 */
#include "operations.h"
#include "probes.h"

#define R(name) ARCH_REG_##name
enum { R8 = 10, R9, R10, R12 = 14, R13, R14, R15 };
#define AFTER ((word)registers_after_trap)

/* Distinct values for all registers; those that must be addresses are canonical. */
static void fill(word *values, void (*code)(void))
{
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x1bcd00000000 + i * 0x10001;
    values[ARCH_REG_PC] = (word)code;
    values[ARCH_REG_FLAGS] = PROBE_FLAGS;
    for (word i = 0; i < DUMP_WORDS; i++)
        register_dump[i] = 0xbad;
}

static void run(const word *values)
{
    struct thread *t = thread_new(HIGH);
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
}

static void same_but(const word *values, word first, word second, word third, word fourth)
{
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        if (i != first && i != second && i != third && i != fourth && i != ARCH_REG_SP
            && i != ARCH_REG_RCX && i != ARCH_REG_R11)
            EQ(register_dump[i], arch_register_kept(i, values[i]));
}

/* What the instruction itself leaves: the way back, the flags, and no stack. */
static void left_by_the_call(void)
{
    EQ(register_dump[ARCH_REG_SP], 0);
    EQ(register_dump[ARCH_REG_RCX], AFTER);
    EQ(register_dump[ARCH_REG_R11], PROBE_FLAGS | FLAGS_USER);
    EQ(register_dump[ARCH_REG_FLAGS], PROBE_FLAGS | FLAGS_USER);
}

static void written_registers_arrive(void)
{
    word values[ARCH_N_REGISTERS];
    fill(values, registers_dump_and_stop);
    run(values);
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[i], arch_register_kept(i, values[i]));
}

/* Through a system call that blocks and is answered: everything but cap, info and the words that
 * came stays. */
static void receive_preserves(void)
{
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 0x77), reply = REPLY();
    word values[ARCH_N_REGISTERS];
    fill(values, registers_trap_and_dump);
    values[ARCH_REG_ARG0] = ep;
    values[ARCH_REG_REPLY] = reply;
    values[ARCH_REG_SYSCALL] = (word)seL4_SysRecv;
    run(values);
    SYS(.number = seL4_SysSend, .cap = badged, .info = INFO(5, 0, 2), .mr = { 0x91, 0x92, 9, 9 });
    EQ(register_dump[ARCH_REG_ARG0], 0x77);
    EQ(register_dump[ARCH_REG_INFO], INFO(5, 0, 2));
    EQ(register_dump[R10], 0x91);
    EQ(register_dump[R8], 0x92);
    same_but(values, ARCH_REG_ARG0, ARCH_REG_INFO, R10, R8);
    left_by_the_call();
}

/* Sends and Yield change nothing at all. */
static void send_preserves(void)
{
    static const long calls[] = { seL4_SysSend, seL4_SysNBSend, seL4_SysYield };
    const word n = NOTIFICATION();
    for (word c = 0; c < 3; c++) {
        word values[ARCH_N_REGISTERS];
        fill(values, registers_trap_and_dump);
        values[ARCH_REG_ARG0] = n;
        values[ARCH_REG_INFO] = 0;
        values[ARCH_REG_SYSCALL] = (word)calls[c];
        run(values);
        settle();
        same_but(values, 0, 0, 0, 0);
        left_by_the_call();
    }
}

/* A successful invocation by Call: badge 0, info, and no more registers than it has words. */
static void call_preserves(void)
{
    word values[ARCH_N_REGISTERS];
    fill(values, registers_trap_and_dump);
    values[ARCH_REG_ARG0] = TCB();
    values[ARCH_REG_INFO] = INFO(TCBSetFlags, 0, 2);
    values[R10] = values[R8] = 0;
    values[ARCH_REG_SYSCALL] = (word)seL4_SysCall;
    run(values);
    EQ(register_dump[ARCH_REG_ARG0], 0);
    EQ(register_dump[ARCH_REG_INFO], INFO(0, 0, 1));
    EQ(register_dump[R10], 0);
    same_but(values, ARCH_REG_ARG0, ARCH_REG_INFO, R10, 0);
    left_by_the_call();
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

/* A thread that an interrupt stopped: all registers are there to be read, its stack pointer too,
 * and all are there when it goes on. */
static void interrupt_preserves(void)
{
    static const unsigned char loop[] = { 0xeb, 0xfe };
    struct thread *t = thread_new(LOW);
    word values[ARCH_N_REGISTERS];
    probe_code_pages();
    fill(values, registers_dump_and_stop);
    values[ARCH_REG_PC] = probe_code(0, loop, 2);
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    sleep_us(12000);                        /* it ran out of slices as well */
    const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        EQ(r.mr[i], arch_register_kept(i, values[i]));
    const word elsewhere = (word)registers_dump_and_stop;
    OK(write_registers(t->tcb, 1, 1, &elsewhere));
    settle();
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[i], arch_register_kept(i, values[i]));
}

/* --- single registers ------------------------------------------------------------------------ */

static word kept(word number, word value)
{
    word values[ARCH_N_REGISTERS] = { 0 };
    const word tcb = TCB();
    values[number] = value;
    OK(write_registers(tcb, 0, ARCH_N_REGISTERS, values));
    return OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS)).mr[number];
}

/* No trap flag, interrupts on, no privilege level, nothing above bit 11. */
static void flags_are_sanitised(void)
{
    EQ(OK(TCB_ReadRegisters(TCB(), 0, 3)).mr[2], 0x202);
    EQ(kept(ARCH_REG_FLAGS, 0), 0x202);
    EQ(kept(ARCH_REG_FLAGS, ~(word)0), 0xed7);
    EQ(kept(ARCH_REG_FLAGS, 0x100), 0x202);
    EQ(kept(ARCH_REG_FLAGS, 0x3000), 0x202);
    EQ(kept(ARCH_REG_FLAGS, 0x277000), 0x202);
    EQ(kept(ARCH_REG_FLAGS, 0x8d5), 0xad7);
    EQ(kept(ARCH_REG_FLAGS, 0x428), 0x602);
}

/* Addresses that the processor would refuse to load become 0. */
static void addresses_are_canonical(void)
{
    static const word at[] = { ARCH_REG_PC, ARCH_REG_TLS, ARCH_REG_GS };
    for (word i = 0; i < 3; i++) {
        EQ(kept(at[i], 0x7fffffffffff), 0x7fffffffffff);
        EQ(kept(at[i], 0x800000000000), 0);
        EQ(kept(at[i], 0x8000000000000000), 0);
        EQ(kept(at[i], 0xffff7fffffffffff), 0);
        EQ(kept(at[i], 0xffff800000000000), 0xffff800000000000);
        EQ(kept(at[i], ~(word)0), ~(word)0);
    }
    EQ(kept(ARCH_REG_SP, 0x800000000000), 0x800000000000);
    EQ(kept(ARCH_REG_RAX, 0x800000000000), 0x800000000000);
}

static void tls_of_the_caller(void)
{
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0x5a5a5a5a));
    word base;
    __asm__ volatile("rdfsbase %0" : "=r"(base));
    EQ(base, 0x5a5a5a5a);
    OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0));
}

/* A new thread has zeros everywhere, also in what no write reached. */
static void first_registers_are_zero(void)
{
    struct thread *t = thread_new(HIGH);
    const word pc = (word)registers_dump_and_stop;
    for (word i = 0; i < DUMP_WORDS; i++)
        register_dump[i] = 0xbad;
    OK(write_registers(t->tcb, 1, 1, &pc));
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[i], i == ARCH_REG_FLAGS ? FLAGS_USER : 0);
}

/* More registers than there are: cut; fewer: the others stay, in the middle of either part. */
static void partial_writes(void)
{
    const word tcb = TCB();
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x7000 + i;
    for (word n = 1; n <= ARCH_N_REGISTERS; n++) {
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
    EQ(OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS)).mr[19], 0x8013);
}

SUITE(registers,
    { "written-registers-arrive", written_registers_arrive },
    { "receive-preserves", receive_preserves },
    { "send-preserves", send_preserves },
    { "call-preserves", call_preserves },
    { "empty-poll-preserves", empty_poll_preserves },
    { "interrupt-preserves", interrupt_preserves },
    { "flags-are-sanitised", flags_are_sanitised },
    { "addresses-are-canonical", addresses_are_canonical },
    { "tls-of-the-caller", tls_of_the_caller },
    { "first-registers-are-zero", first_registers_are_zero },
    { "partial-writes", partial_writes },
);
