/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the fault messages of x86-64 carry, and what an answer writes back. The threads under test
 * run probes.S.
 */
#include "operations.h"
#include "probes.h"

enum { R8 = 10, R9, R10, R11, R12, R13, R14, R15 };
#define FLAGS      (PROBE_FLAGS | FLAGS_USER)
#define DOES_FAULT(code, rdi) FALSE(probe_run(code, rdi))

/* --- exceptions ------------------------------------------------------------------------------ */

/* The message of an exception at `pc`. Of the flags that the processor saved one is its own: that
 * the instruction is to be resumed (SDM 3, 18.3.1.1). */
static void is_exception(word pc, word vector, word code)
{
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_UserException, 0, 5));
    EQ(faulted->sys.mr[0], pc);
    EQ(faulted->sys.mr[2] & ~FLAG_RESUME & ~(word)0x8d5, FLAGS_USER);
    EQ(faulted->sys.mr[3], vector);
    EQ(faulted->buffer->msg[4], code);
}

static void exception(void (*probe)(void), word rdi, word vector, word code)
{
    DOES_FAULT(probe, rdi);
    is_exception((word)probe, vector, code);
    EQ(faulted->sys.mr[1], PROBE_SP);
}

static void exceptions_of_instructions(void)
{
    exception(probe_undefined, 0, UNDEFINED, 0);
    exception(probe_divide, 0, DIVIDE_ERROR, 0);
    exception(probe_hlt, 0, PROTECTION, 0);
    exception(probe_load_ds, 0x1000, PROTECTION, 0x1000);       /* no such selector */
    exception(probe_load_ds, 0x1007, PROTECTION, 0x1004);       /* in a table that is not there */
    exception(probe_load_ss, 3, PROTECTION, 0);
}

/* Addresses that are not canonical: with rsp or rbp as base the stack's exception, which the
 * emulator does not know. */
static void not_canonical(void)
{
    static const word list[] = { 0x800000000000, 0x8000000000000000, 0xffff7fffffffffff };
    for (word i = 0; i < 3; i++) {
        word values[ARCH_N_REGISTERS];
        exception(fault_load, list[i], PROTECTION, 0);
        exception(fault_store, list[i], PROTECTION, 0);
        exception(probe_add_locked, list[i], PROTECTION, 0);
        if (!probe_run(probe_wrfsbase, list[i]))        /* the emulator takes anything */
            is_exception((word)probe_wrfsbase, PROTECTION, 0);
        if (!probe_run(probe_wrgsbase, list[i]))
            is_exception((word)probe_wrgsbase, PROTECTION, 0);
        DOES_FAULT(fault_jump, list[i]);
        EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
        EQ(faulted->sys.mr[3], PROTECTION);
        probe_registers(values, (word)probe_load_stack, 0);
        values[ARCH_REG_SP] = list[i];
        FALSE(probe_run_registers(values));
        TRUE(faulted->sys.mr[3] == STACK_FAULT || faulted->sys.mr[3] == PROTECTION);
        is_exception((word)probe_load_stack, faulted->sys.mr[3], 0);
        EQ(faulted->sys.mr[1], list[i]);
    }
}

/* The x87 reports a division by zero that its program wanted to hear of. */
static void x87_exception(void)
{
    extern char probe_x87_wait_at[];
    DOES_FAULT(probe_x87_wait, 0);
    is_exception((word)probe_x87_wait_at, X87_ERROR, 0);
}

static void answers_to_exceptions(void)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_undefined, 0);
    DOES_FAULT(probe_undefined, 0);
    TRUE(probe_answer(INFO(0, 0, 3), (word)thread_done, 0x7770, 0x3501));
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        if (i != ARCH_REG_SP && i != ARCH_REG_FLAGS)
            EQ(register_dump[i], values[i]);
    EQ(register_dump[ARCH_REG_SP], 0x7770);
    EQ(register_dump[ARCH_REG_FLAGS], 0x603);
    DOES_FAULT(probe_undefined, 0);
    TRUE(probe_answer(INFO(0, 0, 1), (word)thread_done, 0x777, 0));
    EQ(register_dump[ARCH_REG_SP], PROBE_SP);           /* one word: only rip */
    EQ(register_dump[ARCH_REG_FLAGS], FLAGS);
    DOES_FAULT(probe_undefined, 0);
    /* Another label: stopped, registers written all the same. */
    FALSE(probe_answer(INFO(1, 0, 3), (word)thread_done, 0x777, ~(word)0));
    const struct reply r = OK(TCB_ReadRegisters(prober->tcb, 0, 3));
    EQ(r.mr[0], (word)thread_done);
    EQ(r.mr[1], 0x777);
    EQ(r.mr[2], 0xed7);
    DOES_FAULT(probe_undefined, 0);
    probe_go_on(0, 0);
    is_exception((word)probe_undefined, UNDEFINED, 0);  /* repeated, and again */
    /* An address that is not canonical becomes 0. */
    probe_go_on(1, 0x800000000000);
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[0], 0);
    EQ(faulted->sys.mr[1], 0);
}

