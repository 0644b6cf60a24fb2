/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64: what the generic tests need from the architecture. EL is where the kernel runs: at EL2
 * it has virtual CPUs, and address spaces are stage 2, as large as physical addresses.
 */
#include <sel4/sel4.h>
#include <stdbool.h>
#include "board.h"

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define EL                     2
#define ARCH_N_OBJECT_TYPES    13
#define ARCH_IRQ_TIMER         26   /* the kernel's */
#define ARCH_IRQ_IS_RESERVED(irq) ((irq) >= 25 && (irq) <= 27)
#define EL_TYPES               , 12
#define EL_KINDS(X)            X(ARM_VCPU, make(12, 0))
#define EL_SUITES(X)           X(vcpu) X(vcpu_guest)
#else
#define EL                     1
#define ARCH_N_OBJECT_TYPES    12
#define ARCH_IRQ_TIMER         27
#define ARCH_IRQ_IS_RESERVED(irq) ((irq) == 27)
#define EL_TYPES
#define EL_KINDS(X)
#define EL_SUITES(X)
#endif

/* The shape of an address space: log2 of what an entry of the root spans; the last address that can
 * be mapped; log2 of the root's size; tables for an image: for the 512 GiB, the GiB, the 2 MiB. */
#if EL == 1
#define ROOT_LEVEL             39
#define USER_LAST              0x7fffffffffffUL
#define ROOT_BITS              12
#define ARCH_N_IMAGE_TABLES    3
#elif defined CONFIG_ARM_PA_SIZE_BITS_44
#define ROOT_LEVEL             39
#define USER_LAST              0xfffffffffffUL
#define ROOT_BITS              12
#define ARCH_N_IMAGE_TABLES    3
#else
#define ROOT_LEVEL             30
#define USER_LAST              0xffffffffffUL
#define ROOT_BITS              13
#define ARCH_N_IMAGE_TABLES    2
#endif

#define ARCH_N_REGISTERS       36
#define ARCH_N_FRAME_REGISTERS 17
#define ARCH_REG_PC            0
#define ARCH_REG_SP            1
#define ARCH_REG_SPSR          2
#define ARCH_REG_INFO          4    /* the info word */
#define ARCH_REG_ARG0          3
#define ARCH_REG_REPLY         9    /* x6 */
#define ARCH_REG_SYSCALL       10   /* x7 */
#define ARCH_REG_FREE_FRAME    15   /* x29: a frame register that system calls leave alone */
#define ARCH_REG_FREE_INTEGER  17   /* x9 */
#define ARCH_REG_TLS           34
#define ARCH_RECV_WITH_MRS     seL4_RecvWithMRs
#define ARCH_FIELD_PC          pc
#define ARCH_FIELD_TLS         tpidr_el0
#define ARCH_FIELD_INTEGER     x9
#define ARCH_TICKS_PER_US      125
#define ARCH_CLOCK_PER_TICK    2    /* arch_ticks() counts halves of the kernel's ticks */
#define ARCH_TIMER_EARLY_US    0    /* the timer rings this much before its time */
#define ARCH_LATE_INSTRUCTIONS 18000    /* an attacker costs those above it no more (release) */
#define ARCH_NO_INSTRUCTION    ".word 0"    /* an undefined one */
#define ARCH_ABSENT_NUMBERS    -30, -31,    /* further system calls that no kernel has */
#define ARCH_SYSCALL_BYTES     4    /* length of the system call instruction */
#define ARCH_IRQ_RANGE_LOW     0
#define ARCH_IRQ_RANGE_HIGH    159
#define ARCH_ALARM_IRQ         30   /* the physical timer's */
#define ARCH_UART_IRQ          BOARD_UART_IRQ
#define ARCH_IRQ_TIMER_ERROR   seL4_RevokeFirst
#define ARCH_IRQ_TIMER_ANSWER  REVOKE
#define ARCH_HUGE_TYPE         7    /* 1 GiB page */
#define ARCH_VSPACE_TYPE       8
#define ARCH_FRAME_TYPE        9    /* 4 KiB page */
#define ARCH_LARGE_TYPE        10   /* 2 MiB page */
#define ARCH_TABLE_TYPE        11
#define ARCH_TYPES             ARCH_FRAME_TYPE, ARCH_TABLE_TYPE, ARCH_VSPACE_TYPE EL_TYPES
#define ARCH_MAX_UNTYPED_BITS  47
#define ARCH_N_ASID_POOLS      128
#define ARCH_MAX_PERIOD_US     0x218def416bdbUL

