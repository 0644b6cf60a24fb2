/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Every number of the interface, a second time: typed from the specification, not from abi/. If a
 * line here stops compiling, the change breaks programs built by others. Compiled for the host and
 * for the target; there is nothing to run.
 *
 * KEEL_KEEP_ABI leaves the tables' own names in place, so that numbers only the kernel uses are
 * pinned too.
 */
#define KEEL_KEEP_ABI
#include <sel4/sel4.h>
#include <abi/config.h>

#include "arch_labels.h"

#define PIN(name, value) _Static_assert((name) == (value), #name " is not " #value)

/* System calls. */
PIN(seL4_SysCall, -1);
PIN(seL4_SysReplyRecv, -2);
PIN(seL4_SysNBSendRecv, -3);
PIN(seL4_SysNBSendWait, -4);
PIN(seL4_SysSend, -5);
PIN(seL4_SysNBSend, -6);
PIN(seL4_SysRecv, -7);
PIN(seL4_SysNBRecv, -8);
PIN(seL4_SysWait, -9);
PIN(seL4_SysNBWait, -10);
PIN(seL4_SysYield, -11);
PIN(seL4_SysDebugPutChar, -12);
PIN(seL4_SysDebugDumpScheduler, -13);
PIN(seL4_SysDebugHalt, -14);
PIN(seL4_SysDebugCapIdentify, -15);
PIN(seL4_SysDebugSnapshot, -16);
PIN(seL4_SysDebugNameThread, -17);
PIN(seL4_SysDebugSendIPI, -18);
PIN(seL4_SysDebugGetThreadAffinity, -19);
PIN(seL4_SysDebugRun, -20);
PIN(seL4_SysBenchmarkFlushCaches, -21);
PIN(seL4_SysBenchmarkResetLog, -22);
PIN(seL4_SysBenchmarkFinalizeLog, -23);
PIN(seL4_SysBenchmarkSetLogBuffer, -24);
PIN(seL4_SysBenchmarkNullSyscall, -25);
PIN(seL4_SysBenchmarkGetThreadUtilisation, -26);
PIN(seL4_SysBenchmarkResetThreadUtilisation, -27);
PIN(seL4_SysBenchmarkDumpAllThreadsUtilisation, -28);
PIN(seL4_SysBenchmarkResetAllThreadsUtilisation, -29);
PIN(seL4_SysX86DangerousWRMSR, -30);
PIN(seL4_SysX86DangerousRDMSR, -31);
PIN(seL4_SysVMEnter, -32);
PIN(seL4_SysSetTLSBase, -33);

PIN(BENCHMARK_TCB_UTILISATION, 0);
PIN(BENCHMARK_TCB_NUMBER_SCHEDULES, 1);
PIN(BENCHMARK_TCB_KERNEL_UTILISATION, 2);
PIN(BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES, 3);
PIN(BENCHMARK_IDLE_LOCALCPU_UTILISATION, 4);
PIN(BENCHMARK_IDLE_TCBCPU_UTILISATION, 5);
PIN(BENCHMARK_IDLE_NUMBER_SCHEDULES, 6);
PIN(BENCHMARK_IDLE_KERNEL_UTILISATION, 7);
PIN(BENCHMARK_IDLE_NUMBER_KERNEL_ENTRIES, 8);
PIN(BENCHMARK_TOTAL_UTILISATION, 9);
PIN(BENCHMARK_TOTAL_NUMBER_SCHEDULES, 10);
PIN(BENCHMARK_TOTAL_KERNEL_UTILISATION, 11);
PIN(BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES, 12);

/* Invocation labels. */
PIN(UntypedRetype, 1);
PIN(TCBReadRegisters, 2);
PIN(TCBWriteRegisters, 3);
PIN(TCBCopyRegisters, 4);
PIN(TCBConfigure, 5);
PIN(TCBSetPriority, 6);
PIN(TCBSetMCPriority, 7);
PIN(TCBSetSchedParams, 8);
PIN(TCBSetTimeoutEndpoint, 9);
PIN(TCBSetIPCBuffer, 10);
PIN(TCBSetSpace, 11);
PIN(TCBSuspend, 12);
PIN(TCBResume, 13);
PIN(TCBBindNotification, 14);
PIN(TCBUnbindNotification, 15);
PIN(TCBSetTLSBase, DEBUG_LABELS + 16);
PIN(TCBSetFlags, DEBUG_LABELS + 17);
PIN(CNodeRevoke, DEBUG_LABELS + 18);
PIN(CNodeDelete, DEBUG_LABELS + 19);
PIN(CNodeCancelBadgedSends, DEBUG_LABELS + 20);
PIN(CNodeCopy, DEBUG_LABELS + 21);
PIN(CNodeMint, DEBUG_LABELS + 22);
PIN(CNodeMove, DEBUG_LABELS + 23);
PIN(CNodeMutate, DEBUG_LABELS + 24);
PIN(CNodeRotate, DEBUG_LABELS + 25);
PIN(IRQIssueIRQHandler, DEBUG_LABELS + 26);
PIN(IRQAckIRQ, DEBUG_LABELS + 27);
PIN(IRQSetIRQHandler, DEBUG_LABELS + 28);
PIN(IRQClearIRQHandler, DEBUG_LABELS + 29);
PIN(DomainSetSet, DEBUG_LABELS + 30);
PIN(DomainScheduleConfigure, DEBUG_LABELS + 31);
PIN(DomainScheduleSetStart, DEBUG_LABELS + 32);
PIN(SchedControlConfigureFlags, DEBUG_LABELS + 33);
PIN(SchedContextBind, DEBUG_LABELS + 34);
PIN(SchedContextUnbind, DEBUG_LABELS + 35);
PIN(SchedContextUnbindObject, DEBUG_LABELS + 36);
PIN(SchedContextConsumed, DEBUG_LABELS + 37);
PIN(SchedContextYieldTo, DEBUG_LABELS + 38);

