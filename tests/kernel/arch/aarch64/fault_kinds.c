/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the fault messages of AArch64 carry, and what an answer writes back. The threads under test
 * run probes.S.
 */
#include "operations.h"
#include "probes.h"

/* --- exceptions ------------------------------------------------------------------------------ */

static void user_exception(void (*code)(void), word number)
{
    FALSE(probe_run(code, 0));
    EQ(faulted->sys.info, INFO(seL4_Fault_UserException, 0, 5));
    EQ(faulted->sys.mr[0], code);
    EQ(faulted->sys.mr[1], PROBE_SP);
    EQ(faulted->sys.mr[2], 0x50000000 | SPSR_USER);
    EQ(faulted->sys.mr[3], number);
    EQ(faulted->buffer->msg[4], 0);
    /* The answer writes pc, sp and status. */
    TRUE(probe_answer(INFO(0, 0, 3), (word)code + 4, 0x7770, 0xa00003c5));
    EQ(register_dump[DUMP_SP], 0x7770);
    EQ(register_dump[DUMP_NZCV], 0xa0000000);
}

/* What does not exist at EL0: the processor says no more than that. */
static void undefined_instructions(void)
{
    static void (*const codes[])(void) = {
        probe_undefined, probe_hvc, probe_smc, probe_eret, probe_read_sctlr, probe_write_vbar,
        probe_write_spsel, probe_tlbi, probe_at, probe_write_tpidrro, probe_read_mdscr,
        probe_ic_iallu, probe_dc_isw, probe_dc_ivac, probe_read_actlr, probe_read_cntkctl,
    };
    for (word i = 0; i < sizeof codes / sizeof *codes; i++)
        user_exception(codes[i], ESR_UNKNOWN);
}

static void answers_to_exceptions(void)
{
    probe_run(probe_undefined, 0);
    TRUE(probe_answer(INFO(0, 0, 1), (word)probe_undefined + 4, 0x777, 0));
    EQ(register_dump[DUMP_SP], PROBE_SP);                 /* one word: only pc */
    EQ(register_dump[DUMP_NZCV], 0x50000000);
    probe_run(probe_undefined, 0);
    /* Another label: stopped, registers written all the same. */
    FALSE(probe_answer(INFO(1, 0, 3), (word)probe_undefined + 4, 0x777, 0xffffffffffffffff));
    const struct reply r = OK(TCB_ReadRegisters(prober->tcb, 0, 3));
    EQ(r.mr[0], (word)probe_undefined + 4);
    EQ(r.mr[1], 0x777);
    EQ(r.mr[2], SPSR_FLAGS | SPSR_USER);
    probe_run(probe_undefined, 0);
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply);
    EQ(info_label(faulted->sys.info), seL4_Fault_UserException);    /* repeated, and again */
}

/* Exceptions with a syndrome of their own. A kernel at EL2 calls all of them VCPU faults. */
static void trapped(word pc, word address, word class)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, pc, address);
    FALSE(probe_run_registers(values));
    EQ(info_label(faulted->sys.info), ARCH_TRAP_FAULT);
    EQ(info_length(faulted->sys.info), EL == 2 ? 1 : 5);
    EQ(ESR_CLASS(ARCH_TRAP_ESR(faulted->sys.mr)), class);
    EQ(ARCH_TRAP_ESR(faulted->sys.mr) >> 32, 0);
    EQ(OK(TCB_ReadRegisters(prober->tcb, 0, 1)).mr[0], pc);    /* not advanced */
}

static void trapped_instructions(void)
{
    trapped((word)probe_daif_set, 0, CLASS_SYSTEM_REGISTER);
    trapped((word)probe_daif_clear, 0, CLASS_SYSTEM_REGISTER);
    trapped((word)probe_read_cntvct, 0, CLASS_SYSTEM_REGISTER);
    trapped((word)probe_undefined + 2, 0, CLASS_PC_ALIGNMENT);
#ifndef CONFIG_HARDWARE_DEBUG_API
    trapped((word)probe_breakpoint, 0, CLASS_BREAK);
    EQ(ARCH_TRAP_ESR(faulted->sys.mr) & 0xffff, 0x4d);
#endif
}

