/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The architecture's part of <sel4/abi_hide.h>. */
#pragma once

/* abi/aarch64/invocations.h and what includes it */
#undef ARCH_DEBUG_INVOCATIONS
#undef ARCH_INVOCATIONS
#undef EL_INVOCATIONS
#undef N_SMC_REGISTERS

/* abi/aarch64/objects.h */
#undef ARCH_OBJECT_TYPES
#undef ABSENT_OBJECT_TYPE
#undef ARCH_CAP_TYPES
#undef TCB_BITS
#undef LARGE_PAGE_BITS
#undef HUGE_PAGE_BITS
#undef PAGE_TABLE_BITS
#undef PAGE_TABLE_ENTRY_BITS
#undef PAGE_TABLE_INDEX_BITS
#undef VSPACE_BITS
#undef ASID_POOL_INDEX_BITS
#undef N_ASID_POOLS_BITS
#undef MAX_UNTYPED_BITS
#undef LOG_BUFFER_BYTES
#undef VM_ATTR_CACHEABLE
#undef VM_ATTR_PARITY
#undef VM_ATTR_EXECUTE_NEVER
#undef VM_ATTR_DEFAULT
#undef HAS_MSR_CALLS
#undef PADDR_USER_DEVICE_TOP
#undef IRQ_MIN
#undef IRQ_FIRST_PRIVATE
#undef IRQ_FIRST_SHARED
#undef IRQ_LAST_DEVICE
#undef IRQ_MAX
#undef IRQ_VIRTUAL_TIMER

/* abi/aarch64_el1/objects.h, abi/aarch64_el2/objects.h */
#undef EL_OBJECT_TYPES
#undef EL_CAP_TYPES
#undef N_OBJECT_TYPES
#undef PHYSICAL_BITS
#undef PAGE_LEVEL_ROOT
#undef VSPACE_INDEX_BITS
#undef VCPU_BITS
#undef USER_TOP
#undef IRQ_VGIC_MAINTENANCE
#undef IRQ_KERNEL_TIMER

/* abi/aarch64_el2/vcpu.h */
#undef VCPU_REGISTERS
#undef N_VCPU_REGISTERS
#undef VCPU_MAX_IRQ
#undef VCPU_MAX_PRIORITY
#undef VCPU_MAX_GROUP

/* abi/aarch64/registers.h */
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
