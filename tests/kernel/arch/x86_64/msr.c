/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * X86DangerousRDMSR and X86DangerousWRMSR: any model-specific register, in the benchmark
 * configuration. That the numbers are unknown in the others is in fault/absent-numbers.
 */
#include "operations.h"

#if KEEL_BENCHMARK
#define MSR_SYSENTER_ESP 0x175      /* Intel SDM volume 4, 2.1; nobody uses it here */
#define MSR_PAT          0x277
#define PAT_OF_THE_KERNEL 0x0100070406

static struct sys read(word number)
{
    return SYS(.number = seL4_SysX86DangerousRDMSR, .cap = number, .info = 0x1234567,
               .mr = { 1, 2, 3, 4 });
}

/* The value comes back in word 0, and the info is that of a message of one word. */
static void reading(void)
{
    const struct sys got = read(MSR_PAT);
    EQ(got.mr[0] & 0xffffffffff, PAT_OF_THE_KERNEL);
    EQ(got.info, INFO(0, 0, 1));
    EQ(got.cap, MSR_PAT);
    EQ(got.mr[1], 2);
    EQ(got.mr[2], 3);
    EQ(got.mr[3], 4);
}

/* Of the number 32 bits count; nothing comes back. */
static void writing(void)
{
    const word kept = read(MSR_SYSENTER_ESP).mr[0];
    const struct sys got = SYS(.number = seL4_SysX86DangerousWRMSR,
                               .cap = 0xabcd00000000 | MSR_SYSENTER_ESP, .info = 0x1234567,
                               .mr = { 0x5a5a5a5a00001234, 2, 3, 4 });
    EQ(got.info, 0x1234567);
    EQ(got.mr[0], 0x5a5a5a5a00001234);
    EQ(got.mr[1], 2);
    EQ(read(0xffff00000000 | MSR_SYSENTER_ESP).mr[0], 0x5a5a5a5a00001234);
    SYS(.number = seL4_SysX86DangerousWRMSR, .cap = MSR_SYSENTER_ESP, .mr = { kept });
    EQ(read(MSR_SYSENTER_ESP).mr[0], kept);
}

SUITE(msr,
    { "reading", reading },
    { "writing", writing },
);
#endif
