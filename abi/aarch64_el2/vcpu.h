/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Registers of a virtual CPU by the number that ReadRegs and WriteRegs use. X(number, NAME).
 */

#define VCPU_REGISTERS(X)                                                                         \
    X(0,  SCTLR)      X(1,  CPACR)      X(2,  TTBR0)      X(3,  TTBR1)      X(4,  TCR)            \
    X(5,  MAIR)       X(6,  AMAIR)      X(7,  CIDR)       X(8,  ACTLR)      X(9,  AFSR0)          \
    X(10, AFSR1)      X(11, ESR)        X(12, FAR)        X(13, PAR)        X(14, VBAR)           \
    X(15, TPIDR_EL1)  X(16, VMPIDR_EL2) X(17, SP_EL1)     X(18, ELR_EL1)    X(19, SPSR_EL1)       \
    X(20, CNTV_CTL)   X(21, CNTV_CVAL)  X(22, CNTVOFF)    X(23, CNTKCTL_EL1)
#define N_VCPU_REGISTERS 24

/* Limits of InjectIRQ. */
#define VCPU_MAX_IRQ        1023
#define VCPU_MAX_PRIORITY   31
#define VCPU_MAX_GROUP      1
