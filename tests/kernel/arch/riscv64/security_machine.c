/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A program that tries everything its instructions can say: privileged instructions, every control
 * register, every kind of address. Each attempt must end as that program's own fault.
 */
#include "board.h"
#include "security.h"
#include "probes.h"

#define N_CSRS      4096
#define EBREAK      0x00100073u
#define CSR_READ    0x000025f3u         /* csrrs a1, csr, zero */
#define CSR_WRITE   0x00059073u         /* csrrw zero, csr, a1 */
#define ILLEGAL     2
#define BREAKPOINT  3
#define CODE        ((volatile unsigned *)ARCH_SCRATCH)
#define CODE_PAGES  8

static struct thread *attacker;
static word fault_ep, reply;

static void setup(void)
{
    attacker = thread_new(HIGH);
    fault_ep = ENDPOINT();
    reply = REPLY();
    thread_set_fault_endpoint(attacker, fault_ep);
}

/* Lets the attacker run from `pc`, with `a0`; its fault. It must not come back otherwise. */
static struct sys attempt(word pc, word a0)
{
    word values[32];
    for (word i = 0; i < 32; i++)
        values[i] = 0xfffffffffffffff0;
    values[0] = pc;
    values[16] = a0;
    OK(write_registers(attacker->tcb, 1, 32, values));
    const struct sys none = { .number = seL4_SysNBRecv, .cap = fault_ep, .reply = reply };
    const struct sys got = sys_do(none);
    if (info_label(got.info) == 0)
        FAIL("the attacker did not fault");
    return got;
}

static void code_pages(void)
{
    const word frame = retype_many(arena, ARCH_FRAME_TYPE, 0, CODE_PAGES);
    for (word i = 0; i < CODE_PAGES; i++)
        arch_map(arena, frame + i, ARCH_SCRATCH + i * 4096, true);
}

/* --- instructions ---------------------------------------------------------------------------- */

static void privileged_instructions(void)
{
    static const unsigned code[] = {
        0x10200073, 0x30200073, 0x00200073, 0x70200073,     /* sret mret uret mnret */
        0x10500073, 0x12000073, 0x12b50073,                 /* wfi, sfence.vma, with registers */
        0x16000073, 0x18000073, 0x18100073,                 /* sinval.vma, sfence.*.inval */
        0x22000073, 0x62000073, 0x7b200073,                 /* hfence.vvma hfence.gvma dret */
        0x60054073, 0x68054573, 0x6aa54073,                 /* hlv.b hlv.w hsv.w */
        0x0d007057, 0x02050007,                             /* vsetvli, vle8.v: no vector state */
    };
    setup();
    code_pages();
    for (word i = 0; i < sizeof code / sizeof *code; i++) {
        CODE[2 * i] = code[i];
        CODE[2 * i + 1] = EBREAK;
    }
    __asm__ volatile("fence.i");
    for (word i = 0; i < sizeof code / sizeof *code; i++) {
        const struct sys got = attempt(ARCH_SCRATCH + 8 * i, 0);
        EQ(info_label(got.info), seL4_Fault_UserException);
        EQ(got.mr[0], ARCH_SCRATCH + 8 * i);
        EQ(got.mr[2], ILLEGAL);
    }
}

/* Those of user level that exist: floating-point state, and counters that can only be read. */
static bool user_can_read(word csr)
{
    return (csr >= 1 && csr <= 3) || (csr >= 0xc00 && csr <= 0xc1f);
}

static void every_csr(unsigned instruction, bool write)
{
    setup();
    code_pages();
    for (word csr = 0; csr < N_CSRS; csr++) {
        CODE[2 * csr] = instruction | (unsigned)csr << 20;
        CODE[2 * csr + 1] = EBREAK;
    }
    __asm__ volatile("fence.i");
    for (word csr = 0; csr < N_CSRS; csr++) {
        const bool allowed = user_can_read(csr) && !(write && csr >= 0xc00);
        const struct sys got = attempt(ARCH_SCRATCH + 8 * csr, 0);
        EQ(info_label(got.info), seL4_Fault_UserException);
        if (!allowed) {
            EQ(got.mr[0], ARCH_SCRATCH + 8 * csr);
            EQ(got.mr[2], ILLEGAL);
        }
    }
}

static void reading_control_registers(void)
{
    every_csr(CSR_READ, false);
}

static void writing_control_registers(void)
{
    every_csr(CSR_WRITE, true);
}

/* --- addresses ------------------------------------------------------------------------------- */

static const word forbidden[] = {
    0, 8, 0xfff,
    0x0000004000000000, 0x0000008000000000, 0x7fffffffffffffff,     /* not canonical */
    0x8000000000000000, 0xfffffdffc0200000, 0xffffffbfffffffff,
    0xffffffc000000000, 0xffffffc080200000, 0xffffffc080000000,     /* window: kernel, firmware */
    0xffffffc000000000 + BOARD_PLIC_BASE, 0xffffffc000000000 + BOARD_CLINT_BASE,
    0xffffffc000000000 + BOARD_UART_BASE, 0xffffffff3fffffff,
    0xffffffff80000000, 0xffffffff80200000, 0xffffffff80210000,     /* the kernel's image */
    0xffffffffc0000000, 0xfffffffffffff000, 0xfffffffffffffff8, 0xffffffffffffffff,
    BOARD_PLIC_BASE, BOARD_CLINT_BASE, BOARD_UART_BASE, 0x80000000, 0x80200000,  /* physical */
};

