/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Bits of control registers (SDM 3, 2.5), components of XSAVE (SDM 1, 13.1), and model-specific
 * registers (SDM 4, 2.1).
 */

#include "types.h"

#define CR0_MP              bit(1)
#define CR0_EM              bit(2)
#define CR0_TS              bit(3)
#define CR0_NE              bit(5)
#define CR0_WP              bit(16)
#define CR0_AM              bit(18)
#define CR0_NW              bit(29)
#define CR0_CD              bit(30)
#define CR4_TSD             bit(2)
#define CR4_DE              bit(3)
#define CR4_PAE             bit(5)
#define CR4_MCE             bit(6)
#define CR4_PGE             bit(7)
#define CR4_PCE             bit(8)
#define CR4_OSFXSR          bit(9)
#define CR4_OSXMMEXCPT      bit(10)
#define CR4_UMIP            bit(11)
#define CR4_FSGSBASE        bit(16)
#define CR4_PCIDE           bit(17)
#define CR4_OSXSAVE         bit(18)
#define CR4_SMEP            bit(20)
#define CR4_SMAP            bit(21)

#define XCR0_X87_SSE        3UL
#define XCR0_AVX            bit(2)
#define XCR0_AVX512         (7UL << 5)  /* opmask, upper halves of zmm0..15, zmm16..31 */

#define MSR_PAT             0x277UL
#define MSR_EFER            0xc0000080UL
#define MSR_STAR            0xc0000081UL
#define MSR_LSTAR           0xc0000082UL
#define MSR_CSTAR           0xc0000083UL
#define MSR_FMASK           0xc0000084UL
#define MSR_SPEC_CTRL       0x48UL
#define MSR_PRED_CMD        0x49UL
#define MSR_CAPABILITIES    0x10aUL
#define SPEC_CTRL_IBRS      1UL
#define PRED_CMD_BARRIER    1UL
#define EFER_AUTOMATIC_IBRS bit(21)
#define EFER_SCE            bit(0)
#define EFER_NXE            bit(11)
