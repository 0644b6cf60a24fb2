/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the fault messages of RISC-V carry, and what an answer writes back. The threads under test
 * run probes.S.
 */
#include "operations.h"
#include "probes.h"

static struct thread *faulter, *handler;
static word ep, reply;

static void setup(void)
{
    faulter = thread_new(HIGH);
    handler = thread_new(HIGHER);
    ep = ENDPOINT();
    reply = REPLY();
    thread_set_fault_endpoint(faulter, ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    register_dump[0] = 0;
}

static void start_at(void (*code)(void), word a0)
{
    word values[32];
    for (word i = 0; i < 32; i++)
        values[i] = 0x100 + i;
    values[0] = (word)code;
    values[3] = arch_global_pointer();
    values[16] = a0;
    OK(write_registers(faulter->tcb, 1, 32, values));
}

static void answer(word info, word mr0, word mr1)
{
    START(handler, .number = seL4_SysSend, .cap = reply, .info = info, .mr = { mr0, mr1 });
}

static void exception(void (*code)(void), word number)
{
    setup();
    start_at(code, 0);
    TRUE(handler->done);
    EQ(handler->sys.info, INFO(seL4_Fault_UserException, 0, 4));
    EQ(handler->sys.mr[0], code);
    EQ(handler->sys.mr[1], 0x102);
    EQ(handler->sys.mr[2], number);
    EQ(handler->sys.mr[3], 0);
    /* The answer writes pc and sp. */
    answer(INFO(0, 0, 2), (word)code + 4, 0x777);
    EQ(register_dump[0], 1);
    EQ(register_dump[2], 0x777);
}

static void user_exceptions(void)
{
    exception(fault_illegal_instruction, 2);
    exception(fault_breakpoint, 3);
    setup();
    start_at(fault_illegal_instruction, 0);
    answer(INFO(0, 0, 1), (word)fault_illegal_instruction + 4, 0x777);
    EQ(register_dump[0], 1);
    EQ(register_dump[2], 0x102);        /* one word: only pc */
    setup();
    start_at(fault_illegal_instruction, 0);
    answer(INFO(1, 0, 2), (word)fault_illegal_instruction + 4, 0x777);
    EQ(register_dump[0], 0);            /* another label: stopped, registers written all the same */
    const struct reply r = OK(TCB_ReadRegisters(faulter->tcb, 0, 3));
    EQ(r.mr[0], (word)fault_illegal_instruction + 4);
    EQ(r.mr[2], 0x777);
}

static void unknown_syscall(void)
{
    setup();
    word values[32];
    for (word i = 0; i < 32; i++)
        values[i] = 0x100 + i;
    values[0] = (word)fault_syscall;
    values[23] = 0x7777;
    OK(write_registers(faulter->tcb, 1, 32, values));
    const word *msg = handler->buffer->msg;
    EQ(handler->sys.info, INFO(seL4_Fault_UnknownSyscall, 0, 11));
    EQ(handler->sys.mr[0], fault_syscall_at);
    EQ(handler->sys.mr[1], 0x102);          /* sp */
    EQ(handler->sys.mr[2], 0x101);          /* ra */
    EQ(handler->sys.mr[3], 0x110);          /* a0 */
    for (word i = 4; i < 10; i++)
        EQ(msg[i], 0x110 + i - 3);          /* a1 to a6 */
    EQ(msg[10], 0x7777);

    for (word i = 4; i < 11; i++)
        handler->buffer->msg[i] = 0x900 + i;
    START(handler, .number = seL4_SysSend, .cap = reply, .info = INFO(0, 0, 11),
          .mr = { (word)fault_syscall_at + 4, 0x901, 0x902, 0x903 });
    EQ(register_dump[0], 1);
    EQ(register_dump[2], 0x901);
    EQ(register_dump[1], 0x902);
    EQ(register_dump[10], 0x903);
    EQ(register_dump[11], 0x904);
    EQ(register_dump[16], 0x909);
    EQ(register_dump[17], 0x7777);          /* a7 is not written */
}

static void vm_fault(void (*code)(void), char *at, word address, word prefetch, word status)
{
    setup();
    start_at(code, address);
    TRUE(handler->done);
    EQ(handler->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(handler->sys.mr[0], at);
    EQ(handler->sys.mr[1], address);
    EQ(handler->sys.mr[2], prefetch);
    EQ(handler->sys.mr[3], status);
}

/* Page faults carry the numbers of the access faults. */
static void vm_faults(void)
{
    const word address = ARCH_SCRATCH + 0x5008;
    vm_fault(fault_load, fault_load_at, address, 0, 5);
    vm_fault(fault_store, fault_store_at, address, 0, 7);
    vm_fault(fault_jump, (char *)address, address, 1, 1);
    /* Kernel addresses, and those that are not canonical. */
    vm_fault(fault_load, fault_load_at, 0xffffffff80200000, 0, 5);
    setup();
    start_at(fault_jump, 0xffffffc080000000);
    EQ(handler->sys.info, INFO(seL4_Fault_VMFault, 0, 4));
    EQ(handler->sys.mr[2], 1);
}

static void vm_rights(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), address = ARCH_SCRATCH;
    arch_map(arena, frame, address, false);
    vm_fault(fault_store, fault_store_at, address, 0, 7);
    vm_fault(fault_jump, (char *)root_buffer, (word)root_buffer, 1, 1);
    setup();
    start_at(fault_load, address);
    EQ(register_dump[0], 1);
    OK(RISCV_Page_Map(frame, seL4_CapInitThreadVSpace, address, R_READ | R_WRITE, 1));
    vm_fault(fault_jump, (char *)address, address, 1, 1);
    setup();
    start_at(fault_store, address);
    EQ(register_dump[0], 1);
    /* No access, but executable: nothing can be read. */
    OK(RISCV_Page_Map(frame, seL4_CapInitThreadVSpace, address, 0, 0));
    vm_fault(fault_load, fault_load_at, address, 0, 5);
    vm_fault(fault_store, fault_store_at, address, 0, 7);
}

/* Any answer to a VM fault repeats the access; with the page mapped it succeeds. */
static void vm_fault_repaired(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), address = ARCH_SCRATCH;
    vm_fault(fault_load, fault_load_at, address, 0, 5);
    arch_map(arena, frame, address, true);
    *(volatile word *)address = 0x1234;
    answer(INFO(6, 0, 4), 0xbad, 0xbad);
    EQ(register_dump[0], 1);
    EQ(register_dump[11], 0x1234);
    EQ(register_dump[2], 0x102);
}

/* A device that refuses the access, not the page table: same fault. */
static void access_fault(void)
{
    const word untyped = boot_info->untyped.start;
    word firmware = 0;
    for (word i = untyped; i < boot_info->untyped.end; i++)
        if (boot_info->untypedList[i - untyped].paddr == 0x80000000)
            firmware = i;
    TRUE(firmware != 0);
    const word frame = make_in(firmware, ARCH_FRAME_TYPE, 0);
    arch_map(arena, frame, ARCH_SCRATCH, true);
    vm_fault(fault_load, fault_load_at, ARCH_SCRATCH, 0, 5);
    vm_fault(fault_store, fault_store_at, ARCH_SCRATCH, 0, 7);
    vm_fault(fault_jump, (char *)ARCH_SCRATCH, ARCH_SCRATCH, 1, 1);
}

SUITE(fault_kinds,
    { "user-exceptions", user_exceptions },
    { "unknown-syscall", unknown_syscall },
    { "vm-faults", vm_faults },
    { "vm-rights", vm_rights },
    { "vm-fault-repaired", vm_fault_repaired },
    { "access-fault", access_fault },
);
