/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * System registers of the GICv3 CPU interface (IHI 0069H, 12.2), by encoding, as assemblers name
 * them only when told that the core has them.
 */

#include <arch/machine.h>

SYSREG_READ_(gic_iar1, "s3_0_c12_c12_0")
SYSREG_WRITE_(gic_eoir1, "s3_0_c12_c12_1")
SYSREG_WRITE_(gic_bpr1, "s3_0_c12_c12_3")
SYSREG_WRITE_(gic_ctlr, "s3_0_c12_c12_4")
SYSREG_(gic_sre_el1, "s3_0_c12_c12_5")
SYSREG_WRITE_(gic_igrpen1, "s3_0_c12_c12_7")
SYSREG_WRITE_(gic_sgi1r, "s3_0_c12_c11_5")
SYSREG_WRITE_(gic_pmr, "s3_0_c4_c6_0")
SYSREG_(gic_sre_el2, "s3_4_c12_c9_5")

/* SRE: registers instead of memory; DFB, DIB: no bypass; Enable: also for EL1. */
static inline void gic_enable_system_registers(void)
{
    if (EL_NUMBER == 2) {
        machine_write_gic_sre_el2(machine_read_gic_sre_el2() | 0xf);
        machine_isb();
    }
    machine_write_gic_sre_el1(machine_read_gic_sre_el1() | 0x7);
}