/* A breakpoint instruction and the trap flag: exceptions, or, in debug kernels, what
 * hardware_debug.c looks at. */
static void debug_exceptions(void)
{
#ifndef CONFIG_HARDWARE_DEBUG_API
    DOES_FAULT(probe_int3, 0);
    is_exception((word)probe_int3 + 1, INT3_TRAP, 0);
    DOES_FAULT(probe_int_3, 0);
    is_exception((word)probe_int_3 + 2, INT3_TRAP, 0);
    DOES_FAULT(probe_popf, FLAG_TRAP | FLAGS_USER);
    EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
    EQ(faulted->sys.mr[0], (word)probe_popf_nops + 1);
    EQ(faulted->sys.mr[3], DEBUG_TRAP);
    EQ(faulted->sys.mr[2], FLAG_TRAP | FLAGS_USER);
    TRUE(probe_answer(INFO(0, 0, 3), (word)probe_popf_nops + 1, PROBE_SP, FLAG_TRAP));
#endif
}

/* --- software interrupts --------------------------------------------------------------------- */

/* Vectors of hardware and of exceptions are not for programs. */
static void forbidden_interrupts(void)
{
    static const struct {
        void (*probe)(void);
        word vector;
    } list[] = {
        { probe_int_0, 0 }, { probe_int_8, 8 }, { probe_int_13, 13 }, { probe_int_14, 14 },
        { probe_int_32, 32 }, { probe_int_80, 0x80 }, { probe_int_9d, 0x9d }, { probe_int_ff, 255 },
    };
    for (word i = 0; i < sizeof list / sizeof *list; i++) {
        DOES_FAULT(list[i].probe, 0);
        const word code = faulted->buffer->msg[4];      /* the gate, 8 bytes as in 32-bit mode; */
        is_exception((word)list[i].probe, PROTECTION, code);
        EQ(faulted->sys.mr[1], PROBE_SP);
        TRUE(code == list[i].vector * 8 + 2 || code == list[i].vector * 16 + 2);    /* QEMU: 16 */
    }
}

static void is_unknown_call(const word *values, word pc, word number)
{
    static const unsigned char order[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 };
    const word *msg = faulted->buffer->msg;
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_UnknownSyscall, 0, 19));
    for (word i = 0; i < 15; i++)
        EQ(i < 4 ? faulted->sys.mr[i] : msg[i], values[order[i]]);
    EQ(msg[15], pc);
    EQ(msg[16], PROBE_SP);
    EQ(msg[17], FLAGS);
    EQ(msg[18], number);
}

/* The others are unknown system calls: their number is vector and the low 24 bits of eax. */
static void interrupts_as_calls(void)
{
    static const struct {
        void (*probe)(void);
        word eax, number;
    } list[] = {
        { probe_int_9e, 0x123456789, 0xffffffff9e456789 }, { probe_int_a0, 0, 0xffffffffa0000000 },
        { probe_int_fe, ~(word)0, 0xfffffffffeffffff }, { probe_int_fe, 5, 0xfffffffffe000005 },
    };
    for (word i = 0; i < sizeof list / sizeof *list; i++) {
        word values[ARCH_N_REGISTERS];
        probe_registers(values, (word)list[i].probe, 0x44);
        values[ARCH_REG_RAX] = list[i].eax;
        FALSE(probe_run_registers(values));
        is_unknown_call(values, (word)list[i].probe, list[i].number);
        const struct reply r = OK(TCB_ReadRegisters(prober->tcb, 0, ARCH_N_REGISTERS));
        for (word k = 0; k < ARCH_N_REGISTERS; k++)
            EQ(r.mr[k], arch_register_kept(k, values[k]));
        probe_go_on(0, 0);                      /* an empty answer repeats it */
        is_unknown_call(values, (word)list[i].probe, list[i].number);
    }
}