/* A load or store at the last byte of an address space may be refused as misaligned first. */
static void expect_fault(struct sys got, word status)
{
    if (info_label(got.info) == seL4_Fault_UserException) {
        TRUE(got.mr[2] == 4 || got.mr[2] == 6);
        return;
    }
    EQ(info_label(got.info), seL4_Fault_VMFault);
    EQ(got.mr[3], status);
}

static void kernel_memory(void)
{
    setup();
    for (word i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        expect_fault(attempt((word)fault_load, forbidden[i]), 5);
        expect_fault(attempt((word)fault_store, forbidden[i]), 7);
        expect_fault(attempt((word)fault_jump, forbidden[i]), 1);
        expect_fault(attempt(forbidden[i], 0), 1);
    }
}

/* Each page of the kernel's image, and one of each gigabyte of the window. */
static void all_of_the_kernel(void)
{
    setup();
    for (word i = 0; i < 128; i++)
        expect_fault(attempt((word)fault_load, 0xffffffff80200000 + i * 4096), 5);
    for (word i = 0; i < 256; i++)
        expect_fault(attempt((word)fault_load, 0xffffffc000000000 + (i << 30)), 5);
}

/* Hardware has no bit 0 of a program counter, this emulator has: its own fault in any case. */
static void odd_program_counter(void)
{
    setup();
    code_pages();
    for (word i = 0; i < 8; i++)
        CODE[i] = EBREAK;
    __asm__ volatile("fence.i");
    for (word i = 0; i < 8; i++)
        TRUE(info_label(attempt(ARCH_SCRATCH + i, 0).info) != 0);
    EQ(attempt(ARCH_SCRATCH + 4, 0).mr[2], BREAKPOINT);
}

/* Every register a kernel address or nonsense: the kernel uses none of them. */
static void registers_of_the_attacker(void)
{
    word values[32];
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    for (word kind = 0; kind < 4; kind++) {
        static const word content[] = { 0xffffffc080200000, 0xffffffff80200000, ~(word)0, 1 };
        for (word i = 0; i < 32; i++)
            values[i] = content[kind];
        values[0] = (word)arch_repeat;
        values[16] = n;
        values[17] = 0;
        values[23] = (word)seL4_SysWait;
        OK(write_registers(t->tcb, 1, 32, values));
        signal(n);                      /* it came through the kernel, and waits again */
        EQ(poll(n), 0);
        const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, 32));
        EQ(r.mr[2], content[kind]);
        EQ(r.mr[31], content[kind]);
    }
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
        FALSE(overlap(d->paddr, end, BOARD_CLINT_BASE, BOARD_CLINT_END));
        FALSE(overlap(d->paddr, end, BOARD_PLIC_BASE, BOARD_PLIC_END));
        FALSE(d->isDevice && overlap(d->paddr, end, BOARD_RAM_BASE, image_end));
        for (word j = i + 1; j < n; j++) {
            const seL4_UntypedDesc *e = &boot_info->untypedList[j];
            FALSE(overlap(d->paddr, end, e->paddr, e->paddr + ((word)1 << e->sizeBits)));
        }
    }
}

/* The firmware's memory is in a device untyped; the machine refuses all access to it. */
static void firmware_memory(void)
{
    const word frame = slot();
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (!d->isDevice || d->paddr != 0x80000000)
            continue;
        OK(Untyped_Retype(i, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
        arch_map(arena, frame, ARCH_SCRATCH, true);
        setup();
        expect_fault(attempt((word)fault_load, ARCH_SCRATCH), 5);
        expect_fault(attempt((word)fault_store, ARCH_SCRATCH), 7);
        expect_fault(attempt((word)fault_jump, ARCH_SCRATCH), 1);
        return;
    }
    FAIL("there is no device untyped at the firmware's address");
}

/* An ASID pool over memory with a pattern in it is empty, and leaves nothing behind. */
static void asid_pool_is_clean(void)
{
    const word u = UNTYPED(12), to = slot(), frame = slot();
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        at[i] = 0xffffffc080200000;
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(RISCV_ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, to, DEPTH));
    for (word i = 0; i < 512; i++)
        OK(RISCV_ASIDPool_Assign(to, make(ARCH_TABLE_TYPE, 0)));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        EQ(at[i], 0);
}

SUITE(security_machine,
    { "privileged-instructions", privileged_instructions },
    { "reading-control-registers", reading_control_registers },
    { "writing-control-registers", writing_control_registers },
    { "kernel-memory", kernel_memory },
    { "all-of-the-kernel", all_of_the_kernel },
    { "odd-program-counter", odd_program_counter },
    { "registers-of-the-attacker", registers_of_the_attacker },
    { "untypeds-are-disjoint", untypeds_are_disjoint },
    { "firmware-memory", firmware_memory },
    { "asid-pool-is-clean", asid_pool_is_clean },
);
