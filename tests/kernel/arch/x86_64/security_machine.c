/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A program that tries everything its instructions can say: privileged instructions, ports, every
 * opcode, every kind of address, and the ways in which x86 kernels have been broken. Each attempt
 * must end as that program's own fault, or do what programs may.
 */
#include "board.h"
#include "security.h"
#include "probes.h"

#define MAX_BYTES 10
#define NONSENSE  0xfffffffffffffff0UL
#define WINDOW    0xffffff8000000000UL
#define IMAGE     0xffffffff80000000UL

struct code {
    const char *name;
    word vectors;               /* bits: exceptions that refuse it */
    unsigned char n, bytes[MAX_BYTES];
};
#define BIT(vector) ((word)1 << (vector))
#define GP          BIT(PROTECTION)
#define UD          BIT(UNDEFINED)

/* --- instructions ---------------------------------------------------------------------------- */

static const struct code privileged[] = {
    { "hlt", GP, 1, { 0xf4 } }, { "cli", GP, 1, { 0xfa } }, { "sti", GP, 1, { 0xfb } },
    { "in al, imm", GP, 2, { 0xe4, 0x60 } }, { "in eax, imm", GP, 2, { 0xe5, 0x60 } },
    { "out imm, al", GP, 2, { 0xe6, 0x80 } }, { "out imm, eax", GP, 2, { 0xe7, 0x80 } },
    { "in al, dx", GP, 1, { 0xec } }, { "in eax, dx", GP, 1, { 0xed } },
    { "out dx, al", GP, 1, { 0xee } }, { "out dx, eax", GP, 1, { 0xef } },
    { "insb", GP, 1, { 0x6c } }, { "insd", GP, 1, { 0x6d } },
    { "outsb", GP, 1, { 0x6e } }, { "outsd", GP, 1, { 0x6f } },
    { "rep outsb", GP, 2, { 0xf3, 0x6e } },
    { "clts", GP, 2, { 0x0f, 0x06 } }, { "invd", GP, 2, { 0x0f, 0x08 } },
    { "wbinvd", GP, 2, { 0x0f, 0x09 } }, { "sysret", GP, 3, { 0x48, 0x0f, 0x07 } },
    { "sysret32", GP, 2, { 0x0f, 0x07 } }, { "sysenter", GP | UD, 2, { 0x0f, 0x34 } },
    { "sysexit", GP | UD, 3, { 0x48, 0x0f, 0x35 } }, { "sysexit32", GP | UD, 2, { 0x0f, 0x35 } },
    { "wrmsr", GP, 2, { 0x0f, 0x30 } }, { "rdmsr", GP, 2, { 0x0f, 0x32 } },
    { "swapgs", GP, 3, { 0x0f, 0x01, 0xf8 } }, { "xsetbv", GP, 3, { 0x0f, 0x01, 0xd1 } },
    { "lgdt", GP, 3, { 0x0f, 0x01, 0x17 } }, { "lidt", GP, 3, { 0x0f, 0x01, 0x1f } },
    { "lldt", GP, 3, { 0x0f, 0x00, 0xd0 } }, { "ltr", GP, 3, { 0x0f, 0x00, 0xd8 } },
    { "lmsw", GP, 3, { 0x0f, 0x01, 0xf0 } }, { "invlpg", GP, 3, { 0x0f, 0x01, 0x3f } },
    { "invpcid", GP | UD, 5, { 0x66, 0x0f, 0x38, 0x82, 0x07 } },
    { "clac", GP | UD, 3, { 0x0f, 0x01, 0xca } }, { "stac", GP | UD, 3, { 0x0f, 0x01, 0xcb } },
    { "vmcall", GP | UD, 3, { 0x0f, 0x01, 0xc1 } },
    { "vmlaunch", GP | UD, 3, { 0x0f, 0x01, 0xc2 } },
    { "vmrun", GP | UD, 3, { 0x0f, 0x01, 0xd8 } }, { "vmmcall", GP | UD, 3, { 0x0f, 0x01, 0xd9 } },
    { "vmload", GP | UD, 3, { 0x0f, 0x01, 0xda } }, { "vmsave", GP | UD, 3, { 0x0f, 0x01, 0xdb } },
    { "stgi", GP | UD, 3, { 0x0f, 0x01, 0xdc } }, { "clgi", GP | UD, 3, { 0x0f, 0x01, 0xdd } },
    { "skinit", GP | UD, 3, { 0x0f, 0x01, 0xde } }, { "invlpga", GP | UD, 3, { 0x0f, 0x01, 0xdf } },
    { "vmxon", GP | UD, 4, { 0xf3, 0x0f, 0xc7, 0x37 } }, { "rsm", GP | UD, 2, { 0x0f, 0xaa } },
    { "monitor", GP | UD, 3, { 0x0f, 0x01, 0xc8 } }, { "mwait", GP | UD, 3, { 0x0f, 0x01, 0xc9 } },
    { "xsaves", GP | UD, 4, { 0x48, 0x0f, 0xc7, 0x2f } },
    { "xrstors", GP | UD, 4, { 0x48, 0x0f, 0xc7, 0x1f } },
    { "int 0x20", GP, 2, { 0xcd, 0x20 } }, { "int 0x9d", GP, 2, { 0xcd, 0x9d } },
};

