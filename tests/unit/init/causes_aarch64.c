/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Syndromes of AArch64 in words: values typed from the manual's tables of classes and fault status.
 */
#include "arch/causes.h"
#include "expect.h"
#include <string.h>

#define SYNDROME(class, status) ((uint64_t)(class) << 26 | 1ul << 25 | (status))

static void says(uint64_t syndrome, const char *name, const char *word)
{
    const struct cause c = arch_exception(syndrome);
    expect(strstr(c.what, word) || strstr(c.likely, word), name, c.what);
}

int main(void)
{
    says(0x02000000, "undefined", "illegal instruction");
    says(SYNDROME(0x07, 0), "floating-point", "fpu=\"false\"");
    says(SYNDROME(0x17, 0), "smc", "microkit_arm_smc_call");
    says(SYNDROME(0x18, 0), "system-register", "system register");
    says(SYNDROME(0x22, 0), "pc-alignment", "misaligned address");
    says(SYNDROME(0x26, 0), "sp-alignment", "stack pointer");
    says(SYNDROME(0x3c, 0), "brk", "breakpoint");
    says(SYNDROME(0x24, 0x21), "alignment-on-device", "cached=\"false\"");
    says(SYNDROME(0x24, 0x10), "external-abort", "no device");
    says(SYNDROME(0x24, 0x35), "exclusive", "atomic");
    says(SYNDROME(0x3f, 0), "unknown", "does not know");

    expect(arch_is_bad_access(SYNDROME(0x24, 0x21)), "alignment-is-no-mapping", "taken for one");
    expect(!arch_is_bad_access(SYNDROME(0x24, 0x07)), "translation-is-mapping",
           "not taken for one");
    expect(!arch_is_bad_access(SYNDROME(0x24, 0x0f)), "permission-is-mapping",
           "not taken for one");
    expect(!arch_is_bad_access(SYNDROME(0x20, 0x10)), "fetch-is-no-access", "taken for one");
    expect(arch_is_write(SYNDROME(0x24, 0x47)), "write", "taken for a read");
    expect(!arch_is_write(SYNDROME(0x24, 0x07)), "read", "taken for a write");
    return 0;
}
