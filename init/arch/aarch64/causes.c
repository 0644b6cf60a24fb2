/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Exceptions by their syndrome (ESR_ELx; Arm Architecture Reference Manual, DDI 0487, D19.2): the
 * class in bits 31:26, of an abort its status in bits 5:0.
 */
#include "arch/causes.h"

#define CLASS(syndrome)      ((syndrome) >> 26 & 63)
#define CLASS_DATA_ABORT     0x24
#define CLASS_SOFTWARE_STEP  0x32

#define ABORT_STATUS(syndrome) ((syndrome) & 63)
#define ABORT_WRITE          (1u << 6)
#define STATUS_EXTERNAL      0x10
#define STATUS_ALIGNMENT     0x21
#define STATUS_EXCLUSIVE     0x35       /* unsupported exclusive or atomic access */

int arch_is_bad_access(uint64_t syndrome)
{
    const uint64_t status = ABORT_STATUS(syndrome);
    return CLASS(syndrome) == CLASS_DATA_ABORT
        && (status == STATUS_EXTERNAL || status == STATUS_ALIGNMENT || status == STATUS_EXCLUSIVE);
}

int arch_is_write(uint64_t syndrome)
{
    return (syndrome & ABORT_WRITE) != 0;
}

static struct cause bad_access(uint64_t syndrome)
{
    switch (ABORT_STATUS(syndrome)) {
    case STATUS_ALIGNMENT:
        return (struct cause){
            "accessed memory at a misaligned address",
            "a region mapped with cached=\"false\" takes only accesses aligned to their size; a"
            " pointer to a wider type than its address allows, or memcpy on a device" };
    case STATUS_EXCLUSIVE:
        return (struct cause){
            "made an atomic access to memory that has none",
            "locks and atomic variables need a region mapped with cached=\"true\"" };
    default:
        return (struct cause){
            "accessed an address at which no device answers",
            "the memory region's phys_addr is not that of a device of this board, or the device"
            " is smaller than the region" };
    }
}

struct cause arch_exception(uint64_t syndrome)
{
    switch (CLASS(syndrome)) {
    case 0x00:
    case 0x0e:
        return (struct cause){
            "executed an illegal instruction",
            "a jump into data; __builtin_trap or unreachable code; a privileged instruction (smc,"
            " hvc and most system registers) or one that this processor does not have" };
    case 0x01:
        return (struct cause){ "executed wfi or wfe, which are trapped",
                               "the kernel of a virtual machine waited for an interrupt" };
    case 0x07:
        return (struct cause){
            "used floating point or vector registers, which it may not",
            "fpu=\"false\" in the description; without it, compile with -mgeneral-regs-only" };
    case 0x0d:
        return (struct cause){ "jumped to a place that is no branch target",
                               "a function pointer or return address was overwritten" };
    case 0x17:
        return (struct cause){ "executed smc",
                               "calls to the secure monitor go through microkit_arm_smc_call" };
    case 0x18:
        return (struct cause){
            "accessed a system register that domains may not",
            "the virtual counter, timers and performance counters are the kernel's; the physical"
            " counter cntpct_el0 can be read" };
    case 0x19:
        return (struct cause){ "used vector instructions (SVE) that the kernel does not switch",
                               "compile for armv8-a" };
    case 0x22:
        return (struct cause){ "jumped to a misaligned address",
                               "a function pointer or return address was overwritten" };
    case CLASS_DATA_ABORT:
        return bad_access(syndrome);
    case 0x26:
        return (struct cause){ "used a misaligned stack pointer",
                               "sp must be a multiple of 16 whenever memory is accessed by it" };
    case 0x30:
    case CLASS_SOFTWARE_STEP:
    case 0x34:
    case 0x3c:
        return (struct cause){ "executed a breakpoint (brk)",
                               "a debugger's breakpoint, or a trap that the compiler put in" };
    default:
        return (struct cause){ "raised an exception that this monitor does not know",
                               "the processor has an extension that this monitor does not know" };
    }
}