/* Lets the attacker run `c` with `rdi` and every other register nonsense; whether its fault is one
 * of that very instruction. rdx is no system call of any kernel. */
static bool refused(word i, const struct code *c, word rdi)
{
    word values[ARCH_N_REGISTERS];
    for (word j = 0; j < ARCH_N_REGISTERS; j++)
        values[j] = NONSENSE;
    values[ARCH_REG_PC] = probe_code(i % N_CODES, c->bytes, c->n);
    values[ARCH_REG_SYSCALL] = 0x7ffffff0;
    values[ARCH_REG_FLAGS] = 0;
    values[ARCH_REG_ARG0] = rdi;
    FALSE(probe_run_registers(values));
    TRUE(faulted->done);
    return OK(TCB_ReadRegisters(prober->tcb, 0, 1)).mr[0] == values[ARCH_REG_PC];
}

static void must_be_refused(word i, const struct code *c, word rdi)
{
    check_equal(HERE, c->name, refused(i, c, rdi), 1);
    check_equal(HERE, c->name, info_label(faulted->sys.info), seL4_Fault_UserException);
    check_equal(HERE, c->name, c->vectors >> faulted->sys.mr[3] & 1, 1);
}

static word some_memory(void)
{
    const word at = ARCH_SCRATCH + 0x100000;
    arch_map(arena, make(ARCH_FRAME_TYPE, 0), at, true);
    return at;
}

static void privileged_instructions(void)
{
    probe_code_pages();
    const word at = some_memory();
    for (word i = 0; i < sizeof privileged / sizeof *privileged; i++)
        must_be_refused(i, &privileged[i], at);
}

/* mov to and from each control and debug register; those that do not exist are undefined. */
static void control_registers(void)
{
    probe_code_pages();
    for (word op = 0x20; op < 0x24; op++)
        for (word r = 0; r < 16; r++) {
            struct code c = { "control or debug register", GP | UD, 4,
                              { (unsigned char)(r >= 8 ? 0x44 : 0x40), 0x0f, (unsigned char)op,
                                (unsigned char)(0xc7 | (r & 7) << 3) } };
            must_be_refused(r, &c, 0);
        }
}

/* Ports: by number and by register, those of the kernel's own devices too. */
static void ports(void)
{
    static const unsigned short port[] = {
        0x20, 0x21, 0xa0, 0xa1, 0x40, 0x43, 0x60, 0x64, 0x70, 0x71, 0x80, 0x92, 0x3f8, 0x3fd,
        0x604, 0xcf8, 0xcfc, 0xffff, 0x7000,
    };
    static const struct code dx[] = {
        { "in al, dx", GP, 1, { 0xec } }, { "in ax, dx", GP, 2, { 0x66, 0xed } },
        { "out dx, al", GP, 1, { 0xee } }, { "out dx, eax", GP, 1, { 0xef } },
    };
    word values[ARCH_N_REGISTERS];
    probe_code_pages();
    arch_some_port();                       /* a capability opens no port to instructions */
    for (word i = 0; i < sizeof port / sizeof *port; i++)
        for (word k = 0; k < 4; k++) {
            probe_registers(values, probe_code(k, dx[k].bytes, dx[k].n), 0);
            values[ARCH_REG_SYSCALL] = port[i];     /* rdx */
            FALSE(probe_run_registers(values));
            EQ(faulted->sys.mr[0], values[ARCH_REG_PC]);
            EQ(faulted->sys.mr[3], PROTECTION);
            EQ(faulted->buffer->msg[4], 0);
        }
    for (word n = 0; n < 256; n += 5) {
        struct code c = { "in al, imm", GP, 2, { 0xe4, (unsigned char)n } };
        must_be_refused(n, &c, 0);
    }
}

