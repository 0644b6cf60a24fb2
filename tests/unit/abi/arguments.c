/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The arguments of each invocation by name, a second time. Kernel and stubs take order and meaning
 * from the same rows, so exchanging two names of one kind changes what programs get without
 * changing a prototype: only names show it. W is a message word, C a capability, M a rights mask.
 */
#define KEEL_KEEP_ABI
#include "arguments.h"
#include "fake.h"
#include "tests.h"

static void generic(void)
{
    begin("arguments generic invocations");
    ARGUMENTS(UntypedRetype, "UntypedRetype W:type W:size_bits C:root W:node_index W:node_depth"
                             " W:node_offset W:num_objects");
    ARGUMENTS(TCBReadRegisters, "TCBReadRegisters W:flags W:count");
    ARGUMENTS(TCBWriteRegisters, "TCBWriteRegisters W:flags W:count");
    ARGUMENTS(TCBCopyRegisters, "TCBCopyRegisters C:source W:flags");
    ARGUMENTS(TCBConfigure, "TCBConfigure C:cspace_root W:cspace_root_data C:vspace_root"
                            " W:vspace_root_data W:buffer C:bufferFrame");
    ARGUMENTS(TCBSetPriority, "TCBSetPriority C:authority W:priority");
    ARGUMENTS(TCBSetMCPriority, "TCBSetMCPriority C:authority W:mcp");
    ARGUMENTS(TCBSetSchedParams, "TCBSetSchedParams C:authority W:mcp W:priority C:sched_context"
                                 " C:fault_ep");
    ARGUMENTS(TCBSetTimeoutEndpoint, "TCBSetTimeoutEndpoint C:timeout_fault_ep");
    ARGUMENTS(TCBSetIPCBuffer, "TCBSetIPCBuffer W:buffer C:bufferFrame");
    ARGUMENTS(TCBSetSpace, "TCBSetSpace C:fault_ep C:cspace_root W:cspace_root_data C:vspace_root"
                           " W:vspace_root_data");
    ARGUMENTS(TCBSuspend, "TCBSuspend");
    ARGUMENTS(TCBResume, "TCBResume");
    ARGUMENTS(TCBBindNotification, "TCBBindNotification C:notification");
    ARGUMENTS(TCBUnbindNotification, "TCBUnbindNotification");
    ARGUMENTS(TCBSetTLSBase, "TCBSetTLSBase W:tls_base");
    ARGUMENTS(TCBSetFlags, "TCBSetFlags W:clear W:set");
    ARGUMENTS(CNodeRevoke, "CNodeRevoke W:index W:depth");
    ARGUMENTS(CNodeDelete, "CNodeDelete W:index W:depth");
    ARGUMENTS(CNodeCancelBadgedSends, "CNodeCancelBadgedSends W:index W:depth");
    ARGUMENTS(CNodeCopy, "CNodeCopy W:dest_index W:dest_depth C:src_root W:src_index W:src_depth"
                         " M:rights");
    ARGUMENTS(CNodeMint, "CNodeMint W:dest_index W:dest_depth C:src_root W:src_index W:src_depth"
                         " M:rights W:badge");
    ARGUMENTS(CNodeMove, "CNodeMove W:dest_index W:dest_depth C:src_root W:src_index W:src_depth");
    ARGUMENTS(CNodeMutate, "CNodeMutate W:dest_index W:dest_depth C:src_root W:src_index"
                           " W:src_depth W:badge");
    ARGUMENTS(CNodeRotate, "CNodeRotate W:dest_index W:dest_depth W:dest_badge C:pivot_root"
                           " W:pivot_index W:pivot_depth W:pivot_badge C:src_root W:src_index"
                           " W:src_depth");
    ARGUMENTS(IRQIssueIRQHandler, "IRQIssueIRQHandler W:irq C:root W:index W:depth");
    ARGUMENTS(IRQAckIRQ, "IRQAckIRQ");
    ARGUMENTS(IRQSetIRQHandler, "IRQSetIRQHandler C:notification");
    ARGUMENTS(IRQClearIRQHandler, "IRQClearIRQHandler");
    ARGUMENTS(DomainSetSet, "DomainSetSet W:domain C:thread");
    ARGUMENTS(DomainScheduleConfigure, "DomainScheduleConfigure W:index W:domain W:duration");
    ARGUMENTS(DomainScheduleSetStart, "DomainScheduleSetStart W:index");
    ARGUMENTS(SchedControlConfigureFlags, "SchedControlConfigureFlags C:schedcontext W:budget"
                                          " W:period W:extra_refills W:badge W:flags");
    ARGUMENTS(SchedContextBind, "SchedContextBind C:cap");
    ARGUMENTS(SchedContextUnbind, "SchedContextUnbind");
    ARGUMENTS(SchedContextUnbindObject, "SchedContextUnbindObject C:cap");
    ARGUMENTS(SchedContextConsumed, "SchedContextConsumed");
    ARGUMENTS(SchedContextYieldTo, "SchedContextYieldTo");
#ifdef CONFIG_HARDWARE_DEBUG_API
    ARGUMENTS(TCBSetBreakpoint, "TCBSetBreakpoint W:bp_num W:vaddr W:type W:size W:rw");
    ARGUMENTS(TCBGetBreakpoint, "TCBGetBreakpoint W:bp_num");
    ARGUMENTS(TCBUnsetBreakpoint, "TCBUnsetBreakpoint W:bp_num");
    ARGUMENTS(TCBConfigureSingleStepping,
              "TCBConfigureSingleStepping W:bp_num W:num_instructions");
#endif
    end();
}

void test_arguments(void)
{
    generic();
    test_arch_arguments();
}
