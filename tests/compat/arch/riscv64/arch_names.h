/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The names in sel4_names.c that are RISC-V's. */
#pragma once

#define ARCH_VM_ATTRIBUTES seL4_RISCV_VMAttributes
#define ARCH_TYPE_NAMES \
    VARIABLE(object_t, page_type, seL4_RISCV_4K_Page); \
    VARIABLE(seL4_RISCV_Page, page, 1); VARIABLE(seL4_RISCV_PageTable, table, 1); \
    VARIABLE(seL4_RISCV_ASIDControl, asids, 1); VARIABLE(seL4_RISCV_ASIDPool, pool, 1); \
    VARIABLE(seL4_RISCV_VMAttributes, attr, seL4_RISCV_Default_VMAttributes); \
    VARIABLE(seL4_TimeoutReply_Msg, m6, seL4_TimeoutReply_TP);
#define ARCH_CALL_NAMES \
    PROTOTYPE(seL4_RecvWithMRs, I, P, W *, P, W *, W *, W *, W *);
#define ARCH_INVOCATION_NAMES \
    PROTOTYPE(seL4_RISCV_PageTable_Map, E, seL4_RISCV_PageTable, seL4_RISCV_PageTable, W, A); \
    PROTOTYPE(seL4_RISCV_PageTable_Unmap, E, seL4_RISCV_PageTable); \
    PROTOTYPE(seL4_RISCV_Page_Map, E, seL4_RISCV_Page, seL4_RISCV_PageTable, W, R, A); \
    PROTOTYPE(seL4_RISCV_Page_Unmap, E, seL4_RISCV_Page); \
    PROTOTYPE(seL4_RISCV_Page_GetAddress, seL4_RISCV_Page_GetAddress_t, seL4_RISCV_Page); \
    PROTOTYPE(seL4_RISCV_ASIDControl_MakePool, E, P, seL4_Untyped, seL4_CNode, W, B); \
    PROTOTYPE(seL4_RISCV_ASIDPool_Assign, E, seL4_RISCV_ASIDPool, P); \
    PROTOTYPE(seL4_IRQControl_GetTrigger, E, seL4_IRQControl, W, W, seL4_CNode, W, B); \
    VARIABLE(W, paddr, seL4_RISCV_Page_GetAddress(1).paddr);
#define ARCH_FAULT_NAMES \
    PROTOTYPE(seL4_Fault_UnknownSyscall_new, F, U, U, U, U, U, U, U, U, U, U, U); \
    FAULT(UnknownSyscall, FaultIP); FAULT(UnknownSyscall, SP); FAULT(UnknownSyscall, RA); \
    FAULT(UnknownSyscall, A0); FAULT(UnknownSyscall, A6); FAULT(UnknownSyscall, Syscall); \
    PROTOTYPE(seL4_Fault_UserException_new, F, U, U, U, U); \
    FAULT(UserException, FaultIP); FAULT(UserException, SP); \
    FAULT(UserException, Number); FAULT(UserException, Code);