/* Where the kernel's tables are is not a program's business; processors that can keep it to
 * themselves are told to. */
static void table_registers(void)
{
    static void (*const stores[])(void) = {
        probe_sgdt, probe_sidt, probe_sldt, probe_str, probe_smsw,
    };
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_cpuid, 0);
    values[ARCH_REG_RAX] = 7;
    values[ARCH_REG_RCX] = 0;
    TRUE(probe_run_registers(values));
    const bool umip = register_dump[ARCH_REG_RCX] >> 2 & 1;
    for (word i = 0; i < 5; i++) {
        const bool done = probe_run(stores[i], 0);
        if (umip) {
            FALSE(done);
            EQ(faulted->sys.mr[3], PROTECTION);
        }
    }
}

/* Every opcode of one and two bytes, with operands in registers and in memory, with and without a
 * prefix: whatever it does, it ends in a fault of the thread that ran it; the kernel goes on. */
static void every_opcode(void)
{
    static const unsigned char prefix[] = { 0, 0x48, 0x66, 0xf3 };
    probe_code_pages();
    const word at = some_memory();
    for (word map = 0; map < 2; map++)
        for (word op = 0; op < 256; op++)
            for (word p = 0; p < sizeof prefix; p++)
                for (word modrm = op % 8 * 8; modrm < 256; modrm += 0xc0) {
                    struct code c = { "", 0, 0, { 0 } };
                    if (p)
                        c.bytes[c.n++] = prefix[p];
                    if (map)
                        c.bytes[c.n++] = 0x0f;
                    c.bytes[c.n++] = (unsigned char)op;
                    c.bytes[c.n++] = (unsigned char)(modrm | 7);
                    refused(op, &c, at);
                }
}

/* --- addresses ------------------------------------------------------------------------------- */

static const word forbidden[] = {
    0, 8, 0xfff, USER_LAST - 0xfff, USER_LAST - 7, USER_LAST,
    NON_CANONICAL, 0x7fffffffffffffff, 0x8000000000000000, 0xffff7fffffffffff,
    0xffff800000000000, WINDOW, WINDOW + 0x100000, WINDOW + 0x1000000,
    WINDOW + BOARD_IOAPIC_BASE, WINDOW + BOARD_APIC_BASE, WINDOW + 0x3f800000,
    IMAGE, IMAGE + 0x100000, IMAGE + 0x110000, IMAGE + 0x200000, 0xffffffffffe00000,
    0xfffffffffffff000, 0xfffffffffffffff8, 0xffffffffffffffff,
    BOARD_IOAPIC_BASE, BOARD_APIC_BASE, BOARD_HPET_BASE, 0x3f800000,        /* physical */
};

/* Its own fault: that of the page, or, of an address that is none or only half of one, another. */
static void expect_fault(word bits, word address)
{
    const bool strange = address + NON_CANONICAL >= 2 * NON_CANONICAL || address + 8 < 8
                         || (address <= USER_LAST && address + 7 > USER_LAST);
    TRUE(faulted->done);
    if (info_label(faulted->sys.info) == seL4_Fault_UserException) {
        TRUE(strange);
        EQ(faulted->sys.mr[3], PROTECTION);
        return;
    }
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[3] & ~(word)PF_PRESENT, bits | PF_USER);
}

static void kernel_memory(void)
{
    for (word i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        word values[ARCH_N_REGISTERS];
        FALSE(probe_run(fault_load, forbidden[i]));
        expect_fault(0, forbidden[i]);
        FALSE(probe_run(fault_store, forbidden[i]));
        expect_fault(PF_WRITE, forbidden[i]);
        FALSE(probe_run(fault_jump, forbidden[i]));
        expect_fault(PF_FETCH, forbidden[i]);
        probe_registers(values, forbidden[i], 0);
        FALSE(probe_run_registers(values));         /* written as rip: 0 if it is not canonical */
        TRUE(faulted->done);
    }
}

