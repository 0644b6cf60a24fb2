/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What AArch64 adds to arguments.c, stubs.c and layouts.c. */
#define KEEL_KEEP_ABI
#include "arguments.h"
#include "sent.h"
#include "tests.h"

void test_arch_arguments(void)
{
    begin("arguments AArch64 invocations");
    ARGUMENTS(ARMVSpaceClean_Data, "ARMVSpaceClean_Data W:start W:end");
    ARGUMENTS(ARMVSpaceInvalidate_Data, "ARMVSpaceInvalidate_Data W:start W:end");
    ARGUMENTS(ARMVSpaceCleanInvalidate_Data, "ARMVSpaceCleanInvalidate_Data W:start W:end");
    ARGUMENTS(ARMVSpaceUnify_Instruction, "ARMVSpaceUnify_Instruction W:start W:end");
    ARGUMENTS(ARMPageClean_Data,
              "ARMPageClean_Data W:start_offset W:end_offset");
    ARGUMENTS(ARMPageInvalidate_Data,
              "ARMPageInvalidate_Data W:start_offset W:end_offset");
    ARGUMENTS(ARMPageCleanInvalidate_Data,
              "ARMPageCleanInvalidate_Data W:start_offset W:end_offset");
    ARGUMENTS(ARMPageUnify_Instruction,
              "ARMPageUnify_Instruction W:start_offset W:end_offset");
    ARGUMENTS(ARMSMCCall, "ARMSMCCall W:x0 W:x1 W:x2 W:x3 W:x4 W:x5 W:x6 W:x7");
    ARGUMENTS(ARMPageTableMap, "ARMPageTableMap C:vspace W:vaddr W:attr");
    ARGUMENTS(ARMPageTableUnmap, "ARMPageTableUnmap");
    ARGUMENTS(ARMPageMap, "ARMPageMap C:vspace W:vaddr M:rights W:attr");
    ARGUMENTS(ARMPageUnmap, "ARMPageUnmap");
    ARGUMENTS(ARMPageGetAddress, "ARMPageGetAddress");
    ARGUMENTS(ARMASIDControlMakePool, "ARMASIDControlMakePool C:untyped C:root W:index W:depth");
    ARGUMENTS(ARMASIDPoolAssign, "ARMASIDPoolAssign C:vspace");
    ARGUMENTS(ARMIRQIssueIRQHandlerTrigger, "ARMIRQIssueIRQHandlerTrigger W:irq W:trigger"
                                            " C:root W:index W:depth");
    ARGUMENTS(ARMIRQIssueSGISignal, "ARMIRQIssueSGISignal W:irq W:target C:root W:index W:depth");
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    ARGUMENTS(ARMVCPUSetTCB, "ARMVCPUSetTCB C:tcb");
    ARGUMENTS(ARMVCPUReadReg, "ARMVCPUReadReg W:field");
    ARGUMENTS(ARMVCPUWriteReg, "ARMVCPUWriteReg W:field W:value");
    ARGUMENTS(ARMVCPUAckVPPI, "ARMVCPUAckVPPI W:irq");
#endif
    end();
}

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define LABEL_TRIGGER 60

static void vcpu_stubs(void)
{
    SENT(seL4_ARM_VCPU_SetTCB(1, 10), 55, CAPS(10), WORDS());
    SENT(seL4_ARM_VCPU_InjectIRQ(1, 0x3ff, 0x1f, 1, 3), 56, CAPS(), WORDS(0x3011f03ff));
    RESULT(seL4_ARM_VCPU_ReadRegs(1, seL4_VCPUReg_VBAR), value, 57, WORDS(14));
    SENT(seL4_ARM_VCPU_WriteRegs(1, seL4_VCPUReg_VBAR, 10), 58, CAPS(), WORDS(14, 10));
    SENT(seL4_ARM_VCPU_AckVPPI(1, 27), 59, CAPS(), WORDS(27));
}
#else
#define LABEL_TRIGGER 55

static void vcpu_stubs(void)
{
}
#endif

