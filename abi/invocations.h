/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The invocations: every operation on a kernel object, once, in label order.
 *
 * From this table come the label numbers, the user stubs, the minimum message lengths the kernel
 * checks, the names in debug output and the generic tests. Label 0 is unused; the first row is 1.
 *
 * A row is one of
 *   P(label, Interface, Method, doc)                 plain: returns only an error
 *   R(label, Interface, Method, type, name, doc)     returns one result word `name`
 *   S(label, Interface, Method, doc)                 arguments that do not fit the table (packed
 *                                                    flags, register arrays); written by hand
 * and its arguments are ARGS_<label>(W, C, M), in the order of the C prototype:
 *   W(type, name)  the next message word      C(type, name)  the next extra capability
 *   M(name)        a rights mask (seL4_CapRights_t), also one message word
 * Words and capabilities are numbered independently, each from 0.
 */

#include <abi/arch/invocations.h>

#define INVOCATIONS_HEAD(P, R, S)                                                                 \
    P(UntypedRetype, Untyped, Retype, "carve objects out of untyped memory")                      \
    S(TCBReadRegisters, TCB, ReadRegisters, "read the user registers of a thread")                \
    S(TCBWriteRegisters, TCB, WriteRegisters, "write the user registers of a thread")             \
    S(TCBCopyRegisters, TCB, CopyRegisters, "copy user registers between two threads")            \
    P(TCBConfigure, TCB, Configure, "set CSpace, VSpace and IPC buffer")                          \
    P(TCBSetPriority, TCB, SetPriority, "set the priority")                                       \
    P(TCBSetMCPriority, TCB, SetMCPriority, "set the maximum controlled priority")                \
    P(TCBSetSchedParams, TCB, SetSchedParams, "set priorities, scheduling context, fault handler")\
    P(TCBSetTimeoutEndpoint, TCB, SetTimeoutEndpoint, "set the timeout handler")                  \
    P(TCBSetIPCBuffer, TCB, SetIPCBuffer, "set the IPC buffer")                                   \
    P(TCBSetSpace, TCB, SetSpace, "set fault handler, CSpace and VSpace")                         \
    P(TCBSuspend, TCB, Suspend, "stop a thread")                                                  \
    P(TCBResume, TCB, Resume, "start a thread")                                                   \
    P(TCBBindNotification, TCB, BindNotification, "bind a notification to a thread")              \
    P(TCBUnbindNotification, TCB, UnbindNotification, "undo the binding")

#define INVOCATIONS_TAIL(P, R, S)                                                                 \
    P(TCBSetTLSBase, TCB, SetTLSBase, "set the thread-local storage register")                    \
    R(TCBSetFlags, TCB, SetFlags, seL4_Word, flags, "clear and set thread flags")                 \
    P(CNodeRevoke, CNode, Revoke, "delete all descendants of a capability")                       \
    P(CNodeDelete, CNode, Delete, "empty one slot")                                               \
    P(CNodeCancelBadgedSends, CNode, CancelBadgedSends, "restart senders that use one badge")     \
    P(CNodeCopy, CNode, Copy, "copy a capability, rights masked")                                 \
    P(CNodeMint, CNode, Mint, "copy a capability with a badge or guard")                          \
    P(CNodeMove, CNode, Move, "move a capability")                                                \
    P(CNodeMutate, CNode, Mutate, "move a capability and set its guard")                          \
    P(CNodeRotate, CNode, Rotate, "move two capabilities through a pivot slot")                   \
    P(IRQIssueIRQHandler, IRQControl, Get, "make the handler capability of an interrupt")         \
    P(IRQAckIRQ, IRQHandler, Ack, "accept the next interrupt")                                    \
    P(IRQSetIRQHandler, IRQHandler, SetNotification, "signal this notification on interrupt")     \
    P(IRQClearIRQHandler, IRQHandler, Clear, "signal nobody on interrupt")                        \
    P(DomainSetSet, DomainSet, Set, "move a thread to a domain")                                  \
    P(DomainScheduleConfigure, DomainSet, ScheduleConfigure, "write one domain schedule entry")   \
    P(DomainScheduleSetStart, DomainSet, ScheduleSetStart, "restart the domain schedule")         \
    P(SchedControlConfigureFlags, SchedControl, ConfigureFlags, "set budget and period")          \
    P(SchedContextBind, SchedContext, Bind, "give time to a thread or notification")              \
    P(SchedContextUnbind, SchedContext, Unbind, "take time from everyone")                        \
    P(SchedContextUnbindObject, SchedContext, UnbindObject, "take time from one object")          \
    R(SchedContextConsumed, SchedContext, Consumed, seL4_Time, consumed, "microseconds used")     \
    R(SchedContextYieldTo, SchedContext, YieldTo, seL4_Time, consumed, "let another thread run")