/* Each page of the kernel's image, and one of each gigabyte of the window. */
static void all_of_the_kernel(void)
{
    for (word i = 0; i < 512; i++) {
        FALSE(probe_run(fault_load, IMAGE + 0x100000 + i * 4096));
        expect_fault(0, IMAGE);
    }
    for (word i = 0; i < 512; i++) {
        FALSE(probe_run(fault_load, WINDOW + (i << 30)));
        expect_fault(0, WINDOW);
    }
    for (word i = 0; i < 256; i++) {
        FALSE(probe_run(fault_load, 0xffff800000000000 + (i << 39)));
        expect_fault(0, WINDOW);
    }
}

/* Every register a kernel address or nonsense: the kernel uses none of them. */
static void registers_of_the_attacker(void)
{
    static const word content[] = { WINDOW + 0x100000, IMAGE + 0x100000, ~(word)0, 1 };
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    for (word kind = 0; kind < 4; kind++) {
        word values[ARCH_N_REGISTERS];
        for (word i = 0; i < ARCH_N_REGISTERS; i++)
            values[i] = content[kind];
        values[ARCH_REG_PC] = (word)arch_repeat;
        values[ARCH_REG_ARG0] = n;
        values[ARCH_REG_INFO] = 0;
        values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
        OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
        signal(n);                      /* it came through the kernel, and waits again */
        EQ(poll(n), 0);
        const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
        EQ(r.mr[ARCH_REG_GS], content[kind]);
        EQ(r.mr[ARCH_REG_RBX], content[kind]);
    }
}

/* --- how kernels were broken ----------------------------------------------------------------- */

/*
 * SYSRET to an address that is not canonical faults in the kernel, on the user's stack
 * (CVE-2012-0217). The last page, behind which the hole begins, cannot be mapped; and no other way
 * makes such an rip: written it becomes 0.
 */
static void return_to_the_hole(void)
{
    const word frame = make(ARCH_FRAME_TYPE, 0), large = make(ARCH_LARGE_TYPE, 0);
    const word huge = make_in(device_ram_cap, ARCH_HUGE_TYPE, 0);
    word values[ARCH_N_REGISTERS];
    ERR(X86_Page_Map(frame, seL4_CapInitThreadVSpace, USER_LAST - 0xfff, 3, 0), InvalidArgument, 0);
    ERR(X86_Page_Map(large, seL4_CapInitThreadVSpace, USER_LAST - 0x1fffff, 3, 0),
        InvalidArgument, 0);
    ERR(X86_Page_Map(huge, seL4_CapInitThreadVSpace, USER_LAST - 0x3fffffff, 3, 0),
        InvalidArgument, 0);
    /* A system call as the last instruction of the last page that there can be. */
    arch_map(arena, frame, 0x7fffffffe000, true);
    *(volatile unsigned short *)0x7fffffffeffe = 0x050f;
    probe_registers(values, 0x7fffffffeffe, NOTIFICATION());
    values[ARCH_REG_INFO] = 0;
    values[ARCH_REG_SYSCALL] = (word)seL4_SysSend;
    FALSE(probe_run_registers(values));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[0], 0x7ffffffff000);
    /* The same answered and written while it is in the call. */
    static const word bad[] = { NON_CANONICAL, 0x8000000000000000, 0xffff7ffffffff000 };
    for (word i = 0; i < 3; i++) {
        struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
        const word n = NOTIFICATION(), ep = ENDPOINT();
        thread_set_fault_endpoint(t, ep);
        START(t, .number = seL4_SysWait, .cap = n);
        START(handler, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
        OK(write_registers(t->tcb, 0, 1, &bad[i]));
        OK(TCB_Resume(t->tcb));
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_VMFault);
        EQ(handler->sys.mr[0], 0);
    }
}

/* SetTLSBase stores what it gets. Whatever the kernel does with a base that the processor would
 * refuse, it does not die of it, and the thread runs. */
