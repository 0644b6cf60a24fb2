/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A program that tries everything its instructions can say: privileged instructions, every system
 * register, every kind of address. Each attempt must end as that program's own fault, or do what
 * programs may.
 */
#include "board.h"
#include "security.h"
#include "probes.h"

#define UDF         0u
#define SYSTEM_READ  0xd5200001u        /* mrs x1, s0_0_c0_c0_0 */
#define SYSTEM_WRITE 0xd5000001u
#define CODE        ((volatile unsigned *)ARCH_SCRATCH)
#define CODE_PAGES  8
#define IN_CODE     (CODE_PAGES * 4096 / 8)

#if EL == 2
#define WINDOW      0x8000000000UL
#define IMAGE       0xffc0000000UL
#else
#define WINDOW      0xffffff8000000000UL
#define IMAGE       0xffffffffc0000000UL
#endif

static void code_pages(void)
{
    const word frame = retype_many(arena, ARCH_FRAME_TYPE, 0, CODE_PAGES);
    for (word i = 0; i < CODE_PAGES; i++)
        arch_map(arena, frame + i, ARCH_SCRATCH + i * 4096, true);
}

/* Code `i`: the instruction, and what is undefined behind it. */
static void write_code(word i, unsigned instruction)
{
    CODE[2 * i] = instruction;
    CODE[2 * i + 1] = UDF;
    probe_code_written(ARCH_SCRATCH + 8 * i);
}

/* Lets the attacker run code `i`; whether its fault is one of that very instruction. */
static bool refused(word i)
{
    word values[ARCH_N_REGISTERS];
    const word pc = ARCH_SCRATCH + 8 * i;
    for (word j = 0; j < ARCH_N_REGISTERS; j++)
        values[j] = 0xfffffffffffffff0;
    values[ARCH_REG_PC] = pc;
    FALSE(probe_run_registers(values));
    TRUE(faulted->done);
    const word at = OK(TCB_ReadRegisters(prober->tcb, 0, 1)).mr[0];
    if (at != pc)
        EQ(at, pc + 4);
    return at == pc;
}

/* --- instructions ---------------------------------------------------------------------------- */

static void privileged_instructions(void)
{
    static const unsigned code[] = {
        0xd69f03e0, 0xd6bf03e0, 0xd4000002, 0xd4000003,     /* eret drps hvc smc */
        0xd4400000, 0xd45e0000, 0xd4a00001, 0xd4a00002,     /* hlt, semihosting, dcps1 dcps2 */
        0xd4a00003, 0xd50041bf, 0xd50042df, 0xd50342ff,     /* dcps3, msr spsel, daifset daifclr */
        0xd508871f, 0xd508831f, 0xd508873f, 0xd50c871f,     /* tlbi vmalle1, ...is, vae1, alle2 */
        0xd50c879f, 0xd50c843f, 0xd50e871f,                 /* alle1, ipas2e1, alle3 */
        0xd508751f, 0xd508711f, 0xd5087641, 0xd5087a41,     /* ic iallu, ialluis, dc isw csw */
        0xd5087e41, 0xd5087621, 0xd5087801, 0xd5087841,     /* dc cisw ivac, at s1e1r s1e0r */
        0xd50c7801, 0xd50c7881, 0xd50c78c1,                 /* at s1e2r s12e1r s12e0r */
        0xd53e1101, 0xd53c1101, 0xd53d1001, 0xd5184100,     /* scr, hcr, sctlr_el12, sp_el0 */
    };
    code_pages();
    for (word i = 0; i < sizeof code / sizeof *code; i++)
        write_code(i, code[i]);
    for (word i = 0; i < sizeof code / sizeof *code; i++)
        TRUE(refused(i));
}

/* All registers of one op0 and op1, read or written with nonsense; which may be there is `open`. */
static void every_register(unsigned instruction, unsigned op0, unsigned op1, bool open)
{
    for (unsigned batch = 0; batch < 2048; batch += IN_CODE) {
        for (unsigned i = 0; i < IN_CODE && batch + i < 2048; i++)
            write_code(i, instruction | op0 << 19 | op1 << 16 | (batch + i) << 5);
        for (unsigned i = 0; i < IN_CODE && batch + i < 2048; i++)
            if (!refused(i) && !open)
                check_equal(HERE, "a register that can be used: op1 and the rest",
                            op1 << 11 | (batch + i), 0);
    }
}

/* Those that programs may have are all among op1 = 3. */
static void system_registers(unsigned instruction)
{
    static const unsigned op1[] = { 0, 3, 4, 6 };
    code_pages();
    for (word i = 0; i < 4; i++)
        every_register(instruction, 3, op1[i], op1[i] == 3);
    every_register(instruction, 2, 0, false);
    every_register(instruction, 2, 3, true);
    alarm_quiet();
}

static void reading_system_registers(void)
{
    system_registers(SYSTEM_READ);
}

