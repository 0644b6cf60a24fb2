/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What x86-64 adds to arguments.c, stubs.c, syscalls.c and layouts.c. */
#define KEEL_KEEP_ABI
#include "arguments.h"
#include "ioports.h"
#include "sent.h"
#include "tests.h"

void test_arch_arguments(void)
{
    begin("arguments x86-64 invocations");
    ARGUMENTS(X86PDPTMap, "X86PDPTMap C:pml4 W:vaddr W:attr");
    ARGUMENTS(X86PDPTUnmap, "X86PDPTUnmap");
    ARGUMENTS(X86PageDirectoryMap, "X86PageDirectoryMap C:vspace W:vaddr W:attr");
    ARGUMENTS(X86PageDirectoryUnmap, "X86PageDirectoryUnmap");
    ARGUMENTS(X86PageTableMap, "X86PageTableMap C:vspace W:vaddr W:attr");
    ARGUMENTS(X86PageTableUnmap, "X86PageTableUnmap");
    ARGUMENTS(X86PageMap, "X86PageMap C:vspace W:vaddr M:rights W:attr");
    ARGUMENTS(X86PageUnmap, "X86PageUnmap");
    ARGUMENTS(X86PageGetAddress, "X86PageGetAddress");
    ARGUMENTS(X86ASIDControlMakePool, "X86ASIDControlMakePool C:untyped C:root W:index W:depth");
    ARGUMENTS(X86ASIDPoolAssign, "X86ASIDPoolAssign C:vspace");
    ARGUMENTS(X86IOPortControlIssue, "X86IOPortControlIssue W:first_port W:last_port C:root"
                                     " W:index W:depth");
    ARGUMENTS(X86IOPortIn8, "X86IOPortIn8 W:port");
    ARGUMENTS(X86IOPortIn16, "X86IOPortIn16 W:port");
    ARGUMENTS(X86IOPortIn32, "X86IOPortIn32 W:port");
    ARGUMENTS(X86IOPortOut8, "X86IOPortOut8 W:port W:data");
    ARGUMENTS(X86IOPortOut16, "X86IOPortOut16 W:port W:data");
    ARGUMENTS(X86IOPortOut32, "X86IOPortOut32 W:port W:data");
    ARGUMENTS(X86IRQIssueIRQHandlerIOAPIC, "X86IRQIssueIRQHandlerIOAPIC C:root W:index W:depth"
                                           " W:ioapic W:pin W:level W:polarity W:vector");
    ARGUMENTS(X86IRQIssueIRQHandlerMSI, "X86IRQIssueIRQHandlerMSI C:root W:index W:depth"
                                        " W:pci_bus W:pci_dev W:pci_func W:handle W:vector");
#ifdef CONFIG_IOMMU
    ARGUMENTS(X86IOPageTableMap, "X86IOPageTableMap C:iospace W:ioaddr");
    ARGUMENTS(X86IOPageTableUnmap, "X86IOPageTableUnmap");
    ARGUMENTS(X86PageMapIO, "X86PageMapIO C:iospace M:rights W:ioaddr");
#endif
    end();
}

/* Labels behind those of the I/O page tables, and behind MapIO, as a kernel without debugging
 * has them. */
#ifdef CONFIG_IOMMU
#define TABLES 2
#define ALL    3

static void iommu_stubs(void)
{
    SENT(seL4_X86_IOPageTable_Map(1, 10, 11), 45, CAPS(10), WORDS(11));
    SENT(seL4_X86_IOPageTable_Unmap(1), 46, CAPS(), WORDS());
    SENT(seL4_X86_Page_MapIO(1, 10, RIGHTS, 12), 49, CAPS(10), WORDS(10, 12));

    begin("abi bits of a device's address space");
    expect(seL4_X86_IOSpace_CapData_new(1, 0, 0, 0).words[0] == 1ul << 16);
    expect(seL4_X86_IOSpace_CapData_new(0, 1, 0, 0).words[0] == 1ul << 8);
    expect(seL4_X86_IOSpace_CapData_new(0, 0, 1, 0).words[0] == 1ul << 3);
    expect(seL4_X86_IOSpace_CapData_new(0, 0, 0, 1).words[0] == 1);
    expect(seL4_X86_IOSpace_CapData_new(0xffff, 0xff, 31, 7).words[0] == 0xffffffff);
    end();
}
#else
#define TABLES 0
#define ALL    0

static void iommu_stubs(void)
{
}
#endif

static void msr_calls(void)
{
#ifdef CONFIG_KERNEL_X86_DANGEROUS_MSR
    begin("syscalls model specific registers");
    seL4_X86DangerousWRMSR(0xc0000080, 0x123456789abcdef0);
    expect(n_calls == 1 && calls[0].number == -30 && calls[0].in.cap == 0xc0000080);
    expect(calls[0].in.mr[0] == 0x123456789abcdef0);
    fake_reset();
    answer = (struct keel_registers){0, 1, {0xfedcba9876543210, 0, 0, 0}};
    expect(seL4_X86DangerousRDMSR(0x10) == 0xfedcba9876543210);
    expect(n_calls == 1 && calls[0].number == -31 && calls[0].in.cap == 0x10);
    end();
#endif
}