static void base_that_is_no_address(void)
{
    static const word bad[] = { NON_CANONICAL, 0x8000000000000000, 0xffff7fffffffffff };
    for (word i = 0; i < 3; i++) {
        TRUE(probe_run(probe_nops, 0));
        OK(TCB_SetTLSBase(prober->tcb, bad[i]));
        const word pc = (word)probe_nops;
        register_dump[DUMP_DONE] = 0;
        OK(write_registers(prober->tcb, 1, 1, &pc));
        EQ(register_dump[DUMP_DONE], 1);
        word fs;
        OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, bad[i]));
        __asm__ volatile("rdfsbase %0" : "=r"(fs));
        TRUE(fs + NON_CANONICAL < 2 * NON_CANONICAL);
        OK(TCB_SetTLSBase(seL4_CapInitThreadTCB, 0));
    }
}

/* The base of gs that looks like the kernel's own: whoever tells by it who was interrupted is
 * deceived. Through system calls, faults, interrupts, software interrupts. */
static void base_like_the_kernel_s(void)
{
    static const unsigned char loop[] = { 0xeb, 0xfe };
    static const word gs[] = { IMAGE + 0x110000, WINDOW, 0xffff800000000000, ~(word)0, 0 };
    static void (*const code[])(void) = {
        probe_int_fe, probe_undefined, probe_int_80, fault_syscall, probe_hlt,
    };
    probe_code_pages();
    for (word i = 0; i < sizeof gs / sizeof *gs; i++) {
        word values[ARCH_N_REGISTERS];
        for (word k = 0; k < sizeof code / sizeof *code; k++) {
            probe_registers(values, (word)code[k], 0);
            values[ARCH_REG_GS] = gs[i];
            FALSE(probe_run_registers(values));
            TRUE(faulted->done);
            EQ(OK(TCB_ReadRegisters(prober->tcb, 0, 20)).mr[ARCH_REG_GS], gs[i]);
        }
        struct thread *t = thread_new(LOW);
        probe_registers(values, probe_code(0, loop, 2), 0);
        values[ARCH_REG_GS] = gs[i];
        OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
        for (word k = 0; k < 20; k++)
            sleep_us(97);
        EQ(OK(TCB_ReadRegisters(t->tcb, 0, 20)).mr[ARCH_REG_GS], gs[i]);
        OK(TCB_Suspend(t->tcb));
    }
}

/* A load of ss holds debug exceptions back for one instruction; if that is a way into the kernel,
 * they come there (CVE-2018-8897). With the trap flag, and with a watchpoint on what is loaded. */
static void held_back_exceptions(void)
{
    static void (*const code[])(void) = { probe_mov_ss_syscall, probe_mov_ss_int };
    word values[ARCH_N_REGISTERS];
    TRUE(probe_run(probe_selectors, 0));
    const word ss = register_dump[9 + 2];
    for (word flags = 0; flags < 2; flags++)
        for (word i = 0; i < 2; i++) {
            probe_registers(values, (word)code[i], ss);
            values[ARCH_REG_INFO] = FLAGS_USER | (flags ? FLAG_TRAP : 0);
            values[ARCH_REG_SYSCALL] = (word)seL4_SysNBSend;
            probe_run_registers(values);
            TRUE(faulted->done);
        }
#ifdef CONFIG_HARDWARE_DEBUG_API
    static unsigned short watched[4] __attribute__((aligned(8)));
    static const struct code load[] = {     /* mov ss, [rdi]; then int, int3, syscall, ud2 */
        { "", 0, 4, { 0x8e, 0x17, 0xcd, 0xfe } }, { "", 0, 3, { 0x8e, 0x17, 0xcc } },
        { "", 0, 4, { 0x8e, 0x17, 0x0f, 0x05 } }, { "", 0, 4, { 0x8e, 0x17, 0x0f, 0x0b } },
        { "", 0, 4, { 0x8e, 0x17, 0xcd, 0x80 } }, { "", 0, 3, { 0x8e, 0x17, 0xf1 } },
    };
    watched[0] = (unsigned short)ss;
    probe_code_pages();
    OK(TCB_SetBreakpoint(prober->tcb, 0, (word)watched, 0, 2, 2));
    for (word i = 0; i < sizeof load / sizeof *load; i++) {
        probe_registers(values, probe_code(i, load[i].bytes, load[i].n), (word)watched);
        values[ARCH_REG_SYSCALL] = 0x7ffffff0;
        FALSE(probe_run_registers(values));
        TRUE(faulted->done);
        TRUE(faulted->sys.mr[0] < USER_LAST);
    }
    OK(TCB_UnsetBreakpoint(prober->tcb, 0));
#endif
}