/* Numbers that exist as system calls do nothing this way. */
static void interrupt_is_no_call(void)
{
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x55);
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_int_fe, badged);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysSend;
    values[ARCH_REG_RAX] = (word)seL4_SysSend;
    FALSE(probe_run_registers(values));
    EQ(info_label(faulted->sys.info), seL4_Fault_UnknownSyscall);
    EQ(poll(n), 0);
}

/* --- unknown system calls -------------------------------------------------------------------- */

static void unknown_syscall(void)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)fault_syscall, 0x103);
    values[ARCH_REG_SYSCALL] = 0x7777;
    FALSE(probe_run_registers(values));
    is_unknown_call(values, (word)fault_syscall, 0x7777);   /* rcx r11 rsp as last seen */
}

static void answer_to_unknown_syscall(void)
{
    unknown_syscall();
    word *msg = faulted->buffer->msg;
    for (word i = 4; i < 15; i++)
        msg[i] = 0x900 + i;
    msg[15] = (word)thread_done;
    msg[16] = 0x9990;
    msg[17] = 0xffffffffffffffff;
    msg[18] = 0xdead;                               /* not looked at */
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = INFO(0, 0, 19),
          .mr = { 0x900, 0x901, 0x902, 0x903 });
    EQ(register_dump[DUMP_DONE], 1);
    for (word i = 0; i < 15; i++)
        EQ(register_dump[ARCH_REG_RAX + i], 0x900 + i);     /* the order of the context */
    EQ(register_dump[ARCH_REG_SP], 0x9990);
    EQ(register_dump[ARCH_REG_FLAGS], 0xed7);
}

/* The number that comes back is one that the kernel knows: the call is repeated with it. */
static void repeated_with_another_number(void)
{
    unknown_syscall();
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x31);
    word *msg = faulted->buffer->msg;
    msg[4] = 0;                                     /* rsi */
    msg[5] = badged;                                /* rdi */
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = INFO(0, 0, 6),
          .mr = { 0, 0, 0, (word)seL4_SysSend });
    EQ(register_dump[DUMP_DONE], 1);
    EQ(poll(n), 0x31);
}

/* Two words leave the address of the instruction: the call is repeated. */
static void short_answers(void)
{
    unknown_syscall();
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply, .info = INFO(0, 0, 2), .mr = { 0x55, 0x56, 0x57 });
    EQ(faulted->sys.info, INFO(seL4_Fault_UnknownSyscall, 0, 19));
    EQ(faulted->sys.mr[0], 0x55);
    EQ(faulted->sys.mr[1], 0x56);
    EQ(faulted->sys.mr[2], 0x105);
    EQ(faulted->buffer->msg[15], fault_syscall);
}

/* --- the address space ----------------------------------------------------------------------- */

static void is_vm_fault(word pc, word address, word code)
{
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(faulted->sys.mr[0], pc);
    EQ(faulted->sys.mr[1], address);
    EQ(faulted->sys.mr[2], code >> 4 & 1);
    EQ(faulted->sys.mr[3], code);
}

static void vm_fault(void (*code)(void), word address, word bits)
{
    DOES_FAULT(code, address);
    is_vm_fault(code == fault_jump ? address : (word)code, address, bits | PF_USER);
}

static void vm_faults(void)
{
    const word address = ARCH_SCRATCH + 0x5008;
    vm_fault(fault_load, address, 0);
    vm_fault(fault_store, address, PF_WRITE);
    vm_fault(fault_jump, address, PF_FETCH);
    DOES_FAULT(probe_add_locked, address);
    is_vm_fault((word)probe_add_locked, address,        /* the emulator reads first */
                PF_USER | (faulted->sys.mr[3] & PF_WRITE));
    vm_fault(fault_load, 0, 0);
    vm_fault(fault_jump, 0, PF_FETCH);
    vm_fault(fault_store, USER_LAST - 7, PF_WRITE);
    vm_fault(fault_jump, USER_LAST, PF_FETCH);
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_push, 0);
    values[ARCH_REG_SP] = address;
    FALSE(probe_run_registers(values));
    is_vm_fault((word)probe_push, address - 8, PF_USER | PF_WRITE);
}