void test_arch_stubs(void)
{
    SENT(seL4_X86_PDPT_Map(1, 10, 11, seL4_X86_CacheDisabled), 39, CAPS(10), WORDS(11, 2));
    SENT(seL4_X86_PDPT_Unmap(1), 40, CAPS(), WORDS());
    SENT(seL4_X86_PageDirectory_Map(1, 10, 11, seL4_X86_WriteThrough), 41, CAPS(10), WORDS(11, 1));
    SENT(seL4_X86_PageDirectory_Unmap(1), 42, CAPS(), WORDS());
    SENT(seL4_X86_PageTable_Map(1, 10, 11, seL4_X86_Uncacheable), 43, CAPS(10), WORDS(11, 3));
    SENT(seL4_X86_PageTable_Unmap(1), 44, CAPS(), WORDS());
    SENT(seL4_X86_Page_Map(1, 10, 11, RIGHTS, seL4_X86_WriteCombining), 45 + TABLES, CAPS(10),
         WORDS(11, 10, 4));
    SENT(seL4_X86_Page_Unmap(1), 46 + TABLES, CAPS(), WORDS());
    RESULT(seL4_X86_Page_GetAddress(1), paddr, 47 + ALL, WORDS());
    SENT(seL4_X86_ASIDControl_MakePool(1, 10, 11, 12, 13), 48 + ALL, CAPS(10, 11), WORDS(12, 13));
    SENT(seL4_X86_ASIDPool_Assign(1, 10), 49 + ALL, CAPS(10), WORDS());
    SENT(seL4_X86_IOPortControl_Issue(1, 10, 11, 12, 13, 14), 50 + ALL, CAPS(12),
         WORDS(10, 11, 13, 14));
    RESULT(seL4_X86_IOPort_In8(1, 10), result, 51 + ALL, WORDS(10));
    RESULT(seL4_X86_IOPort_In16(1, 10), result, 52 + ALL, WORDS(10));
    RESULT(seL4_X86_IOPort_In32(1, 10), result, 53 + ALL, WORDS(10));
    SENT(seL4_X86_IOPort_Out8(1, 10, 11), 54 + ALL, CAPS(), WORDS(10, 11));
    SENT(seL4_X86_IOPort_Out16(1, 10, 11), 55 + ALL, CAPS(), WORDS(10, 11));
    SENT(seL4_X86_IOPort_Out32(1, 10, 11), 56 + ALL, CAPS(), WORDS(10, 11));
    SENT(seL4_IRQControl_GetIOAPIC(1, 10, 11, 12, 13, 14, 15, 16, 17), 57 + ALL, CAPS(10),
         WORDS(11, 12, 13, 14, 15, 16, 17));
    SENT(seL4_IRQControl_GetMSI(1, 10, 11, 12, 13, 14, 15, 16, 17), 58 + ALL, CAPS(10),
         WORDS(11, 12, 13, 14, 15, 16, 17));
    iommu_stubs();
    msr_calls();
    test_ioports();
}

void test_arch_faults(void)
{
    begin("abi faults of x86-64");
    seL4_Fault_t f = seL4_getFault(seL4_MessageInfo_new(2, 0, 0, 19));
    expect(seL4_Fault_UnknownSyscall_get_RAX(f) == 1000);
    expect(seL4_Fault_UnknownSyscall_get_RDX(f) == 1003);
    expect(seL4_Fault_UnknownSyscall_get_RBP(f) == 1006);
    expect(seL4_Fault_UnknownSyscall_get_R15(f) == 1014);
    expect(seL4_Fault_UnknownSyscall_get_FaultIP(f) == 1015);
    expect(seL4_Fault_UnknownSyscall_get_RSP(f) == 1016);
    expect(seL4_Fault_UnknownSyscall_get_FLAGS(f) == 1017);
    expect(seL4_Fault_UnknownSyscall_get_Syscall(f) == 1018);
    f = seL4_getFault(seL4_MessageInfo_new(3, 0, 0, 5));
    expect(seL4_Fault_UserException_get_Stack(f) == 1001);
    expect(seL4_Fault_UserException_get_FLAGS(f) == 1002);
    expect(seL4_Fault_UserException_get_Number(f) == 1003);
    expect(seL4_Fault_UserException_get_Code(f) == 1004);
    end();
}

seL4_MessageInfo_t arch_recv_with_words(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply,
                                        seL4_Word *w)
{
    return seL4_RecvWithMRs(src, sender, &w[0], &w[1], &w[2], &w[3], reply);
}