/* Frames that IRET refuses, where the kernel would be the one that executes it. */
static void flags_for_iret(void)
{
    static const word flags[] = {
        FLAG_NESTED, 0x20000, 0x3000, FLAG_RESUME, 0x80000, ~(word)0, 0x100,
    };
    for (word i = 0; i < sizeof flags / sizeof *flags; i++) {
        word values[ARCH_N_REGISTERS];
        probe_registers(values, (word)probe_nops, 0);
        values[ARCH_REG_FLAGS] = flags[i];
        TRUE(probe_run_registers(values));
        EQ(register_dump[ARCH_REG_FLAGS], arch_register_kept(ARCH_REG_FLAGS, flags[i]));
    }
    /* Set by the program, then interrupted and left by IRET many times. */
    static const unsigned char code[] = {       /* push rdi; popfq; dec rsi; jnz; behind it hlt */
        0x57, 0x9d, 0x48, 0xff, 0xce, 0x75, 0xfb,
    };
    probe_code_pages();
    for (word i = 0; i < 2; i++) {
        struct thread *t = thread_new(LOW), *handler = thread_new(HIGHER);
        const word ep = ENDPOINT(), set = FLAGS_USER | FLAG_ALIGNMENT | FLAG_NESTED | FLAG_ID;
        word values[ARCH_N_REGISTERS];
        thread_set_fault_endpoint(t, ep);
        START(handler, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
        probe_registers(values, probe_code(0, code, sizeof code), set);
        values[ARCH_REG_INFO] = 2000000;
        OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
        for (word k = 0; k < 60; k++)
            sleep_us(100);
        TRUE(handler->done);
        EQ(info_label(handler->sys.info), seL4_Fault_UserException);
        EQ(handler->sys.mr[2] & set & ~(word)0x202, set & ~(word)0x202);
    }
}

/* --- what others leave ----------------------------------------------------------------------- */

/* Every register of a thread holds a secret, and it waits in the kernel. A thread that starts
 * afterwards, and one that makes system calls, find none of it. */
#define SECRET 0x5ec2e7000000UL

static void no_secret(const word *values, word n)
{
    for (word i = 0; i < n; i++)
        FALSE(values[i] >= SECRET && values[i] < SECRET + 0x1000);
}

static void registers_of_others(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH);
    const word n = NOTIFICATION(), pc = (word)registers_dump_and_stop;
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = SECRET + i;
    values[ARCH_REG_PC] = (word)arch_repeat;
    values[ARCH_REG_FLAGS] = 0;
    values[ARCH_REG_ARG0] = n;
    values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    OK(write_registers(other->tcb, 1, 1, &pc));
    no_secret(register_dump, ARCH_N_REGISTERS);
    TRUE(probe_run(probe_nops, 0));
    no_secret(register_dump, ARCH_N_REGISTERS);
    signal(n);
    word kept[8];
    __asm__ volatile("mov %%rax, %0\n\tmov %%rcx, %1\n\tmov %%rdx, %2\n\tmov %%r8, %3\n\t"
                     "mov %%r9, %4\n\tmov %%r10, %5\n\tmov %%r11, %6\n\tmov %%r14, %7"
                     : "=m"(kept[0]), "=m"(kept[1]), "=m"(kept[2]), "=m"(kept[3]), "=m"(kept[4]),
                       "=m"(kept[5]), "=m"(kept[6]), "=m"(kept[7]));
    no_secret(kept, 8);
}

static void fill_vectors(struct thread *t)
{
    fpu_fill(SECRET);
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, fpu_differences(SECRET));
}

/* The unit, too: what a new thread reads first is the state of a processor after reset. */
static void look_at_vectors(struct thread *t)
{
    thread_note(t, fpu_is_zero());
}

static void vectors_of_others(void)
{
    struct thread *t = thread_new(HIGH);
    t->arg[0] = NOTIFICATION();
    thread_run(t, fill_vectors);
    for (word i = 0; i < 3; i++) {
        struct thread *other = thread_new(HIGH);
        thread_run(other, look_at_vectors);
        EQ(other->log[0], 1);
    }
    signal(t->arg[0]);
    EQ(t->log[0], 0);
}

/* --- memory that is handed out --------------------------------------------------------------- */

