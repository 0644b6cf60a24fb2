/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Exception codes of scause (privileged specification 1.12, table 4.2) that are no memory fault. */
#include "arch/causes.h"

struct cause arch_exception(uint64_t number)
{
    switch (number) {
    case 0:
        return (struct cause){ "jumped to a misaligned address",
                               "a function pointer or return address was overwritten" };
    case 2:
        return (struct cause){
            "executed an illegal instruction",
            "a jump into data; __builtin_trap or unreachable code; a privileged or unsupported"
            " instruction; or floating point with fpu=\"false\" in the description" };
    case 3:
        return (struct cause){ "executed a breakpoint (ebreak)",
                               "a debugger's breakpoint, or a trap that the compiler put in" };
    case 4:
        return (struct cause){ "read a misaligned word",
                               "a pointer to a wider type than its address allows" };
    case 6:
        return (struct cause){ "wrote a misaligned word",
                               "a pointer to a wider type than its address allows" };
    case 9:
    case 11:
        return (struct cause){ "made an ecall from a mode that is none of a domain's",
                               "the processor or the emulator is at fault" };
    default:
        return (struct cause){ "raised an exception that is reserved",
                               "the processor has an extension that this monitor does not know" };
    }
}
