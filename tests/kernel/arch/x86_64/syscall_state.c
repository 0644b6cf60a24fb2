/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What goes through SYSCALL and back: flags that a program can set and the kernel must not run
 * with, trap flag included; what the kernel knows of a thread that entered this way; and the ways
 * back that take all registers from the TCB.
 */
#include "operations.h"
#include "probes.h"

enum { R8 = 10, R9, R10, R13 = 15, R14, R15 };

/* All flags that popfq can set at user level. */
static const word settable[] = {
    0, 1, 4, 0x10, 0x40, 0x80, FLAG_DIRECTION, 0x800, FLAG_NESTED, FLAG_ALIGNMENT, FLAG_ID,
    0xcd5 | FLAG_NESTED | FLAG_ALIGNMENT | FLAG_ID,
};
#define N_SETTABLE (sizeof settable / sizeof *settable)

/* A thread that makes system call `number` on `cap` with these flags. */
static void call_with(word flags, long number, word cap, word info)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_flags_and_trap, flags);
    values[R14] = cap;
    values[ARCH_REG_INFO] = info;
    values[ARCH_REG_SYSCALL] = (word)number;
    values[R10] = values[R8] = 0;
    TRUE(probe_run_registers(values));
}

static void flags_come_back(void)
{
    const word n = NOTIFICATION();
    for (word i = 0; i < N_SETTABLE; i++) {
        call_with(settable[i] | FLAGS_USER, seL4_SysSend, n, 0);
        EQ(register_dump[ARCH_REG_FLAGS], settable[i] | FLAGS_USER);
        EQ(register_dump[ARCH_REG_R11], settable[i] | FLAGS_USER);
        EQ(register_dump[ARCH_REG_SP], 0);
    }
}

/* The same through a call that blocks, so that another thread runs in between: it has its own. */
static void flags_are_the_thread_s_own(void)
{
    const word n = NOTIFICATION();
    for (word i = 0; i < N_SETTABLE; i++) {
        word values[ARCH_N_REGISTERS], flags;
        probe_registers(values, (word)probe_flags_and_trap, settable[i] | FLAGS_USER);
        values[R14] = n;
        values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
        FALSE(probe_run_registers(values));
        __asm__ volatile("pushfq\n\tpop %0" : "=r"(flags));
        EQ(flags & ~(word)0x8d5, FLAGS_USER);
        signal(n);
        TRUE(register_dump[DUMP_DONE] == 1);
        EQ(register_dump[ARCH_REG_FLAGS], settable[i] | FLAGS_USER);
    }
}

/* The kernel copies and clears upwards, whichever direction the caller had set. */
static void direction_of_the_caller(void)
{
    const word u = UNTYPED(14), to = slots(4);
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, to, 4));
    for (word i = 0; i < 4; i++)
        arch_map(arena, to + i, ARCH_SCRATCH + i * 4096, true);
    for (word i = 0; i < 2048; i++)
        at[i] = ~i;
    OK(CNode_Revoke(CNODE, u, DEPTH));
    /* The retype of a thread with the flag set clears all of it and nothing else. */
    struct thread *t = thread_new(HIGH);
    word values[ARCH_N_REGISTERS];
    t->buffer->caps_or_badges[0] = CNODE;
    t->buffer->msg[4] = to;
    t->buffer->msg[5] = 4;
    probe_registers(values, (word)probe_flags_and_trap, FLAG_DIRECTION | FLAGS_USER);
    values[R14] = u;
    values[ARCH_REG_INFO] = INFO(UntypedRetype, 1, 6);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysCall;
    values[R10] = ARCH_FRAME_TYPE;
    values[R8] = values[R9] = values[R15] = 0;
    register_dump[DUMP_DONE] = 0;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(register_dump[DUMP_DONE], 1);
    EQ(register_dump[ARCH_REG_INFO], INFO(0, 0, 0));
    for (word i = 0; i < 4; i++)
        arch_map(arena, to + i, ARCH_SCRATCH + i * 4096, true);
    for (word i = 0; i < 2048; i++)
        EQ(at[i], 0);
}