/* Boot information: slots without capability, tags. */
#define ARCH_EMPTY_SLOTS       0, 7, 8, 12, 13
#define ARCH_IMAGE_TABLE_TAGS  3, 3, 3
#define ARCH_VSPACE_TAG        9
#define ARCH_SLOT_7_TAG        0
#define ARCH_SLOT_8_TAG        0
#define ARCH_SLOT_15_TAG       25
#define ARCH_CONTROL_IS_FIRST  0    /* SchedControl in slot 16, not behind the tables */
#define ARCH_IO_LEVELS         0
#define ARCH_EXTRA_CHUNKS      { SEL4_BOOTINFO_HEADER_FDT, 0 }
#define ARCH_RAM_BASE          BOARD_RAM_BASE
#define ARCH_RAM_END           BOARD_RAM_END
#define ARCH_DEVICE_UNTYPED    0xc0000000UL     /* 1 GiB of device memory that tests may use */

/* Operations by a name that is the same everywhere. */
#define IRQControl_Issue       IRQControl_Get
#define IRQControl_IssueOther(control, irq, root, index, depth) \
    IRQControl_GetTrigger(control, irq, 77, root, index, depth)
#define ARCH_LABEL_MAKE_POOL   ARMASIDControlMakePool
#define ARCH_LABEL_ASSIGN      ARMASIDPoolAssign
#define ASIDControl_MakePool   ARM_ASIDControl_MakePool
#define ASIDPool_Assign        ARM_ASIDPool_Assign
#define PageTable_Map          ARM_PageTable_Map
#define PageTable_Unmap        ARM_PageTable_Unmap
#define Page_Map               ARM_Page_Map
#define Page_Unmap             ARM_Page_Unmap

/* Debug kernels have four operations that read what is missing from the registers. */
#define ARCH_FIRST_WATCHPOINT 6     /* number of a data breakpoint */
#ifdef CONFIG_HARDWARE_DEBUG_API
#define ARCH_LENGTH_UNCHECKED(label) \
    ((label) >= TCBSetBreakpoint && (label) <= TCBConfigureSingleStepping)
#else
#define ARCH_LENGTH_UNCHECKED(label) false
#endif

/* Fields of a syndrome: exception class, and the status of an abort. */
#define ESR_CLASS(esr)         ((esr) >> 26 & 0x3f)
#define ESR_STATUS(esr)        ((esr) & 0x3f)
#define ESR_WRITE              0x40
#define ESR_UNKNOWN            0x02000000
#define CLASS_WFX              0x01
#define CLASS_FPU              0x07
#define CLASS_SYSTEM_REGISTER  0x18
#define CLASS_FETCH            0x20
#define CLASS_PC_ALIGNMENT     0x22
#define CLASS_DATA             0x24
#define CLASS_BREAK            0x3c

/* Exceptions that are neither aborts nor undefined instructions: what comes, and its syndrome. */
#if EL == 2
#define ARCH_TRAP_FAULT        seL4_Fault_VCPUFault
#define ARCH_TRAP_ESR(mr)      ((mr)[0])
#else
#define ARCH_TRAP_FAULT        seL4_Fault_UserException
#define ARCH_TRAP_ESR(mr)      ((mr)[3])
#endif
#define ARCH_FPU_FAULT         ARCH_TRAP_FAULT
#define ARCH_FPU_FAULT_WORDS(mr) (ESR_CLASS(ARCH_TRAP_ESR(mr)) == CLASS_FPU)
#define ARCH_FETCH_FAULT(esr)  (ESR_CLASS(esr) == CLASS_FETCH)

/* Program status that threads get: EL0t, F masked; debug kernels do not mask A. */
#ifdef CONFIG_DEBUG_BUILD
#define SPSR_USER              0x040UL
#else
#define SPSR_USER              0x140UL
#endif
#define SPSR_FLAGS             0xf0000000UL