/* Any answer to a VCPU fault repeats the instruction, also one with a label; nothing is written.
 * At EL1 the message is that of an exception, and so is the answer. */
static void answers_to_traps(void)
{
    trapped((word)probe_read_cntvct, 0, CLASS_SYSTEM_REGISTER);
#if EL == 2
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply,
          .info = INFO(7, 0, 1), .mr = { (word)probe_read_cntvct + 4 });
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_VCPUFault, 0, 1));
    const word past = (word)probe_read_cntvct + 4;
    OK(write_registers(prober->tcb, 0, 1, &past));
    EQ(register_dump[DUMP_DONE], 0);
    OK(write_registers(prober->tcb, 1, 1, &past));
#else
    probe_answer(INFO(0, 0, 1), (word)probe_read_cntvct + 4, 0, 0);
#endif
    EQ(register_dump[DUMP_DONE], 1);
    EQ(register_dump[DUMP_SP], PROBE_SP);
}

/* --- unknown system calls -------------------------------------------------------------------- */

static void unknown_syscall(void)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)fault_syscall, 0x103);
    values[ARCH_REG_ARG0 + 7] = 0x7777;
    FALSE(probe_run_registers(values));
    const word *msg = faulted->buffer->msg;
    EQ(faulted->sys.info, INFO(seL4_Fault_UnknownSyscall, 0, 13));
    for (word i = 0; i < 4; i++)
        EQ(faulted->sys.mr[i], 0x103 + i);          /* x0 to x3 */
    for (word i = 4; i < 7; i++)
        EQ(msg[i], 0x103 + i);
    EQ(msg[7], 0x7777);
    EQ(msg[8], fault_syscall);
    EQ(msg[9], PROBE_SP);
    EQ(msg[10], (word)fault_syscall + 4);           /* not x30 */
    EQ(msg[11], 0x50000000 | SPSR_USER);
    EQ(msg[12], 0x7777);
}

static void answer_to_unknown_syscall(void)
{
    unknown_syscall();
    word *msg = faulted->buffer->msg;
    for (word i = 4; i < 8; i++)
        msg[i] = 0x900 + i;
    msg[8] = (word)fault_syscall + 4;
    msg[9] = 0x9990;
    msg[10] = 0xdead;                               /* no lasting effect */
    msg[11] = 0xffffffffffffffff;
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = INFO(0, 0, 13),
          .mr = { 0x900, 0x901, 0x902, 0x903 });
    EQ(register_dump[DUMP_DONE], 1);
    for (word i = 0; i < 8; i++)
        EQ(register_dump[i], 0x900 + i);
    EQ(register_dump[8], 0x10b);
    EQ(register_dump[30], 0x110);
    EQ(register_dump[DUMP_SP], 0x9990);
    EQ(register_dump[DUMP_NZCV], SPSR_FLAGS);
}

/* The number that comes back is one that the kernel knows: the call is repeated with it. */
static void repeated_with_another_number(void)
{
    unknown_syscall();
    word *msg = faulted->buffer->msg;
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x31);
    for (word i = 4; i < 12; i++)
        msg[i] = 0;
    msg[7] = (word)seL4_SysSend;
    msg[8] = (word)fault_syscall;
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = INFO(0, 0, 9),
          .mr = { badged });
    EQ(register_dump[DUMP_DONE], 1);
    EQ(poll(n), 0x31);
}

/* A word of pc more or less: five words leave it, and the call is repeated. */
static void short_answers(void)
{
    unknown_syscall();
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply,
          .info = INFO(0, 0, 2), .mr = { 0x55, 0x56, 0x57 });
    EQ(faulted->sys.info, INFO(seL4_Fault_UnknownSyscall, 0, 13));
    EQ(faulted->sys.mr[0], 0x55);
    EQ(faulted->sys.mr[1], 0x56);
    EQ(faulted->sys.mr[2], 0x105);
    EQ(faulted->buffer->msg[8], fault_syscall);
}

/* --- the address space ----------------------------------------------------------------------- */

/* The status words of a translation fault at any level (4..7) or a permission fault (12..15). */
#define TRANSLATION 4
#define PERMISSION  12