static void smc_stub(void)
{
    seL4_ARM_SMCContext in = {10, 11, 12, 13, 14, 15, 16, 17}, out = {0};
    begin("stub ARM_SMC_Call");
    answer = (struct keel_registers){0, 8, {21, 22, 23, 24}};
    expect(seL4_ARM_SMC_Call(1, &in, &out) == seL4_NoError);
    expect(calls[0].in.info == (shifted(43) << 12 | 8));
    expect(calls[0].in.mr[0] == 10 && calls[0].in.mr[3] == 13);
    expect(buffer.msg[4] == 14 && buffer.msg[7] == 17 && buffer.msg[8] == 1008);
    expect(out.x0 == 21 && out.x3 == 24 && out.x4 == 14 && out.x7 == 17);
    end();
}

void test_arch_stubs(void)
{
    SENT(seL4_ARM_VSpace_Clean_Data(1, 10, 11), 39, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_VSpace_Invalidate_Data(1, 10, 11), 40, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_VSpace_CleanInvalidate_Data(1, 10, 11), 41, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_VSpace_Unify_Instruction(1, 10, 11), 42, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_Page_Clean_Data(1, 10, 11), 48, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_Page_Invalidate_Data(1, 10, 11), 49, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_Page_CleanInvalidate_Data(1, 10, 11), 50, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_Page_Unify_Instruction(1, 10, 11), 51, CAPS(), WORDS(10, 11));
    SENT(seL4_ARM_PageTable_Map(1, 10, 11, seL4_ARM_ExecuteNever), 44, CAPS(10), WORDS(11, 4));
    SENT(seL4_ARM_PageTable_Unmap(1), 45, CAPS(), WORDS());
    SENT(seL4_ARM_Page_Map(1, 10, 11, RIGHTS, seL4_ARM_Default_VMAttributes), 46, CAPS(10),
         WORDS(11, 10, 3));
    SENT(seL4_ARM_Page_Unmap(1), 47, CAPS(), WORDS());
    RESULT(seL4_ARM_Page_GetAddress(1), paddr, 52, WORDS());
    SENT(seL4_ARM_ASIDControl_MakePool(1, 10, 11, 12, 13), 53, CAPS(10, 11), WORDS(12, 13));
    SENT(seL4_ARM_ASIDPool_Assign(1, 10), 54, CAPS(10), WORDS());
    SENT(seL4_IRQControl_GetTrigger(1, 10, 11, 12, 13, 14), LABEL_TRIGGER, CAPS(12),
         WORDS(10, 11, 13, 14));
    SENT(seL4_IRQControl_IssueSGISignal(1, 10, 11, 12, 13, 14), LABEL_TRIGGER + 1, CAPS(12),
         WORDS(10, 11, 13, 14));
    smc_stub();
    vcpu_stubs();
}

void test_arch_faults(void)
{
    begin("abi faults of AArch64");
    seL4_Fault_t f = seL4_getFault(seL4_MessageInfo_new(2, 0, 0, 13));
    expect(seL4_Fault_UnknownSyscall_get_X0(f) == 1000);
    expect(seL4_Fault_UnknownSyscall_get_X7(f) == 1007);
    expect(seL4_Fault_UnknownSyscall_get_FaultIP(f) == 1008);
    expect(seL4_Fault_UnknownSyscall_get_LR(f) == 1010);
    expect(seL4_Fault_UnknownSyscall_get_Syscall(f) == 1012);
    f = seL4_getFault(seL4_MessageInfo_new(3, 0, 0, 5));
    expect(seL4_Fault_UserException_get_Stack(f) == 1001);
    expect(seL4_Fault_UserException_get_SPSR(f) == 1002);
    expect(seL4_Fault_UserException_get_Number(f) == 1003);
    expect(seL4_Fault_UserException_get_Code(f) == 1004);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    f = seL4_getFault(seL4_MessageInfo_new(7, 0, 0, 1));
    expect(seL4_Fault_VGICMaintenance_get_IDX(f) == 1000);
    f = seL4_getFault(seL4_MessageInfo_new(8, 0, 0, 1));
    expect(seL4_Fault_VCPUFault_get_HSR(f) == 1000);
    f = seL4_getFault(seL4_MessageInfo_new(9, 0, 0, 1));
    expect(seL4_Fault_VPPIEvent_get_irq(f) == 1000);
#endif
    end();
}

seL4_MessageInfo_t arch_recv_with_words(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply,
                                        seL4_Word *w)
{
    return seL4_RecvWithMRs(src, sender, reply, &w[0], &w[1], &w[2], &w[3]);
}