/* The two ways to issue an interrupt's handler: where their requests have what. */
#define ARCH_IRQ_LABEL(way) \
    ((way) ? (seL4_Word)ARMIRQIssueIRQHandlerTrigger : (seL4_Word)IRQIssueIRQHandler)
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
    return ARMPageTableMap;
}

/* Rows of every_request.c: the capability arguments of this architecture's operations. */
#define ARCH_POSITIONS                                                  \
    { ARMPageTableMap, 0, K(vspace), BAD_CAP(1) },                     \
    { ARMPageMap, 0, K(vspace), BAD_CAP(1) },                          \
    { ARCH_LABEL_MAKE_POOL, 0, 0, BAD_CAP(1) },                         \
    { ARCH_LABEL_MAKE_POOL, 1, K(CNode), TO_NOWHERE },                  \
    { ARCH_LABEL_ASSIGN, 0, K(ARM_VSpace), BAD_CAP(1) },
#define ARCH_N_WITHOUT_REQUEST 48  /* operations that requests.h has no example of */
#define ARCH_FRAME_INTERFACE   ARM_Page

/* Suites that only this architecture has. */
#define ARCH_SUITES(X) \
    X(access) X(translation) X(cache) X(gic) X(smc) X(system_registers) X(hardware_debug) \
    X(security_machine) EL_SUITES(X)

/* Objects of the architecture that have labels, and how a test gets one: X(Interface, how). */
#define ARCH_KINDS(X)                                   \
    X(ARM_VSpace, make(ARCH_VSPACE_TYPE, 0))            \
    X(ARM_PageTable, make(ARCH_TABLE_TYPE, 0))          \
    X(ARM_Page, make(ARCH_FRAME_TYPE, 0))               \
    X(ARM_ASIDControl, seL4_CapASIDControl)             \
    X(ARM_ASIDPool, seL4_CapInitThreadASIDPool)         \
    X(ARM_SMC, seL4_CapSMC)                             \
    EL_KINDS(X)

/* Registers of one system call, in the roles of the manual. Offsets are known to entry.S. */
struct sys {
    seL4_Word cap;      /* x0; badge after a receive */
    seL4_Word info;     /* x1 */
    seL4_Word mr[4];    /* x2..x5 */
    seL4_Word reply;    /* x6 */
    seL4_Word dest;     /* x8 */
    long number;        /* x7 */
};

void arch_trap(struct sys *call);               /* performs it */
void arch_repeat(void);                         /* the system call in the registers, for ever */
extern char arch_trap_ecall[];                  /* address of the instruction in arch_trap */

/* Like setjmp and longjmp: returns 0, then whatever is handed to arch_restore. */
struct arch_point {
    seL4_Word registers[13];
};
int arch_save(struct arch_point *p) __attribute__((returns_twice));
_Noreturn void arch_restore(struct arch_point *p, int value);

static inline seL4_Word arch_ticks(void)
{
    seL4_Word t;
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(t));
    return t * ARCH_CLOCK_PER_TICK;
}

/* Maps a frame where nothing is mapped yet; makes missing page tables of `untyped`. */
void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable);
void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address);
seL4_Word arch_frame_address(seL4_Word frame);
bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address);     /* a small page */

/* Registers of a thread that begins with entry(argument). */
static inline void arch_entry_registers(seL4_Word *registers, seL4_Word entry, seL4_Word stack_top,
                                        seL4_Word argument)
{
    registers[ARCH_REG_PC] = entry;
    registers[ARCH_REG_SP] = stack_top;
    registers[ARCH_REG_ARG0] = argument;
}

/* What register `number` of the user context holds after `value` was written to it. */
static inline seL4_Word arch_register_kept(seL4_Word number, seL4_Word value)
{
    return number == ARCH_REG_SPSR ? (value & SPSR_FLAGS) | SPSR_USER : value;
}

/* The machine's device memory, as the manual of the platform lists it. */
struct arch_untyped {
    seL4_Word base, bits;
};
extern const struct arch_untyped arch_device_untypeds[];
extern const seL4_Word arch_n_device_untypeds;

#define ARCH_SCRATCH 0x2000000000UL     /* free virtual addresses for tests, from here */