/* Every combination of what the page allows and what is tried. */
static void rights(void)
{
    const word at = ARCH_SCRATCH, frame = make(ARCH_FRAME_TYPE, 0);
    arch_map(arena, frame, at, true);
    TRUE(probe_run(fault_load, at));
    TRUE(probe_run(fault_store, at));
    OK(X86_Page_Map(frame, seL4_CapInitThreadVSpace, at, R_READ, 0));
    TRUE(probe_run(fault_load, at));
    vm_fault(fault_store, at, PF_PRESENT | PF_WRITE);
    vm_fault(probe_add_locked, at, PF_PRESENT | PF_WRITE);
    OK(X86_Page_Map(frame, seL4_CapInitThreadVSpace, at, 0, 0));
    vm_fault(fault_load, at, PF_PRESENT);
    vm_fault(fault_store, at, PF_PRESENT | PF_WRITE);
    vm_fault(fault_jump, at, PF_PRESENT | PF_FETCH);
    OK(X86_Page_Unmap(frame));
    vm_fault(fault_load, at, 0);
}

/* An access over the edge of a page faults at the page that is missing. */
static void two_pages(void)
{
    const word at = ARCH_SCRATCH + 0x1000;
    arch_map(arena, make(ARCH_FRAME_TYPE, 0), at, true);
    DOES_FAULT(probe_store_both, at + 0x1000);
    is_vm_fault((word)probe_store_both, at + 0x1000, PF_USER | PF_WRITE);
    DOES_FAULT(probe_store_both, at);
    is_vm_fault((word)probe_store_both, at - 4, PF_USER | PF_WRITE);
    EQ(*(volatile unsigned *)at, 0);
}

/* The kernel's half: the processor may or may not say that something is there. */
static void kernel_s_addresses(void)
{
    static const word list[] = {
        0xffff800000000000, 0xffffff8000000000, 0xffffff8000100000, 0xffffffff80000000,
        0xffffffff80100000, 0xfffffffffffff000, 0xfffffffffffffff8,
    };
    for (word i = 0; i < sizeof list / sizeof *list; i++) {
        static void (*const codes[])(void) = { fault_load, fault_store, fault_jump };
        static const word bits[] = { PF_USER, PF_USER | PF_WRITE, PF_USER | PF_FETCH };
        for (word k = 0; k < 3; k++) {
            DOES_FAULT(codes[k], list[i]);
            EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
            EQ(faulted->sys.mr[1], list[i]);
            EQ(faulted->sys.mr[3] & ~(word)PF_PRESENT, bits[k]);
        }
    }
}

/* Any answer to a VM fault repeats the access; with the page mapped it succeeds. */
static void vm_fault_repaired(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), address = ARCH_SCRATCH;
    word values[ARCH_N_REGISTERS];
    vm_fault(fault_load, address, 0);
    arch_map(arena, frame, address, true);
    *(volatile word *)address = 0x1234;
    TRUE(probe_answer(INFO(6, 0, 4), 0xbad, 0xbad, 0xbad));
    EQ(register_dump[ARCH_REG_INFO], 0x1234);       /* rsi */
    probe_registers(values, 0, address);
    for (word i = 1; i < ARCH_N_REGISTERS; i++)
        if (i != ARCH_REG_INFO)
            EQ(register_dump[i], arch_register_kept(i, values[i]));
}

SUITE(fault_kinds,
    { "exceptions-of-instructions", exceptions_of_instructions },
    { "not-canonical", not_canonical },
    { "x87-exception", x87_exception },
    { "answers-to-exceptions", answers_to_exceptions },
    { "debug-exceptions", debug_exceptions },
    { "forbidden-interrupts", forbidden_interrupts },
    { "interrupts-as-calls", interrupts_as_calls },
    { "interrupt-is-no-call", interrupt_is_no_call },
    { "unknown-syscall", unknown_syscall },
    { "answer-to-unknown-syscall", answer_to_unknown_syscall },
    { "repeated-with-another-number", repeated_with_another_number },
    { "short-answers", short_answers },
    { "vm-faults", vm_faults },
    { "rights", rights },
    { "two-pages", two_pages },
    { "kernel-s-addresses", kernel_s_addresses },
    { "vm-fault-repaired", vm_fault_repaired },
);
