/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Exceptions by vector and error code (Intel SDM, volume 3, 6.15, and figures 6-7 and 4-12).
 */
#include "arch/causes.h"

#define VECTOR_DIVIDE       0
#define VECTOR_DEBUG        1
#define VECTOR_BREAKPOINT   3
#define VECTOR_OVERFLOW     4
#define VECTOR_BOUND        5
#define VECTOR_OPCODE       6
#define VECTOR_NO_FPU       7
#define VECTOR_SEGMENT      11
#define VECTOR_STACK        12
#define VECTOR_PROTECTION   13
#define VECTOR_X87          16
#define VECTOR_ALIGNMENT    17
#define VECTOR_SIMD         19

#define CODE_INTERRUPT_TABLE (1u << 1)  /* the error code names an entry of the interrupt table */

#define PAGE_WRITE          (1u << 1)
#define PAGE_FETCH          (1u << 4)   /* only of processors that can forbid execution */

enum fault_access arch_access(uint64_t pc, uint64_t address, uint64_t fetch, uint64_t code)
{
    if (code & PAGE_WRITE)
        return ACCESS_WRITE;
    return fetch || (code & PAGE_FETCH) || address == pc ? ACCESS_EXECUTE : ACCESS_READ;
}

static struct cause protection(uint64_t code)
{
    if (code & CODE_INTERRUPT_TABLE)
        return (struct cause){ "executed an int instruction that has no meaning here",
                               "code for another operating system; a jump into data" };
    return (struct cause){
        "executed a privileged instruction, or used an address that is none",
        "hlt, cli, and in and out, for which there are <ioport> and microkit_x86_ioport_...; a wild"
        " pointer, above 0x7fffffffffff; or a misaligned operand of an SSE instruction" };
}

struct cause arch_exception(uint64_t vector, uint64_t code)
{
    switch (vector) {
    case VECTOR_DIVIDE:
        return (struct cause){ "divided by zero, or the quotient did not fit",
                               "a divisor that was never set, or the smallest number by -1" };
    case VECTOR_DEBUG:
    case VECTOR_BREAKPOINT:
        return (struct cause){ "executed a breakpoint (int3)",
                               "a debugger's breakpoint, or a trap that the compiler put in" };
    case VECTOR_OVERFLOW:
    case VECTOR_BOUND:
        return (struct cause){ "failed a check of the processor (into, bound)",
                               "a jump into data: no compiler for 64 bits makes these" };
    case VECTOR_OPCODE:
        return (struct cause){
            "executed an illegal instruction",
            "a jump into data; __builtin_trap or unreachable code; or an instruction that this"
            " processor does not have or the kernel does not switch, as those of AVX: compile with"
            " -march=x86-64" };
    case VECTOR_NO_FPU:
        return (struct cause){
            "used floating point or vector registers, which it may not",
            "fpu=\"false\" in the description; without it, compile with -mgeneral-regs-only" };
    case VECTOR_SEGMENT:
        return (struct cause){ "loaded a segment that is not there", "a jump into data" };
    case VECTOR_STACK:
        return (struct cause){ "used an address that is none, by its stack pointer",
                               "rsp or rbp was overwritten, or set to a wild value" };
    case VECTOR_PROTECTION:
        return protection(code);
    case VECTOR_X87:
    case VECTOR_SIMD:
        return (struct cause){ "met a floating-point error that it had asked to be told of",
                               "a division by zero, an overflow or an invalid operation, unmasked"
                               " in mxcsr or the x87 control word" };
    case VECTOR_ALIGNMENT:
        return (struct cause){ "made a misaligned access, which it had forbidden itself",
                               "a pointer to a wider type than its address allows" };
    default:
        return (struct cause){ "raised an exception that this monitor does not know",
                               "the processor has an extension that this monitor does not know" };
    }
}
