/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What RISC-V 64 adds to arguments.c, stubs.c and layouts.c. */
#define KEEL_KEEP_ABI
#include "arguments.h"
#include "sent.h"
#include "tests.h"

void test_arch_arguments(void)
{
    begin("arguments RISC-V invocations");
    ARGUMENTS(RISCVPageTableMap, "RISCVPageTableMap C:vspace W:vaddr W:attr");
    ARGUMENTS(RISCVPageTableUnmap, "RISCVPageTableUnmap");
    ARGUMENTS(RISCVPageMap, "RISCVPageMap C:vspace W:vaddr M:rights W:attr");
    ARGUMENTS(RISCVPageUnmap, "RISCVPageUnmap");
    ARGUMENTS(RISCVPageGetAddress, "RISCVPageGetAddress");
    ARGUMENTS(RISCVASIDControlMakePool, "RISCVASIDControlMakePool C:untyped C:root W:index"
                                        " W:depth");
    ARGUMENTS(RISCVASIDPoolAssign, "RISCVASIDPoolAssign C:vspace");
    ARGUMENTS(RISCVIRQIssueIRQHandlerTrigger, "RISCVIRQIssueIRQHandlerTrigger W:irq W:trigger"
                                              " C:root W:index W:depth");
    end();
}

void test_arch_stubs(void)
{
    SENT(seL4_RISCV_PageTable_Map(1, 10, 11, seL4_RISCV_ExecuteNever), 39, CAPS(10),
         WORDS(11, 1));
    SENT(seL4_RISCV_PageTable_Unmap(1), 40, CAPS(), WORDS());
    SENT(seL4_RISCV_Page_Map(1, 10, 11, RIGHTS, seL4_RISCV_ExecuteNever), 41, CAPS(10),
         WORDS(11, 10, 1));
    SENT(seL4_RISCV_Page_Unmap(1), 42, CAPS(), WORDS());
    RESULT(seL4_RISCV_Page_GetAddress(1), paddr, 43, WORDS());
    SENT(seL4_RISCV_ASIDControl_MakePool(1, 10, 11, 12, 13), 44, CAPS(10, 11), WORDS(12, 13));
    SENT(seL4_RISCV_ASIDPool_Assign(1, 10), 45, CAPS(10), WORDS());
    SENT(seL4_IRQControl_GetTrigger(1, 10, 11, 12, 13, 14), 46, CAPS(12), WORDS(10, 11, 13, 14));
}

void test_arch_faults(void)
{
    begin("abi faults of RISC-V");
    seL4_Fault_t f;
    f = seL4_getFault(seL4_MessageInfo_new(2, 0, 0, 11));
    expect(seL4_Fault_UnknownSyscall_get_FaultIP(f) == 1000);
    expect(seL4_Fault_UnknownSyscall_get_RA(f) == 1002);
    expect(seL4_Fault_UnknownSyscall_get_A6(f) == 1009);
    expect(seL4_Fault_UnknownSyscall_get_Syscall(f) == 1010);
    f = seL4_getFault(seL4_MessageInfo_new(3, 0, 0, 4));
    expect(seL4_Fault_UserException_get_SP(f) == 1001);
    expect(seL4_Fault_UserException_get_Number(f) == 1002);
    expect(seL4_Fault_UserException_get_Code(f) == 1003);
    end();
}

seL4_MessageInfo_t arch_recv_with_words(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply,
                                        seL4_Word *w)
{
    return seL4_RecvWithMRs(src, sender, reply, &w[0], &w[1], &w[2], &w[3]);
}
