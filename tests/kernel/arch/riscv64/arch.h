/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * RISC-V 64: what the generic tests need from the architecture.
 */
#include <sel4/sel4.h>
#include <stdbool.h>
#include "board.h"

#define ARCH_N_REGISTERS       32
#define ARCH_N_FRAME_REGISTERS 16
#define ARCH_REG_PC            0
#define ARCH_REG_SP            2
#define ARCH_REG_GP            3
#define ARCH_REG_INFO          17   /* the info word */
#define ARCH_REG_ARG0          16
#define ARCH_REG_REPLY         22   /* a6 */
#define ARCH_REG_SYSCALL       23   /* a7 */
#define ARCH_REG_FREE_FRAME    4    /* s0: a frame register that system calls leave alone */
#define ARCH_REG_FREE_INTEGER  25   /* t1 */
#define ARCH_REG_TLS           31
#define ARCH_RECV_WITH_MRS     seL4_RecvWithMRs
#define ARCH_FIELD_PC          pc
#define ARCH_FIELD_TLS         tp   /* the same and a register that is not part of the frame */
#define ARCH_FIELD_INTEGER     t1
#define ARCH_TICKS_PER_US      10
#define ARCH_CLOCK_PER_TICK    1    /* arch_ticks() counts what the kernel's timer counts */
#define ARCH_TIMER_EARLY_US    1    /* the timer rings this much before its time */
#define ARCH_LATE_INSTRUCTIONS 18000    /* an attacker costs those above it no more (release) */
#define ARCH_NO_INSTRUCTION    ".word 0"    /* an undefined one */
#define ARCH_ABSENT_NUMBERS    -30, -31,    /* further system calls that no kernel has */
#define ARCH_SYSCALL_BYTES     4    /* length of the system call instruction */
#define ARCH_N_OBJECT_TYPES    11
#define ARCH_IRQ_RANGE_LOW     1
#define ARCH_IRQ_RANGE_HIGH    96
#define ARCH_IRQ_TIMER         96   /* the kernel's */
#define ARCH_IRQ_IS_RESERVED(irq) ((irq) == ARCH_IRQ_TIMER)
#define ARCH_ALARM_IRQ         BOARD_RTC_IRQ
#define ARCH_UART_IRQ          BOARD_UART_IRQ
#define ARCH_IRQ_TIMER_ERROR   seL4_RevokeFirst
#define ARCH_IRQ_TIMER_ANSWER  REVOKE
#define ARCH_FRAME_TYPE        8    /* 4 KiB page */
#define ARCH_LARGE_TYPE        9    /* 2 MiB page */
#define ARCH_TABLE_TYPE        10
#define ARCH_VSPACE_TYPE       10
#define ARCH_TYPES             ARCH_FRAME_TYPE, ARCH_TABLE_TYPE
#define ARCH_MAX_UNTYPED_BITS  38
#define ARCH_N_ASID_POOLS      128
#define ARCH_MAX_PERIOD_US     0x333333333333333UL

/* Boot information: tables of the root task's image, slots without capability, tags. */
#define ARCH_N_IMAGE_TABLES    2    /* one for the gigabyte, one for the 2 MiB */
#define ARCH_EMPTY_SLOTS       0, 7, 8, 12, 13, 15
#define ARCH_IMAGE_TABLE_TAGS  3, 3
#define ARCH_VSPACE_TAG        3
#define ARCH_SLOT_7_TAG        0
#define ARCH_SLOT_8_TAG        0
#define ARCH_SLOT_15_TAG       0
#define ARCH_CONTROL_IS_FIRST  0    /* SchedControl in slot 16, not behind the tables */
#define ARCH_IO_LEVELS         0
#define ARCH_EXTRA_CHUNKS      { SEL4_BOOTINFO_HEADER_FDT, 0 }
#define ARCH_RAM_BASE          BOARD_RAM_BASE
#define ARCH_RAM_END           BOARD_RAM_END
#define ARCH_DEVICE_UNTYPED    0x40000000UL     /* 1 GiB of device memory that tests may use */

/* Operations by a name that is the same everywhere. */
#define IRQControl_Issue       IRQControl_Get
#define IRQControl_IssueOther(control, irq, root, index, depth) \
    IRQControl_GetTrigger(control, irq, 77, root, index, depth)
#define ARCH_LABEL_MAKE_POOL   RISCVASIDControlMakePool
#define ARCH_LABEL_ASSIGN      RISCVASIDPoolAssign
#define ASIDControl_MakePool   RISCV_ASIDControl_MakePool
#define ASIDPool_Assign        RISCV_ASIDPool_Assign
#define PageTable_Map          RISCV_PageTable_Map
#define PageTable_Unmap        RISCV_PageTable_Unmap
#define Page_Map               RISCV_Page_Map
#define Page_Unmap             RISCV_Page_Unmap
#define ARCH_LENGTH_UNCHECKED(label) false

/* The fault of a thread that uses the FPU and may not. */
#define ARCH_FPU_FAULT         seL4_Fault_UserException
#define ARCH_FPU_FAULT_WORDS(mr) ((mr)[2] == 2)

