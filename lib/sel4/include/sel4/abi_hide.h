/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Takes the macros of the tables in abi/ away from the program, file by file. A test compares the
 * macros a program sees with the public prefixes, so a table that grows is noticed. ARGS_… and
 * INV_… of the invocation table stay: nobody else has such names.
 */
#pragma once

#include <sel4/arch/abi_hide.h>

/* abi/invocations.h */
#undef INVOCATIONS_HEAD
#undef INVOCATIONS_TAIL
#undef INVOCATIONS

/* abi/syscalls.h */
#undef SYSCALLS_API
#undef SYSCALLS_EXTENDED
#undef SYSCALLS
#undef UTILISATION_COUNTERS

/* abi/errors.h */
#undef ERRORS
#undef LOOKUP_FAILURES

/* abi/faults.h */
#undef FAULTS
#undef CAP_FAULT_WORDS
#undef CAP_FAULT_GUARD_FOUND
#undef TIMEOUT_WORDS
#undef VM_FAULT_WORDS
#undef DEBUG_DATA_BREAKPOINT
#undef DEBUG_INSTRUCTION_BREAKPOINT
#undef DEBUG_SINGLE_STEP
#undef DEBUG_SOFTWARE_BREAK

/* abi/objects.h */
#undef OBJECT_TYPES
#undef N_GENERIC_OBJECT_TYPES
#undef CAP_TYPES
#undef SLOT_BITS
#undef ENDPOINT_BITS
#undef NOTIFICATION_BITS
#undef REPLY_BITS
#undef MIN_SCHED_CONTEXT_BITS
#undef MIN_UNTYPED_BITS
#undef PAGE_BITS
#undef IPC_BUFFER_BITS
#undef ASID_POOL_BITS
#undef CORE_SCHED_CONTEXT_BYTES
#undef REFILL_BYTES
#undef MIN_REFILLS
#undef MIN_PRIORITY
#undef MAX_PRIORITY
#undef N_PRIORITIES
#undef INITIAL_SLOTS
#undef N_INITIAL_SLOTS

/* abi/message.h */
#undef MSG_MAX_LENGTH
#undef MSG_MAX_EXTRA_CAPS
#undef MSG_REGISTERS
#undef MESSAGE_INFO
#undef CAP_RIGHTS
#undef CNODE_CAP_DATA
#undef IPC_BUFFER_MSG
#undef IPC_BUFFER_USER_DATA
#undef IPC_BUFFER_CAPS
#undef IPC_BUFFER_RECEIVE_CNODE
#undef IPC_BUFFER_RECEIVE_INDEX
#undef IPC_BUFFER_RECEIVE_DEPTH
#undef TCB_FLAG_FPU_DISABLED
#undef TCB_FLAG_MASK
#undef SCHED_CONTEXT_SPORADIC

/* abi/bootinfo.h */
#undef MAX_BOOTINFO_UNTYPED_CAPS
#undef BOOTINFO_FRAME_BITS
#undef BOOTINFO_FIELDS
#undef BOOTINFO_UNTYPED_LIST
#undef BOOTINFO_CHUNKS
#undef BOOTINFO_CHUNK_COUNT
