/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Fault labels and the words of the fault messages that are the same everywhere; the register
 * messages are in <abi/arch/registers.h>. Numbers never shift when a fault cannot occur in a build.
 */

#define FAULTS(X)            \
    X(0, NullFault)          \
    X(1, CapFault)           \
    X(2, UnknownSyscall)     \
    X(3, UserException)      \
    X(4, DebugException)     \
    X(5, Timeout)            \
    X(6, VMFault)            \
    X(7, VGICMaintenance)    \
    X(8, VCPUFault)          \
    X(9, VPPIEvent)

#define CAP_FAULT_WORDS(X)                      \
    X(0, IP)                                    \
    X(1, Addr)                                  \
    X(2, InRecvPhase)                           \
    X(3, LookupFailureType)                     \
    X(4, BitsLeft)                              \
    X(5, DepthMismatch_BitsFound)               \
    X(6, GuardMismatch_BitsFound)
/* For a guard mismatch, word 5 is the guard of the CNode that was met. */
#define CAP_FAULT_GUARD_FOUND 5

/* Reasons of a DebugException; also types of breakpoints. */
#define DEBUG_DATA_BREAKPOINT        0
#define DEBUG_INSTRUCTION_BREAKPOINT 1
#define DEBUG_SINGLE_STEP            2
#define DEBUG_SOFTWARE_BREAK         3

#define TIMEOUT_WORDS(X)  X(0, Data) X(1, Consumed)
#define VM_FAULT_WORDS(X) X(0, IP) X(1, Addr) X(2, PrefetchFault) X(3, FSR)
