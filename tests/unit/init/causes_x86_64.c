/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Exceptions of x86-64 in words: vectors and error codes typed from the manual's chapter on
 * interrupts and exceptions.
 */
#include "arch/causes.h"
#include "expect.h"
#include <string.h>

static void says(uint64_t vector, uint64_t code, const char *name, const char *word)
{
    const struct cause c = arch_exception(vector, code);
    expect(strstr(c.what, word) || strstr(c.likely, word), name, c.what);
}

int main(void)
{
    says(0, 0, "divide", "divided by zero");
    says(1, 0, "debug", "breakpoint");
    says(3, 0, "int3", "breakpoint");
    says(6, 0, "opcode", "illegal instruction");
    says(7, 0, "no-fpu", "fpu=\"false\"");
    says(12, 0, "stack-segment", "stack pointer");
    says(13, 0, "privileged", "<ioport>");
    says(13, 0x402, "int-0x80", "int instruction");
    says(16, 0, "x87", "floating-point error");
    says(17, 0, "alignment", "misaligned access");
    says(19, 0, "simd", "floating-point error");
    says(21, 0, "unknown", "does not know");

    const uint64_t pc = 0x200010, there = 0x300000;
    expect(arch_access(pc, there, 0, 4) == ACCESS_READ, "read", "taken for another");
    expect(arch_access(pc, there, 0, 6) == ACCESS_WRITE, "write", "taken for another");
    expect(arch_access(pc, there, 0, 7) == ACCESS_WRITE, "write-to-read-only", "taken for another");
    expect(arch_access(there, there, 1, 0x14) == ACCESS_EXECUTE, "fetch", "taken for another");
    expect(arch_access(there, there, 0, 4) == ACCESS_EXECUTE, "fetch-that-is-not-marked",
           "taken for a read");
    expect(arch_access(there, there, 0, 7) == ACCESS_WRITE, "write-to-itself", "taken for another");
    return 0;
}