/* Errors and lookup failures. */
PIN(seL4_NoError, 0);
PIN(seL4_InvalidArgument, 1);
PIN(seL4_InvalidCapability, 2);
PIN(seL4_IllegalOperation, 3);
PIN(seL4_RangeError, 4);
PIN(seL4_AlignmentError, 5);
PIN(seL4_FailedLookup, 6);
PIN(seL4_TruncatedMessage, 7);
PIN(seL4_DeleteFirst, 8);
PIN(seL4_RevokeFirst, 9);
PIN(seL4_NotEnoughMemory, 10);
PIN(seL4_NumErrors, 11);
PIN(seL4_NoFailure, 0);
PIN(seL4_InvalidRoot, 1);
PIN(seL4_MissingCapability, 2);
PIN(seL4_DepthMismatch, 3);
PIN(seL4_GuardMismatch, 4);

/* Object types and sizes. */
PIN(seL4_UntypedObject, 0);
PIN(seL4_TCBObject, 1);
PIN(seL4_EndpointObject, 2);
PIN(seL4_NotificationObject, 3);
PIN(seL4_AsyncEndpointObject, 3);
PIN(seL4_CapTableObject, 4);
PIN(seL4_SchedContextObject, 5);
PIN(seL4_ReplyObject, 6);
PIN(seL4_NonArchObjectTypeCount, 7);
PIN(seL4_SlotBits, 5);
PIN(seL4_EndpointBits, 4);
PIN(seL4_NotificationBits, 6);
PIN(seL4_ReplyBits, 5);
PIN(seL4_MinSchedContextBits, 7);
PIN(seL4_CoreSchedContextBytes, 128);
PIN(seL4_RefillSizeBytes, 16);
PIN(seL4_PageBits, 12);
PIN(seL4_LargePageBits, 21);
PIN(seL4_HugePageBits, 30);
PIN(seL4_PageTableBits, 12);
PIN(seL4_PageTableIndexBits, 9);
PIN(seL4_PageTableEntryBits, 3);
PIN(seL4_ASIDPoolBits, 12);
PIN(seL4_ASIDPoolIndexBits, 9);
PIN(seL4_MinUntypedBits, 4);
PIN(seL4_IPCBufferSizeBits, 10);
PIN(seL4_BootInfoFrameBits, 12);
PIN(seL4_BootInfoFrameSize, 4096);
PIN(seL4_WordBits, 64);
PIN(seL4_WordSizeBits, 3);

/* Limits, priorities, flags. */
PIN(seL4_MsgLengthBits, 7);
PIN(seL4_MsgExtraCapBits, 2);
PIN(seL4_MsgMaxLength, 120);
PIN(seL4_MsgMaxExtraCaps, 3);
PIN(seL4_FastMessageRegisters, 4);
PIN(seL4_CapRightsBits, 4);
PIN(seL4_GuardSizeBits, 6);
PIN(seL4_GuardBits, 58);
PIN(seL4_BadgeBits, 64);
PIN(seL4_InvalidPrio, -1);
PIN(seL4_MinPrio, 0);
PIN(seL4_MaxPrio, 255);
PIN(seL4_UntypedRetypeMaxObjects, 256);
PIN(seL4_SchedContext_NoFlag, 0);
PIN(seL4_SchedContext_Sporadic, 1);
PIN(seL4_TCBFlag_NoFlag, 0);
PIN(seL4_TCBFlag_fpuDisabled, 1);
PIN(seL4_TCBFlag_MASK, 1);
PIN(SEL4_MAPPING_LOOKUP_LEVEL, 2);
PIN(SEL4_MAPPING_LOOKUP_NO_PT, 21);
PIN(SEL4_MAPPING_LOOKUP_NO_PD, 30);

/* Initial slots. */
PIN(seL4_CapNull, 0);
PIN(seL4_CapInitThreadTCB, 1);
PIN(seL4_CapInitThreadCNode, 2);
PIN(seL4_CapInitThreadVSpace, 3);
PIN(seL4_CapInitThreadPD, 3);
PIN(seL4_CapIRQControl, 4);
PIN(seL4_CapASIDControl, 5);
PIN(seL4_CapInitThreadASIDPool, 6);
PIN(seL4_CapIOPortControl, 7);
PIN(seL4_CapIOSpace, 8);
PIN(seL4_CapBootInfoFrame, 9);
PIN(seL4_CapInitThreadIPCBuffer, 10);
PIN(seL4_CapDomain, 11);
PIN(seL4_CapSMMUSIDControl, 12);
PIN(seL4_CapSMMUCBControl, 13);
PIN(seL4_CapInitThreadSC, 14);
PIN(seL4_CapSMC, 15);
PIN(seL4_NumInitialCaps, 16);

