/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * RISC-V 64 invocations, in label order behind the generic ones. RISC-V has no hardware debug API.
 */

#define ARCH_DEBUG_INVOCATIONS(P, R, S)

#define ARCH_INVOCATIONS(P, R, S)                                                                 \
    P(RISCVPageTableMap, RISCV_PageTable, Map, "install a page table at the highest free level")  \
    P(RISCVPageTableUnmap, RISCV_PageTable, Unmap, "take a page table out of its address space")  \
    P(RISCVPageMap, RISCV_Page, Map, "map a frame, or change a mapping's rights")                 \
    P(RISCVPageUnmap, RISCV_Page, Unmap, "unmap a frame")                                         \
    R(RISCVPageGetAddress, RISCV_Page, GetAddress, seL4_Word, paddr, "physical address")          \
    P(RISCVASIDControlMakePool, RISCV_ASIDControl, MakePool, "turn a page into an ASID pool")     \
    P(RISCVASIDPoolAssign, RISCV_ASIDPool, Assign, "make a page table the root of a VSpace")      \
    P(RISCVIRQIssueIRQHandlerTrigger, IRQControl, GetTrigger, "handler with a trigger mode")

#define ARGS_RISCVPageTableMap(W, C, M)                                                           \
    C(seL4_RISCV_PageTable, vspace) W(seL4_Word, vaddr) W(seL4_RISCV_VMAttributes, attr)
#define ARGS_RISCVPageTableUnmap(W, C, M)
#define ARGS_RISCVPageMap(W, C, M)                                                                \
    C(seL4_RISCV_PageTable, vspace) W(seL4_Word, vaddr) M(rights)                                 \
    W(seL4_RISCV_VMAttributes, attr)
#define ARGS_RISCVPageUnmap(W, C, M)
#define ARGS_RISCVPageGetAddress(W, C, M)
#define ARGS_RISCVASIDControlMakePool(W, C, M)                                                    \
    C(seL4_Untyped, untyped) C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_RISCVASIDPoolAssign(W, C, M)  C(seL4_CPtr, vspace)
#define ARGS_RISCVIRQIssueIRQHandlerTrigger(W, C, M)                                              \
    W(seL4_Word, irq) W(seL4_Word, trigger) C(seL4_CNode, root) W(seL4_Word, index)               \
    W(seL4_Uint8, depth)