#define INVOCATIONS(P, R, S)                                                                      \
    INVOCATIONS_HEAD(P, R, S) ARCH_DEBUG_INVOCATIONS(P, R, S) INVOCATIONS_TAIL(P, R, S)           \
    ARCH_INVOCATIONS(P, R, S)

#define ARGS_UntypedRetype(W, C, M)                                                               \
    W(seL4_Word, type) W(seL4_Word, size_bits) C(seL4_CNode, root) W(seL4_Word, node_index)       \
    W(seL4_Word, node_depth) W(seL4_Word, node_offset) W(seL4_Word, num_objects)
/* MR0: bit 0 suspend_source, bits 8..15 arch_flags; MR1 count. Registers come back as results. */
#define ARGS_TCBReadRegisters(W, C, M)  W(seL4_Word, flags) W(seL4_Word, count)
/* MR0: bit 0 resume_target, bits 8..15 arch_flags; MR1 count; MR2.. registers. */
#define ARGS_TCBWriteRegisters(W, C, M) W(seL4_Word, flags) W(seL4_Word, count)
/* MR0: bits 0..3 suspend_source, resume_target, transfer_frame, transfer_integer; 8..15 arch. */
#define ARGS_TCBCopyRegisters(W, C, M)  C(seL4_TCB, source) W(seL4_Word, flags)
#define ARGS_TCBConfigure(W, C, M)                                                                \
    C(seL4_CNode, cspace_root) W(seL4_Word, cspace_root_data) C(seL4_CPtr, vspace_root)           \
    W(seL4_Word, vspace_root_data) W(seL4_Word, buffer) C(seL4_CPtr, bufferFrame)
#define ARGS_TCBSetPriority(W, C, M)    C(seL4_TCB, authority) W(seL4_Word, priority)
#define ARGS_TCBSetMCPriority(W, C, M)  C(seL4_TCB, authority) W(seL4_Word, mcp)
#define ARGS_TCBSetSchedParams(W, C, M)                                                           \
    C(seL4_TCB, authority) W(seL4_Word, mcp) W(seL4_Word, priority)                               \
    C(seL4_CPtr, sched_context) C(seL4_CPtr, fault_ep)
#define ARGS_TCBSetTimeoutEndpoint(W, C, M) C(seL4_CPtr, timeout_fault_ep)
#define ARGS_TCBSetIPCBuffer(W, C, M)   W(seL4_Word, buffer) C(seL4_CPtr, bufferFrame)
#define ARGS_TCBSetSpace(W, C, M)                                                                 \
    C(seL4_CPtr, fault_ep) C(seL4_CNode, cspace_root) W(seL4_Word, cspace_root_data)              \
    C(seL4_CPtr, vspace_root) W(seL4_Word, vspace_root_data)
#define ARGS_TCBSuspend(W, C, M)
#define ARGS_TCBResume(W, C, M)
#define ARGS_TCBBindNotification(W, C, M)   C(seL4_CPtr, notification)
#define ARGS_TCBUnbindNotification(W, C, M)
#define ARGS_TCBSetTLSBase(W, C, M)     W(seL4_Word, tls_base)
#define ARGS_TCBSetFlags(W, C, M)       W(seL4_Word, clear) W(seL4_Word, set)
#define ARGS_CNodeRevoke(W, C, M)       W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_CNodeDelete(W, C, M)       W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_CNodeCancelBadgedSends(W, C, M) W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_CNodeCopy(W, C, M)                                                                   \
    W(seL4_Word, dest_index) W(seL4_Uint8, dest_depth) C(seL4_CNode, src_root)                    \
    W(seL4_Word, src_index) W(seL4_Uint8, src_depth) M(rights)
