/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64 invocations, in label order behind the generic ones. What depends on the kernel's
 * exception level comes from abi/aarch64_el1 or abi/aarch64_el2, which include this file.
 */

#if KEEL_DEBUG
#define ARCH_DEBUG_INVOCATIONS(P, R, S)                                                           \
    P(TCBSetBreakpoint, TCB, SetBreakpoint, "set a hardware breakpoint or watchpoint")            \
    S(TCBGetBreakpoint, TCB, GetBreakpoint, "read a hardware breakpoint or watchpoint")           \
    P(TCBUnsetBreakpoint, TCB, UnsetBreakpoint, "clear a hardware breakpoint or watchpoint")      \
    R(TCBConfigureSingleStepping, TCB, ConfigureSingleStepping, seL4_Bool, bp_was_consumed,       \
      "stop the thread after some instructions")
#else
#define ARCH_DEBUG_INVOCATIONS(P, R, S)
#endif

#define ARCH_INVOCATIONS(P, R, S)                                                                 \
    P(ARMVSpaceClean_Data, ARM_VSpace, Clean_Data, "write back data caches")                      \
    P(ARMVSpaceInvalidate_Data, ARM_VSpace, Invalidate_Data, "forget data caches")                \
    P(ARMVSpaceCleanInvalidate_Data, ARM_VSpace, CleanInvalidate_Data, "write back and forget")   \
    P(ARMVSpaceUnify_Instruction, ARM_VSpace, Unify_Instruction, "let written code be executed")  \
    S(ARMSMCCall, ARM_SMC, Call, "call the secure monitor")                                       \
    P(ARMPageTableMap, ARM_PageTable, Map, "install a page table at the highest free level")      \
    P(ARMPageTableUnmap, ARM_PageTable, Unmap, "take a page table out of its address space")      \
    P(ARMPageMap, ARM_Page, Map, "map a frame, or change a mapping's rights")                     \
    P(ARMPageUnmap, ARM_Page, Unmap, "unmap a frame")                                             \
    P(ARMPageClean_Data, ARM_Page, Clean_Data, "write back data caches")                          \
    P(ARMPageInvalidate_Data, ARM_Page, Invalidate_Data, "forget data caches")                    \
    P(ARMPageCleanInvalidate_Data, ARM_Page, CleanInvalidate_Data, "write back and forget")       \
    P(ARMPageUnify_Instruction, ARM_Page, Unify_Instruction, "let written code be executed")      \
    R(ARMPageGetAddress, ARM_Page, GetAddress, seL4_Word, paddr, "physical address")              \
    P(ARMASIDControlMakePool, ARM_ASIDControl, MakePool, "turn a page into an ASID pool")         \
    P(ARMASIDPoolAssign, ARM_ASIDPool, Assign, "give an ASID to a VSpace")                        \
    EL_INVOCATIONS(P, R, S)                                                                       \
    P(ARMIRQIssueIRQHandlerTrigger, IRQControl, GetTrigger, "handler with a trigger mode")        \
    P(ARMIRQIssueSGISignal, IRQControl, IssueSGISignal, "capability that raises an SGI")

/* Not checked for length: what is missing is read from the registers. */
#define ARGS_TCBSetBreakpoint(W, C, M)                                                            \
    W(seL4_Uint16, bp_num) W(seL4_Word, vaddr) W(seL4_Word, type) W(seL4_Word, size)              \
    W(seL4_Word, rw)
#define ARGS_TCBGetBreakpoint(W, C, M)      W(seL4_Uint16, bp_num)
#define ARGS_TCBUnsetBreakpoint(W, C, M)    W(seL4_Uint16, bp_num)
#define ARGS_TCBConfigureSingleStepping(W, C, M)                                                  \
    W(seL4_Uint16, bp_num) W(seL4_Word, num_instructions)

#define ARGS_ARMVSpaceClean_Data(W, C, M)           W(seL4_Word, start) W(seL4_Word, end)
#define ARGS_ARMVSpaceInvalidate_Data(W, C, M)      W(seL4_Word, start) W(seL4_Word, end)
#define ARGS_ARMVSpaceCleanInvalidate_Data(W, C, M) W(seL4_Word, start) W(seL4_Word, end)
#define ARGS_ARMVSpaceUnify_Instruction(W, C, M)    W(seL4_Word, start) W(seL4_Word, end)
/* x0..x7 in, x0..x7 out. */
#define N_SMC_REGISTERS 8
#define ARGS_ARMSMCCall(W, C, M)                                                                  \
    W(seL4_Word, x0) W(seL4_Word, x1) W(seL4_Word, x2) W(seL4_Word, x3)                           \
    W(seL4_Word, x4) W(seL4_Word, x5) W(seL4_Word, x6) W(seL4_Word, x7)
#define ARGS_ARMPageTableMap(W, C, M)                                                             \
    C(seL4_CPtr, vspace) W(seL4_Word, vaddr) W(seL4_ARM_VMAttributes, attr)
#define ARGS_ARMPageTableUnmap(W, C, M)
#define ARGS_ARMPageMap(W, C, M)                                                                  \
    C(seL4_CPtr, vspace) W(seL4_Word, vaddr) M(rights) W(seL4_ARM_VMAttributes, attr)
#define ARGS_ARMPageUnmap(W, C, M)
#define ARGS_ARMPageClean_Data(W, C, M)                                                           \
    W(seL4_Word, start_offset) W(seL4_Word, end_offset)
#define ARGS_ARMPageInvalidate_Data(W, C, M)                                                      \
    W(seL4_Word, start_offset) W(seL4_Word, end_offset)
#define ARGS_ARMPageCleanInvalidate_Data(W, C, M)                                                 \
    W(seL4_Word, start_offset) W(seL4_Word, end_offset)
#define ARGS_ARMPageUnify_Instruction(W, C, M)                                                    \
    W(seL4_Word, start_offset) W(seL4_Word, end_offset)
#define ARGS_ARMPageGetAddress(W, C, M)
#define ARGS_ARMASIDControlMakePool(W, C, M)                                                      \
    C(seL4_Untyped, untyped) C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_ARMASIDPoolAssign(W, C, M)  C(seL4_CPtr, vspace)
#define ARGS_ARMIRQIssueIRQHandlerTrigger(W, C, M)                                                \
    W(seL4_Word, irq) W(seL4_Word, trigger) C(seL4_CNode, root) W(seL4_Word, index)               \
    W(seL4_Uint8, depth)
#define ARGS_ARMIRQIssueSGISignal(W, C, M)                                                        \
    W(seL4_Word, irq) W(seL4_Word, target) C(seL4_CNode, root) W(seL4_Word, index)                \
    W(seL4_Uint8, depth)
