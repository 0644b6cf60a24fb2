/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The architecture's part of <sel4/abi_hide.h>. */
#pragma once

/* abi/riscv64/invocations.h */
#undef ARCH_DEBUG_INVOCATIONS
#undef ARCH_INVOCATIONS

/* abi/riscv64/objects.h */
#undef ARCH_OBJECT_TYPES
#undef N_OBJECT_TYPES
#undef ABSENT_OBJECT_TYPE
#undef ARCH_CAP_TYPES
#undef TCB_BITS
#undef LARGE_PAGE_BITS
#undef HUGE_PAGE_BITS
#undef PAGE_TABLE_BITS
#undef PAGE_TABLE_ENTRY_BITS
#undef PAGE_TABLE_INDEX_BITS
#undef VSPACE_BITS
#undef VSPACE_INDEX_BITS
#undef ASID_POOL_INDEX_BITS
#undef N_ASID_POOLS_BITS
#undef MAX_UNTYPED_BITS
#undef USER_TOP
#undef LOG_BUFFER_BYTES
#undef VM_ATTR_EXECUTE_NEVER
#undef HAS_MSR_CALLS
#undef PADDR_USER_DEVICE_TOP
#undef IRQ_MIN
#undef IRQ_LAST_DEVICE
#undef IRQ_KERNEL_TIMER
#undef IRQ_MAX

/* abi/riscv64/registers.h */
#undef USER_CONTEXT_FRAME
#undef USER_CONTEXT_INTEGER
#undef USER_CONTEXT
#undef N_USER_CONTEXT_FRAME
#undef N_USER_CONTEXT
#undef N_TIMEOUT_REPLY
#undef UNKNOWN_SYSCALL_WORDS
#undef UNKNOWN_SYSCALL_NUMBER
#undef USER_EXCEPTION_WORDS
#undef USER_EXCEPTION_NUMBER
#undef USER_EXCEPTION_CODE
