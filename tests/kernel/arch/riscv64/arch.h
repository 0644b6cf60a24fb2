/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * RISC-V 64: what the generic tests need from the architecture.
 */
#include <sel4/sel4.h>
#include <stdbool.h>

#define ARCH_N_REGISTERS       32
#define ARCH_N_FRAME_REGISTERS 16
#define ARCH_REG_PC            0
#define ARCH_REG_SP            2
#define ARCH_REG_GP            3
#define ARCH_REG_ARG0          16
#define ARCH_REG_FREE_FRAME    4    /* s0: a frame register that system calls leave alone */
#define ARCH_REG_FREE_INTEGER  25   /* t1 */
#define ARCH_REG_TLS           31
#define ARCH_TICKS_PER_US      10
#define ARCH_SYSCALL_BYTES     4    /* length of the system call instruction */
#define ARCH_N_OBJECT_TYPES    11
#define ARCH_IRQ_RANGE_LOW     1
#define ARCH_IRQ_RANGE_HIGH    96
#define ARCH_IRQ_TRIGGER_LABEL RISCVIRQIssueIRQHandlerTrigger
#define ARCH_FRAME_TYPE        8    /* 4 KiB page */
#define ARCH_TABLE_TYPE        10
#define ARCH_MAX_UNTYPED_BITS  38
#define ARCH_MAX_PERIOD_US     0x333333333333333UL

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

/* Maps a frame where nothing is mapped yet; makes missing page tables of `untyped`. */
void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable);
seL4_Word arch_frame_address(seL4_Word frame);

#define ARCH_SCRATCH 0x2000000000UL     /* free virtual addresses for tests, from here */
