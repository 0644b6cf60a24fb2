/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * x86-64: what the generic tests need from the architecture. IO is whether the kernel knows I/O
 * address spaces, whose labels and object number exist in all configurations but release.
 */
#include <sel4/sel4.h>
#include <stdbool.h>
#include "board.h"

struct reply;

#if KEEL_DEBUG || KEEL_BENCHMARK
#define IO                     1
#define ARCH_N_OBJECT_TYPES    15
#define IO_TYPES               , 14
#define IO_KINDS(X)            X(X86_IOPageTable, make(14, 0))
#define IO_SUITES(X)           X(iommu) X(iommu_dma)
#else
#define IO                     0
#define ARCH_N_OBJECT_TYPES    14
#define IO_TYPES
#define IO_KINDS(X)
#define IO_SUITES(X)
#endif
#if KEEL_BENCHMARK
#define MSR_SUITES(X)          X(msr)
#else
#define MSR_SUITES(X)
#endif
#define USER_LAST              0x7fffffffffffUL     /* the last address that can be mapped */
#define NON_CANONICAL          0x0000800000000000UL

#define ARCH_N_REGISTERS       20
#define ARCH_N_FRAME_REGISTERS 18
#define ARCH_REG_PC            0
#define ARCH_REG_SP            1
#define ARCH_REG_FLAGS         2
#define ARCH_REG_RAX           3
#define ARCH_REG_RBX           4
#define ARCH_REG_RCX           5
#define ARCH_REG_SYSCALL       6    /* rdx */
#define ARCH_REG_INFO          7    /* rsi */
#define ARCH_REG_ARG0          8    /* rdi */
#define ARCH_REG_R11           13
#define ARCH_REG_REPLY         14   /* r12 */
#define ARCH_REG_TLS           18
#define ARCH_REG_GS            19
#define ARCH_RECV_WITH_MRS(from, sender, reply, ...) \
    seL4_RecvWithMRs(from, sender, __VA_ARGS__, reply)
#define ARCH_FIELD_PC          rip
#define ARCH_FIELD_TLS         fs_base
#define ARCH_FIELD_INTEGER     gs_base
#define ARCH_TICKS_PER_US      1000 /* as the emulator counts instructions */
#define ARCH_CLOCK_PER_TICK    1    /* arch_ticks() counts what the kernel's timer counts */
#define ARCH_TIMER_EARLY_US    1    /* the timer rings this much before its time */
#define ARCH_LATE_INSTRUCTIONS 20000    /* an attacker costs those above it no more (release) */
#define ARCH_NO_INSTRUCTION    "ud2"        /* an undefined one */
#if KEEL_BENCHMARK
#define ARCH_ABSENT_NUMBERS    -35          /* -30 and -31 read and write machine registers */
#else
#define ARCH_ABSENT_NUMBERS    -30, -31,    /* further system calls that no kernel has */
#endif
#define ARCH_SYSCALL_BYTES     2    /* length of the system call instruction */
#define ARCH_IRQ_RANGE_LOW     0    /* "vectors" of the manual */
#define ARCH_IRQ_RANGE_HIGH    107
#define ARCH_IRQ_TIMER         109  /* the kernel's, out of reach */
#define ARCH_IRQ_IS_RESERVED(irq) false
#define ARCH_ALARM_IRQ         BOARD_HPET_VECTOR
#define ARCH_UART_IRQ          BOARD_UART_VECTOR
#define ARCH_IRQ_TIMER_ERROR   seL4_RangeError
#define ARCH_IRQ_TIMER_ANSWER  RANGE(0, 107)
#define PDPT_TYPE              7    /* table below the root */
#define ARCH_VSPACE_TYPE       8    /* PML4 */
#define ARCH_HUGE_TYPE         9    /* 1 GiB page */
#define ARCH_FRAME_TYPE        10   /* 4 KiB page */
#define ARCH_LARGE_TYPE        11   /* 2 MiB page */
#define ARCH_TABLE_TYPE        12   /* of 4 KiB pages */
#define DIRECTORY_TYPE         13   /* of 2 MiB pages and tables */
#define ARCH_TYPES \
    ARCH_FRAME_TYPE, ARCH_TABLE_TYPE, ARCH_VSPACE_TYPE, PDPT_TYPE, DIRECTORY_TYPE IO_TYPES
#define ARCH_MAX_UNTYPED_BITS  47
#define ARCH_N_ASID_POOLS      8
#define ARCH_MAX_PERIOD_US     0x83126e978d4fdUL