static void writing_system_registers(void)
{
    system_registers(SYSTEM_WRITE);
}

/* --- addresses ------------------------------------------------------------------------------- */

static void expect_vm_fault(void (*code)(void), word address)
{
    FALSE(probe_run(code, address));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[1], address);
}

/* Each page of the kernel's image, and one of each gigabyte of the window. */
static void all_of_the_kernel(void)
{
    for (word i = 0; i < 128; i++)
        expect_vm_fault(fault_load, IMAGE + i * 4096);
    for (word i = 0; i < 256; i++)
        expect_vm_fault(fault_load, WINDOW + (i << 30));
    for (word i = 0; i < 16; i++) {
        expect_vm_fault(fault_store, IMAGE + i * 0x8000);
        expect_vm_fault(fault_jump, IMAGE + i * 0x8000);
    }
}

/* Physical addresses of the machine are none of the program's. */
static void physical_addresses(void)
{
    static const word list[] = {
        BOARD_GIC_DISTRIBUTOR, BOARD_GIC_CPU, BOARD_GIC_VIRTUAL, BOARD_GIC_REDISTRIBUTOR,
        BOARD_UART_BASE, BOARD_RAM_BASE, BOARD_KERNEL_BASE, BOARD_LOADER_BASE, BOARD_RAM_END - 4096,
    };
    for (word i = 0; i < sizeof list / sizeof *list; i++) {
        expect_vm_fault(fault_load, list[i]);
        expect_vm_fault(fault_store, list[i]);
        expect_vm_fault(fault_jump, list[i]);
    }
}

/* Tagged pointers: the top byte counts. */
static void tagged_addresses(void)
{
    arch_map(arena, make(ARCH_FRAME_TYPE, 0), ARCH_SCRATCH, true);
    TRUE(probe_run(fault_load, ARCH_SCRATCH));
    for (word tag = 1; tag < 256; tag += 17) {
        FALSE(probe_run(fault_load, ARCH_SCRATCH | tag << 56));
        EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    }
}

/* Every register a kernel address or nonsense: the kernel uses none of them. */
static void registers_of_the_attacker(void)
{
    static const word content[] = { WINDOW + BOARD_KERNEL_BASE, IMAGE, ~(word)0, 1 };
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    word values[ARCH_N_REGISTERS];
    for (word kind = 0; kind < 4; kind++) {
        for (word i = 0; i < ARCH_N_REGISTERS; i++)
            values[i] = content[kind];
        values[ARCH_REG_PC] = (word)arch_repeat;
        values[ARCH_REG_ARG0] = n;
        values[ARCH_REG_ARG0 + 1] = 0;
        values[ARCH_REG_SYSCALL] = (word)seL4_SysWait;
        OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
        signal(n);                      /* it came through the kernel, and waits again */
        EQ(poll(n), 0);
        const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
        for (word i = ARCH_REG_SYSCALL + 1; i < ARCH_N_REGISTERS; i++)
            EQ(r.mr[i], content[kind]);
        EQ(r.mr[ARCH_REG_SP], content[kind]);
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
#define FREE_OF(start, device_end) FALSE(overlap(d->paddr, end, start, device_end));
    for (word i = 0; i < n; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i];
        const word end = d->paddr + ((word)1 << d->sizeBits);
        FREE_OF(image, image_end)
        BOARD_KERNEL_DEVICES(FREE_OF)
        FALSE(d->isDevice && overlap(d->paddr, end, BOARD_RAM_BASE, image_end));
        for (word j = i + 1; j < n; j++) {
            const seL4_UntypedDesc *e = &boot_info->untypedList[j];
            FREE_OF(e->paddr, e->paddr + ((word)1 << e->sizeBits))
        }
    }
}

/* An ASID pool over memory with a pattern in it is empty, and leaves nothing behind. */
static void asid_pool_is_clean(void)
{
    const word u = UNTYPED(12), to = slot(), frame = slot();
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        at[i] = WINDOW + BOARD_KERNEL_BASE;
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(ASIDControl_MakePool(seL4_CapASIDControl, u, CNODE, to, DEPTH));
    for (word i = 0; i < 512; i++)
        OK(ASIDPool_Assign(to, make(ARCH_VSPACE_TYPE, 0)));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        EQ(at[i], 0);
}

SUITE(security_machine,
    { "privileged-instructions", privileged_instructions },
    { "reading-system-registers", reading_system_registers },
    { "writing-system-registers", writing_system_registers },
    { "all-of-the-kernel", all_of_the_kernel },
    { "physical-addresses", physical_addresses },
    { "tagged-addresses", tagged_addresses },
    { "registers-of-the-attacker", registers_of_the_attacker },
    { "untypeds-are-disjoint", untypeds_are_disjoint },
    { "asid-pool-is-clean", asid_pool_is_clean },
);
