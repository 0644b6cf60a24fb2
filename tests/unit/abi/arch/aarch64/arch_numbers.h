/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of numbers.c that is AArch64's, with a kernel at EL2, for 40 and 44 bits, and at EL1. */
#pragma once

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define HYP_OR(hyp, el1) (hyp)
#else
#define HYP_OR(hyp, el1) (el1)
#endif
#ifdef CONFIG_ARM_PA_SIZE_BITS_44
#define PA44_OR(pa44, pa40) (pa44)
#else
#define PA44_OR(pa44, pa40) (pa40)
#endif

#if KEEL_DEBUG
PIN(TCBSetBreakpoint, 16);
PIN(TCBGetBreakpoint, 17);
PIN(TCBUnsetBreakpoint, 18);
PIN(TCBConfigureSingleStepping, 19);
#endif
PIN(nInvocationLabels, DEBUG_LABELS + 39);
PIN(ARMVSpaceClean_Data, DEBUG_LABELS + 39);
PIN(ARMVSpaceInvalidate_Data, DEBUG_LABELS + 40);
PIN(ARMVSpaceCleanInvalidate_Data, DEBUG_LABELS + 41);
PIN(ARMVSpaceUnify_Instruction, DEBUG_LABELS + 42);
PIN(ARMSMCCall, DEBUG_LABELS + 43);
PIN(ARMPageTableMap, DEBUG_LABELS + 44);
PIN(ARMPageTableUnmap, DEBUG_LABELS + 45);
PIN(ARMPageMap, DEBUG_LABELS + 46);
PIN(ARMPageUnmap, DEBUG_LABELS + 47);
PIN(ARMPageClean_Data, DEBUG_LABELS + 48);
PIN(ARMPageInvalidate_Data, DEBUG_LABELS + 49);
PIN(ARMPageCleanInvalidate_Data, DEBUG_LABELS + 50);
PIN(ARMPageUnify_Instruction, DEBUG_LABELS + 51);
PIN(ARMPageGetAddress, DEBUG_LABELS + 52);
PIN(ARMASIDControlMakePool, DEBUG_LABELS + 53);
PIN(ARMASIDPoolAssign, DEBUG_LABELS + 54);
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
PIN(ARMVCPUSetTCB, DEBUG_LABELS + 55);
PIN(ARMVCPUInjectIRQ, DEBUG_LABELS + 56);
PIN(ARMVCPUReadReg, DEBUG_LABELS + 57);
PIN(ARMVCPUWriteReg, DEBUG_LABELS + 58);
PIN(ARMVCPUAckVPPI, DEBUG_LABELS + 59);
#endif
PIN(ARMIRQIssueIRQHandlerTrigger, DEBUG_LABELS + HYP_OR(60, 55));
PIN(ARMIRQIssueSGISignal, DEBUG_LABELS + HYP_OR(61, 56));
PIN(nArchInvocationLabels, DEBUG_LABELS + HYP_OR(62, 57));

PIN(seL4_ARM_HugePageObject, 7);
PIN(seL4_ARM_VSpaceObject, 8);
PIN(seL4_ARM_SmallPageObject, 9);
PIN(seL4_ARM_LargePageObject, 10);
PIN(seL4_ARM_PageTableObject, 11);
PIN(seL4_ARM_VCPUObject, HYP_OR(12, 0xfffe));
PIN(seL4_ARM_IOPageTableObject, 0xffff);
PIN(seL4_ObjectTypeCount, HYP_OR(13, 12));
PIN(seL4_TCBBits, KEEL_DEBUG ? 12 : 11);
PIN(seL4_VSpaceBits, PA44_OR(12, HYP_OR(13, 12)));
PIN(seL4_VSpaceIndexBits, PA44_OR(9, HYP_OR(10, 9)));
PIN(seL4_VCPUBits, 12);
PIN(seL4_NumASIDPoolsBits, 7);
PIN(seL4_MaxUntypedBits, 47);
PIN(seL4_UserTop, PA44_OR(0xfffffffffff, HYP_OR(0xffffffffff, 0x7fffffffffff)));
PIN(seL4_UserVSpaceTop, PA44_OR(0xfffffffffff, HYP_OR(0xffffffffff, 0x7fffffffffff)));
PIN(seL4_ARM_PageCacheable, 1);
PIN(seL4_ARM_ParityEnabled, 2);
PIN(seL4_ARM_Default_VMAttributes, 3);
PIN(seL4_ARM_ExecuteNever, 4);
PIN(SEL4_MAPPING_LOOKUP_NO_PUD, 39);