/* Boot information: slots without capability, tags. */
#define ARCH_HAS_IOMMU         (IO && boot_info->numIOPTLevels != 0)
#define ARCH_EMPTY_SLOTS       0, ARCH_HAS_IOMMU ? 0 : 8, 12, 13, 15
#define ARCH_N_IMAGE_TABLES    3
#define ARCH_IMAGE_TABLE_TAGS  7, 5, 3
#define ARCH_VSPACE_TAG        9
#define ARCH_SLOT_7_TAG        31   /* control of I/O ports */
#define ARCH_SLOT_8_TAG        (ARCH_HAS_IOMMU ? 15 : 0)
#define ARCH_SLOT_15_TAG       0
#define ARCH_CONTROL_IS_FIRST  1    /* SchedControl in slot 16, not behind the tables */
#define ARCH_IO_LEVELS         (!IO ? ~(word)0 : slot_is_empty(seL4_CapIOSpace) ? 0 : 3)
#define ARCH_EXTRA_CHUNKS \
    { SEL4_BOOTINFO_HEADER_X86_ACPI_RSDP, 52 }, { SEL4_BOOTINFO_HEADER_X86_MBMMAP, 1220 }, \
    { SEL4_BOOTINFO_HEADER_X86_TSC_FREQ, 20 }
#define ARCH_RAM_BASE          BOARD_KERNEL_BASE
#define ARCH_RAM_END           arch_ram_end
#define ARCH_DEVICE_UNTYPED    0x40000000UL     /* 1 GiB of device memory that tests may use */

/* Operations by a name that is the same everywhere. */
#define ARCH_LABEL_MAKE_POOL   X86ASIDControlMakePool
#define ARCH_LABEL_ASSIGN      X86ASIDPoolAssign
#define ASIDControl_MakePool   X86_ASIDControl_MakePool
#define ASIDPool_Assign        X86_ASIDPool_Assign
#define Page_Map               X86_Page_Map
#define Page_Unmap             X86_Page_Unmap

/*
 * Handlers of interrupts. A number below 24 is also the pin of the I/O APIC: that of the alarm is
 * level triggered, the others are edges; all other numbers are those of messages that no device
 * sends. IssueOther is always for a message.
 */
struct reply IRQControl_Issue(seL4_Word control, seL4_Word irq, seL4_Word root, seL4_Word index,
                              seL4_Word depth);
#define IRQControl_IssueOther(control, irq, root, index, depth) \
    IRQControl_GetMSI(control, root, index, depth, 0, 31, 7, 0, irq)
#define ARCH_IRQ_LABEL(way) \
    ((way) ? (seL4_Word)X86IRQIssueIRQHandlerMSI : (seL4_Word)X86IRQIssueIRQHandlerIOAPIC)
#define ARCH_IRQ_WORDS(way)    7
#define ARCH_IRQ_AT(way)       6
#define ARCH_INDEX_AT(way)     0
#define ARCH_DEPTH_AT(way)     1
#define ARCH_LIBRARY_ISSUE(irq, root, index) \
    seL4_IRQControl_GetIOAPIC(seL4_CapIRQControl, root, index, 64, 0, 23, 1, 1, irq)
#define ARCH_LIBRARY_ISSUE_OTHER(irq, root, index) \
    seL4_IRQControl_GetMSI(seL4_CapIRQControl, root, index, 64, 255, 31, 7, 1, irq)

/* Debug kernels have four operations that read what is missing from the registers. */
#define ARCH_FIRST_WATCHPOINT 0     /* number of a data breakpoint */
#ifdef CONFIG_HARDWARE_DEBUG_API
#define ARCH_LENGTH_UNCHECKED(label) \
    ((label) >= TCBSetBreakpoint && (label) <= TCBConfigureSingleStepping)
#else
#define ARCH_LENGTH_UNCHECKED(label) false
#endif

/* Vectors of exceptions, and bits of a page fault's error code. */
enum { DIVIDE_ERROR, DEBUG_TRAP, NMI, INT3_TRAP, OVERFLOW, BOUND_RANGE, UNDEFINED, NO_FPU,
       DOUBLE_FAULT, SEGMENT_ABSENT = 11, STACK_FAULT, PROTECTION, X87_ERROR = 16, ALIGNMENT,
       SIMD_ERROR = 19 };
enum { PF_PRESENT = 1, PF_WRITE = 2, PF_USER = 4, PF_FETCH = 16 };

#define ARCH_FPU_FAULT         seL4_Fault_UserException
#define ARCH_FPU_FAULT_WORDS(mr) ((mr)[3] == NO_FPU)
#define ARCH_FETCH_FAULT(code) ((code) == (PF_USER | PF_FETCH))

/* rflags that threads get, and those that they can choose. */
#define FLAGS_USER             0x202UL      /* interrupts on */
#define FLAGS_FREE             0xed7UL      /* OF DF SF ZF AF PF CF, and the two above */
#define FLAG_TRAP              0x100UL
#define FLAG_DIRECTION         0x400UL
#define FLAG_NESTED            0x4000UL
#define FLAG_RESUME            0x10000UL
#define FLAG_ALIGNMENT         0x40000UL
#define FLAG_ID                0x200000UL

/* Tables of an address space, from right below the root down; Unmap has the label behind Map. */
static inline seL4_Word arch_table_type(seL4_Word level)
{
    return level == 0 ? PDPT_TYPE : level == 1 ? DIRECTORY_TYPE : ARCH_TABLE_TYPE;
}

static inline seL4_Word arch_table_map_label(seL4_Word level)
{
    return X86PDPTMap + 2 * level;
}