static void vm_fault(void (*code)(void), word address, word status)
{
    FALSE(probe_run(code, address));
    EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(faulted->sys.mr[0], code == fault_jump ? address : (word)code);
    EQ(faulted->sys.mr[1], address);
    EQ(faulted->sys.mr[2], code == fault_jump);
    EQ(ESR_CLASS(faulted->sys.mr[3]), code == fault_jump ? CLASS_FETCH : CLASS_DATA);
    EQ(faulted->sys.mr[3] & ESR_WRITE, code == fault_store ? ESR_WRITE : 0);
    EQ(ESR_STATUS(faulted->sys.mr[3]) & ~(word)3, status);
    EQ(faulted->sys.mr[3] >> 32, 0);
}

static void vm_faults(void)
{
    const word address = ARCH_SCRATCH + 0x5008;
    vm_fault(fault_load, address, TRANSLATION);
    vm_fault(fault_store, address, TRANSLATION);
    vm_fault(fault_jump, address, TRANSLATION);
    vm_fault(fault_load, 0, TRANSLATION);
    vm_fault(fault_store, USER_LAST - 7, TRANSLATION);
}

/* Addresses of the kernel, and those that no table can have: the status is the processor's. */
static void addresses_beyond(void)
{
    static const word list[] = {
        USER_LAST + 1, 0x800000000000, 0x1000000000000, 0xffff000000000000, 0xffffff8060000000,
        0xffffffffc0000000, 0xfffffffffffffff8,
    };
    for (word i = 0; i < sizeof list / sizeof *list; i++) {
        probe_run(fault_load, list[i]);
        EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
        EQ(faulted->sys.mr[0], fault_load);
        EQ(faulted->sys.mr[1], list[i]);
        EQ(ESR_CLASS(faulted->sys.mr[3]), CLASS_DATA);
        probe_run(fault_store, list[i]);
        EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
        EQ(faulted->sys.mr[3] & ESR_WRITE, ESR_WRITE);
        FALSE(probe_run(fault_jump, list[i]));
        EQ(faulted->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
        EQ(faulted->sys.mr[2], 1);
        EQ(ESR_CLASS(faulted->sys.mr[3]), CLASS_FETCH);
    }
}

/* The kernel's own image and window, where the thread's tables could name them. */
static void kernel_memory_is_not_there(void)
{
    vm_fault(fault_load, 0x60000000, TRANSLATION);
    vm_fault(fault_load, 0x40000000, TRANSLATION);
    vm_fault(fault_load, 0xffc0000000, TRANSLATION);
    vm_fault(fault_load, 0x8060000000, TRANSLATION);
    vm_fault(fault_store, 0x8060000000, TRANSLATION);
}

/* Any answer to a VM fault repeats the access; with the page mapped it succeeds. */
static void vm_fault_repaired(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), address = ARCH_SCRATCH;
    vm_fault(fault_load, address, TRANSLATION);
    arch_map(arena, frame, address, true);
    *(volatile word *)address = 0x1234;
    TRUE(probe_answer(INFO(6, 0, 4), 0xbad, 0xbad, 0xbad));
    EQ(register_dump[1], 0x1234);
    EQ(register_dump[DUMP_SP], PROBE_SP);
}

static void no_write_through_read_only(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), address = ARCH_SCRATCH;
    arch_map(arena, frame, address, false);
    vm_fault(fault_store, address, PERMISSION);
    TRUE(probe_run(fault_load, address));
}

SUITE(fault_kinds,
    { "undefined-instructions", undefined_instructions },
    { "answers-to-exceptions", answers_to_exceptions },
    { "trapped-instructions", trapped_instructions },
    { "answers-to-traps", answers_to_traps },
    { "unknown-syscall", unknown_syscall },
    { "answer-to-unknown-syscall", answer_to_unknown_syscall },
    { "repeated-with-another-number", repeated_with_another_number },
    { "short-answers", short_answers },
    { "vm-faults", vm_faults },
    { "addresses-beyond", addresses_beyond },
    { "kernel-memory-is-not-there", kernel_memory_is_not_there },
    { "vm-fault-repaired", vm_fault_repaired },
    { "no-write-through-read-only", no_write_through_read_only },
);