PIN(tag_vspace, 9);
PIN(tag_smc, 25);
PIN(tag_sgi_signal, 27);
PIN(IRQ_MIN, 0);
PIN(IRQ_LAST_DEVICE, 159);
PIN(IRQ_MAX, 159);
PIN(IRQ_KERNEL_TIMER, HYP_OR(26, 27));
PIN(IRQ_VIRTUAL_TIMER, 27);
PIN(PADDR_USER_DEVICE_TOP, PA44_OR(0x100000000000, 0x10000000000));
PIN(PAGE_LEVEL_ROOT, PA44_OR(3, HYP_OR(2, 3)));

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
PIN(tag_vcpu, 15);
PIN(IRQ_VGIC_MAINTENANCE, 25);
PIN(seL4_VCPUReg_SCTLR, 0);
PIN(seL4_VCPUReg_CPACR, 1);
PIN(seL4_VCPUReg_TTBR0, 2);
PIN(seL4_VCPUReg_TTBR1, 3);
PIN(seL4_VCPUReg_TCR, 4);
PIN(seL4_VCPUReg_MAIR, 5);
PIN(seL4_VCPUReg_AMAIR, 6);
PIN(seL4_VCPUReg_CIDR, 7);
PIN(seL4_VCPUReg_ACTLR, 8);
PIN(seL4_VCPUReg_AFSR0, 9);
PIN(seL4_VCPUReg_AFSR1, 10);
PIN(seL4_VCPUReg_ESR, 11);
PIN(seL4_VCPUReg_FAR, 12);
PIN(seL4_VCPUReg_PAR, 13);
PIN(seL4_VCPUReg_VBAR, 14);
PIN(seL4_VCPUReg_TPIDR_EL1, 15);
PIN(seL4_VCPUReg_VMPIDR_EL2, 16);
PIN(seL4_VCPUReg_SP_EL1, 17);
PIN(seL4_VCPUReg_ELR_EL1, 18);
PIN(seL4_VCPUReg_SPSR_EL1, 19);
PIN(seL4_VCPUReg_CNTV_CTL, 20);
PIN(seL4_VCPUReg_CNTV_CVAL, 21);
PIN(seL4_VCPUReg_CNTVOFF, 22);
PIN(seL4_VCPUReg_CNTKCTL_EL1, 23);
PIN(seL4_VCPUReg_Num, 24);
PIN(VCPU_MAX_IRQ, 1023);
PIN(VCPU_MAX_PRIORITY, 31);
PIN(VCPU_MAX_GROUP, 1);
#endif

PIN(CONFIG_PADDR_USER_DEVICE_TOP, PA44_OR(17592186044416, 1099511627776));
PIN(CONFIG_TIMER_FREQUENCY, 62500000);
#ifdef CONFIG_ARM_PA_SIZE_BITS_44
PIN(CONFIG_ARM_CORTEX_A72, 1);
#else
PIN(CONFIG_ARM_CORTEX_A53, 1);
PIN(CONFIG_ARM_PA_SIZE_BITS_40, 1);
#endif
PIN(CONFIG_ALLOW_SMC_CALLS, 1);
PIN(CONFIG_AARCH64_USER_CACHE_ENABLE, 1);
PIN(CONFIG_EXPORT_PCNT_USER, 1);
PIN(CONFIG_EXPORT_PTMR_USER, 1);
#if KEEL_DEBUG
PIN(CONFIG_HARDWARE_DEBUG_API, 1);
#elif defined CONFIG_HARDWARE_DEBUG_API
#error "CONFIG_HARDWARE_DEBUG_API belongs to debug"
#endif
#if KEEL_BENCHMARK
PIN(CONFIG_SIGNAL_FASTPATH, 1);
PIN(CONFIG_EXPORT_PMU_USER, 1);
#elif defined CONFIG_SIGNAL_FASTPATH || defined CONFIG_EXPORT_PMU_USER
#error "an option of benchmark in another configuration"
#endif
#if defined CONFIG_ARM_PA_SIZE_BITS_40 == defined CONFIG_ARM_PA_SIZE_BITS_44                \
    || defined CONFIG_ARM_CORTEX_A53 == defined CONFIG_ARM_CORTEX_A72
#error "an option for each size of physical addresses"
#endif
#if defined CONFIG_AARCH64_VSPACE_S2_START_L1                                               \
    || defined CONFIG_EXPORT_VCNT_USER || defined CONFIG_EXPORT_VTMR_USER                   \
    || defined CONFIG_VTIMER_UPDATE_VOFFSET || defined CONFIG_DISABLE_WFI_WFE_TRAPS         \
    || defined CONFIG_AARCH64_SERROR_IGNORE                                                 \
    || defined CONFIG_ARM_HYP_ENABLE_VCPU_CP14_SAVE_AND_RESTORE
#error "an option that no reference configuration has"
#endif