/* What the last word of a VM fault says of an instruction that was not there. */
#define ARCH_FETCH_FAULT(status) ((status) == 1)

/* The two ways to issue an interrupt's handler: where their requests have what. */
#define ARCH_IRQ_LABEL(way) \
    ((way) ? (seL4_Word)RISCVIRQIssueIRQHandlerTrigger : (seL4_Word)IRQIssueIRQHandler)
#define ARCH_IRQ_WORDS(way)    (3 + (way))
#define ARCH_IRQ_AT(way)       0
#define ARCH_INDEX_AT(way)     (1 + (way))
#define ARCH_DEPTH_AT(way)     (2 + (way))
#define ARCH_LIBRARY_ISSUE(irq, root, index) \
    seL4_IRQControl_Get(seL4_CapIRQControl, irq, root, index, 64)
#define ARCH_LIBRARY_ISSUE_OTHER(irq, root, index) \
    seL4_IRQControl_GetTrigger(seL4_CapIRQControl, irq, 1, root, index, 64)

/* Tables of an address space, from right below the root down; Unmap has the label behind Map. */
static inline seL4_Word arch_table_type(seL4_Word level)
{
    (void)level;
    return ARCH_TABLE_TYPE;
}

static inline seL4_Word arch_table_map_label(seL4_Word level)
{
    (void)level;
    return RISCVPageTableMap;
}

/* Rows of every_request.c: the capability arguments of this architecture's operations. */
#define ARCH_POSITIONS                                                  \
    { RISCVPageTableMap, 0, K(vspace), BAD_CAP(1) },                     \
    { RISCVPageMap, 0, K(vspace), BAD_CAP(1) },                          \
    { ARCH_LABEL_MAKE_POOL, 0, 0, BAD_CAP(1) },                         \
    { ARCH_LABEL_MAKE_POOL, 1, K(CNode), TO_NOWHERE },                  \
    { ARCH_LABEL_ASSIGN, 0, K(RISCV_PageTable), BAD_CAP(1) },
#define ARCH_N_WITHOUT_REQUEST 0   /* operations that requests.h has no example of */
#define ARCH_FRAME_INTERFACE   RISCV_Page

/* Suites that only this architecture has. */
#define ARCH_SUITES(X) X(precedence_vm) X(security_machine)

/* Objects of the architecture that have labels, and how a test gets one: X(Interface, how). */
#define ARCH_KINDS(X)                                   \
    X(RISCV_PageTable, make(ARCH_TABLE_TYPE, 0))        \
    X(RISCV_Page, make(ARCH_FRAME_TYPE, 0))             \
    X(RISCV_ASIDControl, seL4_CapASIDControl)           \
    X(RISCV_ASIDPool, seL4_CapInitThreadASIDPool)

/* Registers of one system call, in the roles of the manual. Offsets are known to entry.S. */
struct sys {
    seL4_Word cap;      /* a0; badge after a receive */
    seL4_Word info;     /* a1 */
    seL4_Word mr[4];    /* a2..a5 */
    seL4_Word reply;    /* a6 */
    seL4_Word dest;     /* t0 */
    long number;        /* a7 */
};

void arch_trap(struct sys *call);               /* performs it */
void arch_repeat(void);                         /* the system call in the registers, for ever */
extern char arch_trap_ecall[];                  /* address of the instruction in arch_trap */

/* Like setjmp and longjmp: returns 0, then whatever is handed to arch_restore. */
struct arch_point {
    seL4_Word registers[14];
};
int arch_save(struct arch_point *p) __attribute__((returns_twice));
_Noreturn void arch_restore(struct arch_point *p, int value);

static inline seL4_Word arch_ticks(void)
{
    seL4_Word t;
    __asm__ volatile("rdtime %0" : "=r"(t));
    return t;
}

static inline seL4_Word arch_global_pointer(void)
{
    seL4_Word gp;
    __asm__ volatile("mv %0, gp" : "=r"(gp));
    return gp;
}

/* Registers of a thread that begins with entry(argument). */
static inline void arch_entry_registers(seL4_Word *registers, seL4_Word entry, seL4_Word stack_top,
                                        seL4_Word argument)
{
    registers[ARCH_REG_PC] = entry;
    registers[ARCH_REG_SP] = stack_top;
    registers[ARCH_REG_GP] = arch_global_pointer();
    registers[ARCH_REG_ARG0] = argument;
}

/* What register `number` of the user context holds after `value` was written to it. */
static inline seL4_Word arch_register_kept(seL4_Word number, seL4_Word value)
{
    (void)number;
    return value;
}

/* The machine's device memory, as the manual of the platform lists it. */
struct arch_untyped {
    seL4_Word base, bits;
};
extern const struct arch_untyped arch_device_untypeds[];
extern const seL4_Word arch_n_device_untypeds;

/* Maps a frame where nothing is mapped yet; makes missing page tables of `untyped`. */
void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable);
void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address);
seL4_Word arch_frame_address(seL4_Word frame);
bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address);     /* a small page */

#define ARCH_SCRATCH 0x2000000000UL     /* free virtual addresses for tests, from here */