/* Interrupts and faults do not clear the flag by themselves. */
static void direction_when_interrupted(void)
{
    /* std; loop: dec rdi; jnz loop; mov rsi, [0] */
    static const unsigned char code[] = {
        0xfd, 0x48, 0xff, 0xcf, 0x75, 0xfb, 0x48, 0x8b, 0x34, 0x25, 0, 0, 0, 0,
    };
    struct thread *t = thread_new(LOW), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), frame = make(ARCH_FRAME_TYPE, 0);
    word values[ARCH_N_REGISTERS];
    volatile word *at = (volatile word *)(ARCH_SCRATCH + 0x10000);
    probe_code_pages();
    arch_map(arena, frame, (word)at, true);
    for (word i = 0; i < 512; i++)
        at[i] = i * 3;
    thread_set_fault_endpoint(t, ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    probe_registers(values, probe_code(0, code, sizeof code), 3000000);
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    for (word i = 0; i < 40; i++)
        sleep_us(200);
    TRUE(handler->done);
    EQ(handler->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(OK(TCB_ReadRegisters(t->tcb, 0, 3)).mr[2] & FLAG_DIRECTION, FLAG_DIRECTION);
    for (word i = 0; i < 512; i++)
        EQ(at[i], i * 3);
}

/* Trapping every instruction, into the kernel and out of it: the trap comes when the call is done,
 * at the instruction behind it or behind one more. */
static void trap_flag(void)
{
    word values[ARCH_N_REGISTERS];
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x10);
    TRUE(probe_run(probe_nops, 0));
    for (word i = 0; i < 2; i++) {
        probe_registers(values, (word)probe_flags_and_trap, FLAG_TRAP | FLAGS_USER);
        values[R14] = badged;
        values[ARCH_REG_SYSCALL] = (word)(i ? seL4_SysNBWait : seL4_SysSend);
        word begin = now();
        FALSE(probe_run_registers(values));
        const word with = now() - begin;
        TRUE(faulted->done);
#ifdef CONFIG_HARDWARE_DEBUG_API
        EQ(info_label(faulted->sys.info), seL4_Fault_DebugException);
        EQ(faulted->sys.mr[1], 2);
#else
        EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
        EQ(faulted->sys.mr[3], DEBUG_TRAP);
#endif
        const word behind = (word)thread_done - faulted->sys.mr[0];
        TRUE(behind <= 5 || faulted->sys.mr[0] == (word)thread_done + 7);
        if (i == 0)
            EQ(poll(n), 0x10);
        /* The kernel itself makes no single steps, which would take their time. */
        values[ARCH_REG_ARG0] = FLAGS_USER;
        begin = now();
        TRUE(probe_run_registers(values));
        IN_RANGE(with / TICKS_PER_US, 0, (now() - begin) / TICKS_PER_US + 10);
        poll(n);
    }
}

/* What the kernel knows of a thread in SYSCALL: rcx, r11 and rsp are those of the last time that it
 * saw them. */
static void stale_registers(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)registers_trap_and_dump, n);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
    EQ(r.mr[ARCH_REG_PC], registers_trap_and_dump);
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(r.mr[i], arch_register_kept(i, values[i]));
}

/* After WriteRegisters and Resume all registers are those of the TCB, also those that the
 * instruction SYSCALL loses. */
static void written_then_restored_in_full(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), where = (word)registers_dump_and_stop;
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)registers_trap_and_dump, n);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    OK(TCB_Suspend(t->tcb));
    OK(write_registers(t->tcb, 1, 1, &where));
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        EQ(register_dump[i], arch_register_kept(i, values[i]));
}

/* A call that is made again from its beginning has its operands, and loses the same registers. */
static void restarted_call(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x21);
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)registers_trap_and_dump, n);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    OK(TCB_Suspend(t->tcb));
    OK(TCB_Resume(t->tcb));
    signal(badged);
    EQ(register_dump[ARCH_REG_ARG0], 0x21);
    EQ(register_dump[ARCH_REG_SP], 0);
    EQ(register_dump[ARCH_REG_RCX], registers_after_trap);
    EQ(register_dump[ARCH_REG_R11], PROBE_FLAGS | FLAGS_USER);
    EQ(register_dump[ARCH_REG_RBX], values[ARCH_REG_RBX]);
}

/* The stack pointer of the caller can be anything: the kernel does not use it. */
static void any_stack_pointer(void)
{
    static const word sp[] = {
        0, 8, 1, 0x800000000000, 0x8000000000000000, 0xffffffff80100000, 0xffffff8000000000,
        ~(word)0,
    };
    const word n = NOTIFICATION();
    for (word i = 0; i < sizeof sp / sizeof *sp; i++) {
        word values[ARCH_N_REGISTERS];
        probe_registers(values, (word)fault_syscall, n);
        values[ARCH_REG_SP] = sp[i];
        values[ARCH_REG_INFO] = 0;
        values[ARCH_REG_SYSCALL] = (word)seL4_SysSend;
        TRUE(probe_run_registers(values));
        /* Interrupted and faulting, too. */
        probe_registers(values, (word)fault_load, 0);
        values[ARCH_REG_SP] = sp[i];
        FALSE(probe_run_registers(values));
        EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
        EQ(OK(TCB_ReadRegisters(prober->tcb, 0, 3)).mr[1], sp[i]);
    }
}

/* The bits of the number above the 32nd count. */
static void number_is_a_word(void)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)fault_syscall, NOTIFICATION());
    values[ARCH_REG_SYSCALL] = (unsigned)seL4_SysSend;
    FALSE(probe_run_registers(values));
    EQ(info_label(faulted->sys.info), seL4_Fault_UnknownSyscall);
    EQ(faulted->buffer->msg[18], (unsigned)seL4_SysSend);
}

SUITE(syscall_state,
    { "flags-come-back", flags_come_back },
    { "flags-are-the-thread-s-own", flags_are_the_thread_s_own },
    { "direction-of-the-caller", direction_of_the_caller },
    { "direction-when-interrupted", direction_when_interrupted },
    { "trap-flag", trap_flag },
    { "stale-registers", stale_registers },
    { "written-then-restored-in-full", written_then_restored_in_full },
    { "restarted-call", restarted_call },
    { "any-stack-pointer", any_stack_pointer },
    { "number-is-a-word", number_is_a_word },
);