/* Rows of every_request.c: the capability arguments of this architecture's operations. */
#define ARCH_POSITIONS                                                  \
    { X86PDPTMap, 0, K(vspace), BAD_CAP(1) },                           \
    { X86PageDirectoryMap, 0, K(vspace), BAD_CAP(1) },                  \
    { X86PageTableMap, 0, K(vspace), BAD_CAP(1) },                      \
    { X86PageMap, 0, K(vspace), BAD_CAP(1) },                           \
    { ARCH_LABEL_MAKE_POOL, 0, 0, BAD_CAP(1) },                         \
    { ARCH_LABEL_MAKE_POOL, 1, K(CNode), TO_NOWHERE },                  \
    { ARCH_LABEL_ASSIGN, 0, K(X64_PML4), BAD_CAP(1) },                  \
    { X86IOPortControlIssue, 0, K(CNode), TO_NOWHERE },
/* Operations that requests.h has no example of: IRQControl_Get, which is always refused; those of
 * debugging and of I/O address spaces, which have suites of their own. */
#define ARCH_N_WITHOUT_REQUEST 8
#define ARCH_FRAME_INTERFACE   X86_Page

/* Suites that only this architecture has. */
#define ARCH_SUITES(X) \
    X(pc_boot) X(access) X(syscall_state) X(segments) X(fpu_state) X(ioapic) X(precedence_vm) \
    X(hardware_debug) X(security_machine) X(io_port) IO_SUITES(X) MSR_SUITES(X)

/* Objects of the architecture that have labels, and how a test gets one: X(Interface, how). */
#define ARCH_KINDS(X)                                   \
    X(X86_PDPT, make(PDPT_TYPE, 0))                     \
    X(X86_PageDirectory, make(DIRECTORY_TYPE, 0))       \
    X(X86_PageTable, make(ARCH_TABLE_TYPE, 0))          \
    X(X86_Page, make(ARCH_FRAME_TYPE, 0))               \
    X(X64_PML4, make(ARCH_VSPACE_TYPE, 0))              \
    X(X86_ASIDControl, seL4_CapASIDControl)             \
    X(X86_ASIDPool, seL4_CapInitThreadASIDPool)         \
    X(X86_IOPortControl, seL4_CapIOPortControl)         \
    X(X86_IOPort, arch_some_port())                     \
    IO_KINDS(X)

/* Registers of one system call, in the roles of the manual. Offsets are known to entry.S. */
struct sys {
    seL4_Word cap;      /* rdi; badge after a receive */
    seL4_Word info;     /* rsi */
    seL4_Word mr[4];    /* r10 r8 r9 r15 */
    seL4_Word reply;    /* r12 */
    seL4_Word dest;     /* r13 */
    long number;        /* rdx */
};

void arch_trap(struct sys *call);               /* performs it */
void arch_repeat(void);                         /* the system call in the registers, for ever */
extern char arch_trap_ecall[];                  /* address of the instruction in arch_trap */

/* Like setjmp and longjmp: returns 0, then whatever is handed to arch_restore. */
struct arch_point {
    seL4_Word registers[8];
};
int arch_save(struct arch_point *p) __attribute__((returns_twice));
_Noreturn void arch_restore(struct arch_point *p, int value);

static inline seL4_Word arch_ticks(void)
{
    seL4_Word low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return high << 32 | low;
}

/* Maps a frame where nothing is mapped yet; makes missing page tables of `untyped`. */
void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable);
void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address);
seL4_Word arch_frame_address(seL4_Word frame);
bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address);     /* a small page of zeros */

/* A port nobody has yet, in turn; its capability in a fresh slot. */
seL4_Word arch_some_port(void);
seL4_Word arch_port_number(void);

/* Registers of a thread that begins with entry(argument). A call leaves rsp 8 below a multiple of
 * 16 behind. */
static inline void arch_entry_registers(seL4_Word *registers, seL4_Word entry, seL4_Word stack_top,
                                        seL4_Word argument)
{
    registers[ARCH_REG_PC] = entry;
    registers[ARCH_REG_SP] = stack_top - 8;
    registers[ARCH_REG_ARG0] = argument;
}

/* What register `number` of the user context holds after `value` was written to it. */
static inline seL4_Word arch_register_kept(seL4_Word number, seL4_Word value)
{
    const bool canonical = value + NON_CANONICAL < 2 * NON_CANONICAL;
    if (number == ARCH_REG_FLAGS)
        return (value & FLAGS_FREE) | FLAGS_USER;
    if (number == ARCH_REG_PC || number == ARCH_REG_TLS || number == ARCH_REG_GS)
        return canonical ? value : 0;
    return value;
}

/* The machine's device memory, worked out by board.c from the firmware's memory map. */
struct arch_untyped {
    seL4_Word base, bits;
};
extern struct arch_untyped arch_device_untypeds[];
extern seL4_Word arch_n_device_untypeds;
extern seL4_Word arch_ram_end;

#define ARCH_SCRATCH 0x2000000000UL     /* free virtual addresses for tests, from here */