/* Boot information chunks. */
PIN(SEL4_BOOTINFO_HEADER_PADDING, 0);
PIN(SEL4_BOOTINFO_HEADER_X86_VBE, 1);
PIN(SEL4_BOOTINFO_HEADER_X86_MBMMAP, 2);
PIN(SEL4_BOOTINFO_HEADER_X86_ACPI_RSDP, 3);
PIN(SEL4_BOOTINFO_HEADER_X86_FRAMEBUFFER, 4);
PIN(SEL4_BOOTINFO_HEADER_X86_TSC_FREQ, 5);
PIN(SEL4_BOOTINFO_HEADER_FDT, 6);
PIN(SEL4_BOOTINFO_HEADER_NUM, 7);

/* What only the kernel names: capability type tags, interrupts, limits. */
enum {
#define TAG(number, name) tag_##name = number,
    CAP_TYPES(TAG) ARCH_CAP_TYPES(TAG)
};
PIN(tag_null, 0);
PIN(tag_untyped, 2);
PIN(tag_endpoint, 4);
PIN(tag_notification, 6);
PIN(tag_reply, 8);
PIN(tag_cnode, 10);
PIN(tag_tcb, 12);
PIN(tag_irq_control, 14);
PIN(tag_irq_handler, 16);
PIN(tag_zombie, 18);
PIN(tag_domain_set, 20);
PIN(tag_sched_context, 22);
PIN(tag_sched_control, 24);
PIN(tag_frame, 1);
PIN(tag_page_table, 3);
PIN(tag_asid_control, 11);
PIN(tag_asid_pool, 13);
PIN(MIN_BUDGET_US, 20);

/* The reference configuration. */
PIN(CONFIG_KERNEL_MCS, 1);
PIN(CONFIG_WORD_SIZE, 64);
PIN(CONFIG_ROOT_CNODE_SIZE_BITS, 17);
PIN(CONFIG_NUM_DOMAINS, 16);
PIN(CONFIG_NUM_DOMAIN_SCHEDULES, 100);
PIN(CONFIG_NUM_PRIORITIES, 256);
PIN(CONFIG_MAX_NUM_NODES, 1);
PIN(CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS, 230);
PIN(CONFIG_RETYPE_FAN_OUT_LIMIT, 256);
PIN(CONFIG_RESET_CHUNK_BITS, 8);
PIN(CONFIG_MAX_NUM_WORK_UNITS_PER_PREEMPTION, 100);
PIN(CONFIG_BOOT_THREAD_TIME_SLICE, 5);
PIN(CONFIG_KERNEL_STACK_BITS, 12);
PIN(CONFIG_HAVE_FPU, 1);
PIN(CONFIG_FASTPATH, 1);
PIN(CONFIG_KERNEL_WCET_SCALE, 1);
PIN(CONFIG_KERNEL_STATIC_MAX_PERIOD_US, 0);
#if KEEL_DEBUG
PIN(CONFIG_DEBUG_BUILD, 1);
PIN(CONFIG_PRINTING, 1);
PIN(CONFIG_IRQ_REPORTING, 1);
PIN(CONFIG_COLOUR_PRINTING, 1);
PIN(CONFIG_USER_STACK_TRACE_LENGTH, 16);
#elif defined CONFIG_DEBUG_BUILD || defined CONFIG_PRINTING
#error "debug options in another configuration"
#else
PIN(CONFIG_USER_STACK_TRACE_LENGTH, 0);
#endif
#if KEEL_BENCHMARK
PIN(CONFIG_ENABLE_BENCHMARKS, 1);
PIN(CONFIG_BENCHMARK_TRACK_UTILISATION, 1);
#elif defined CONFIG_ENABLE_BENCHMARKS || defined CONFIG_BENCHMARK_TRACK_UTILISATION
#error "benchmark options in another configuration"
#endif
#if !KEEL_DEBUG && !KEEL_BENCHMARK
PIN(CONFIG_VERIFICATION_BUILD, 1);
#elif defined CONFIG_VERIFICATION_BUILD
#error "CONFIG_VERIFICATION_BUILD belongs to release"
#endif
#if defined CONFIG_ENABLE_SMP_SUPPORT || defined CONFIG_EXCEPTION_FASTPATH                  \
    || defined CONFIG_KERNEL_LOG_BUFFER || defined CONFIG_DANGEROUS_CODE_INJECTION          \
    || defined CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC || defined CONFIG_SET_TLS_BASE_SELF \
    || defined CONFIG_LIB_SEL4_USE_THREAD_LOCALS
#error "an option that no reference configuration has"
#endif

#include "arch_numbers.h"