static bool overlap(word a, word a_end, word b, word b_end)
{
    return a < b_end && b < a_end;
}

/* No untyped contains what the kernel keeps, and no two share a byte. */
static void untypeds_are_disjoint(void)
{
    const word n = boot_info->untyped.end - boot_info->untyped.start;
    const word image = arch_frame_address(boot_info->userImageFrames.start);
    const word image_end = image +
        (boot_info->userImageFrames.end - boot_info->userImageFrames.start) * 4096;
    for (word i = 0; i < n; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i];
        const word end = d->paddr + ((word)1 << d->sizeBits);
        FALSE(overlap(d->paddr, end, image, image_end));
        FALSE(overlap(d->paddr, end, BOARD_APIC_BASE, BOARD_APIC_BASE + 4096));
        FALSE(overlap(d->paddr, end, BOARD_IOAPIC_BASE, BOARD_IOAPIC_BASE + 4096));
        FALSE(d->isDevice && overlap(d->paddr, end, ARCH_RAM_BASE, image_end));
        for (word j = i + 1; j < n; j++) {
            const seL4_UntypedDesc *e = &boot_info->untypedList[j];
            FALSE(overlap(d->paddr, end, e->paddr, e->paddr + ((word)1 << e->sizeBits)));
        }
    }
}

/* Tables and pools over memory with a pattern in it are empty, and leave nothing behind. */
static void tables_are_clean(void)
{
    const word u = UNTYPED(14), to = slots(4), frame = slots(4);
    volatile word *at = (volatile word *)(ARCH_SCRATCH + 0x200000);
    for (word round = 0; round < 2; round++) {
        OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 4));
        for (word i = 0; i < 4; i++)
            arch_map(arena, frame + i, (word)at + i * 4096, true);
        for (word i = 0; i < 2048; i++) {
            if (round)
                EQ(at[i], 0);
            at[i] = 0x100007;                   /* an entry: present, writable, a program's */
        }
        OK(CNode_Revoke(CNODE, u, DEPTH));
        OK(Untyped_Retype(u, ARCH_VSPACE_TYPE, 0, CNODE, 0, 0, to, 1));
        for (word i = 0; i < 3; i++)
            OK(Untyped_Retype(u, arch_table_type(i), 0, CNODE, 0, 0, to + 1 + i, 1));
        OK(X86_ASIDPool_Assign(seL4_CapInitThreadASIDPool, to));
        for (word i = 0; i < 3; i++)
            OK(INVOKE(to + 1 + i, arch_table_map_label(i), LIST(ARCH_SCRATCH, 0), LIST(to)));
        FALSE(arch_page_is_mapped(to, ARCH_SCRATCH));
        FALSE(arch_page_is_mapped(to, ARCH_SCRATCH + 0x1ff000));
        FALSE(arch_page_is_mapped(to, 0));
        OK(CNode_Revoke(CNODE, u, DEPTH));
    }
}

static void asid_pool_is_clean(void)
{
    const word u = UNTYPED(12), to = slot(), frame = slot();
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        at[i] = WINDOW + 0x200000;
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(X86_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, to, DEPTH));
    for (word i = 0; i < 512; i++)
        OK(X86_ASIDPool_Assign(to, make(ARCH_VSPACE_TYPE, 0)));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        EQ(at[i], 0);
}

SUITE(security_machine,
    { "privileged-instructions", privileged_instructions },
    { "control-registers", control_registers },
    { "ports", ports },
    { "table-registers", table_registers },
    { "every-opcode", every_opcode },
    { "kernel-memory", kernel_memory },
    { "all-of-the-kernel", all_of_the_kernel },
    { "registers-of-the-attacker", registers_of_the_attacker },
    { "return-to-the-hole", return_to_the_hole },
    { "base-that-is-no-address", base_that_is_no_address },
    { "base-like-the-kernel-s", base_like_the_kernel_s },
    { "held-back-exceptions", held_back_exceptions },
    { "flags-for-iret", flags_for_iret },
    { "registers-of-others", registers_of_others },
    { "vectors-of-others", vectors_of_others },
    { "untypeds-are-disjoint", untypeds_are_disjoint },
    { "tables-are-clean", tables_are_clean },
    { "asid-pool-is-clean", asid_pool_is_clean },
);