#define ARGS_CNodeMint(W, C, M)                                                                   \
    W(seL4_Word, dest_index) W(seL4_Uint8, dest_depth) C(seL4_CNode, src_root)                    \
    W(seL4_Word, src_index) W(seL4_Uint8, src_depth) M(rights) W(seL4_Word, badge)
#define ARGS_CNodeMove(W, C, M)                                                                   \
    W(seL4_Word, dest_index) W(seL4_Uint8, dest_depth) C(seL4_CNode, src_root)                    \
    W(seL4_Word, src_index) W(seL4_Uint8, src_depth)
#define ARGS_CNodeMutate(W, C, M)                                                                 \
    W(seL4_Word, dest_index) W(seL4_Uint8, dest_depth) C(seL4_CNode, src_root)                    \
    W(seL4_Word, src_index) W(seL4_Uint8, src_depth) W(seL4_Word, badge)
#define ARGS_CNodeRotate(W, C, M)                                                                 \
    W(seL4_Word, dest_index) W(seL4_Uint8, dest_depth) W(seL4_Word, dest_badge)                   \
    C(seL4_CNode, pivot_root) W(seL4_Word, pivot_index) W(seL4_Uint8, pivot_depth)                \
    W(seL4_Word, pivot_badge) C(seL4_CNode, src_root) W(seL4_Word, src_index)                     \
    W(seL4_Uint8, src_depth)
#define ARGS_IRQIssueIRQHandler(W, C, M)                                                          \
    W(seL4_Word, irq) C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_IRQAckIRQ(W, C, M)
#define ARGS_IRQSetIRQHandler(W, C, M)  C(seL4_CPtr, notification)
#define ARGS_IRQClearIRQHandler(W, C, M)
#define ARGS_DomainSetSet(W, C, M)      W(seL4_Uint8, domain) C(seL4_TCB, thread)
#define ARGS_DomainScheduleConfigure(W, C, M)                                                     \
    W(seL4_Word, index) W(seL4_Uint8, domain) W(seL4_Time, duration)
#define ARGS_DomainScheduleSetStart(W, C, M) W(seL4_Word, index)
#define ARGS_SchedControlConfigureFlags(W, C, M)                                                  \
    C(seL4_SchedContext, schedcontext) W(seL4_Time, budget) W(seL4_Time, period)                  \
    W(seL4_Word, extra_refills) W(seL4_Word, badge) W(seL4_Word, flags)
#define ARGS_SchedContextBind(W, C, M)  C(seL4_CPtr, cap)
#define ARGS_SchedContextUnbind(W, C, M)
#define ARGS_SchedContextUnbindObject(W, C, M) C(seL4_CPtr, cap)
#define ARGS_SchedContextConsumed(W, C, M)
#define ARGS_SchedContextYieldTo(W, C, M)

/* How many message words and capabilities an invocation needs at least: INV_WORDS(CNodeCopy). */
#define INV_ONE2_(type, name)  + 1
#define INV_ONE1_(name)        + 1
#define INV_NONE2_(type, name)
#define INV_NONE1_(name)
#define INV_WORDS_(label) (0 ARGS_##label(INV_ONE2_, INV_NONE2_, INV_ONE1_))
#define INV_CAPS_(label)  (0 ARGS_##label(INV_NONE2_, INV_ONE2_, INV_NONE1_))
#define INV_WORDS(label)  INV_WORDS_(label)     /* the label may be a macro for one */
#define INV_CAPS(label)   INV_CAPS_(label)

#define INV_LABEL_P_(label, i, m, doc)       label,
#define INV_LABEL_R_(label, i, m, t, n, doc) label,
enum invocation_label {
    InvalidInvocation,
    INVOCATIONS_HEAD(INV_LABEL_P_, INV_LABEL_R_, INV_LABEL_P_)
    ARCH_DEBUG_INVOCATIONS(INV_LABEL_P_, INV_LABEL_R_, INV_LABEL_P_)
    INVOCATIONS_TAIL(INV_LABEL_P_, INV_LABEL_R_, INV_LABEL_P_)
    nInvocationLabels,
    arch_invocation_before_first_ = nInvocationLabels - 1,
    ARCH_INVOCATIONS(INV_LABEL_P_, INV_LABEL_R_, INV_LABEL_P_)
    nArchInvocationLabels
};
