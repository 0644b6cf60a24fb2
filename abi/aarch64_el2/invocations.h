/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A kernel at EL2 has virtual CPUs.
 */

#define EL_INVOCATIONS(P, R, S)                                                                   \
    P(ARMVCPUSetTCB, ARM_VCPU, SetTCB, "make a thread a virtual CPU")                             \
    S(ARMVCPUInjectIRQ, ARM_VCPU, InjectIRQ, "make a virtual interrupt pending")                  \
    R(ARMVCPUReadReg, ARM_VCPU, ReadRegs, seL4_Word, value, "read a register of the guest")       \
    P(ARMVCPUWriteReg, ARM_VCPU, WriteRegs, "write a register of the guest")                      \
    P(ARMVCPUAckVPPI, ARM_VCPU, AckVPPI, "accept the next event of a private interrupt")

#define ARGS_ARMVCPUSetTCB(W, C, M)    C(seL4_TCB, tcb)
/* MR0: bits 15..0 virtual IRQ, 23..16 priority, 31..24 group, 39..32 list register. */
#define ARGS_ARMVCPUInjectIRQ(W, C, M) W(seL4_Word, request)
#define ARGS_ARMVCPUReadReg(W, C, M)   W(seL4_VCPUReg, field)
#define ARGS_ARMVCPUWriteReg(W, C, M)  W(seL4_VCPUReg, field) W(seL4_Word, value)
#define ARGS_ARMVCPUAckVPPI(W, C, M)   W(seL4_Word, irq)

#include "abi/aarch64/invocations.h"
