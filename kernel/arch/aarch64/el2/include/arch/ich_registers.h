/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * System registers of the GICv3's virtual interface control (IHI 0069H, 12.4), by encoding, as
 * assemblers name them only when told that the core has them.
 */

#include <arch/machine.h>

SYSREG_(ich_ap1r0, "s3_4_c12_c9_0")
SYSREG_(ich_hcr, "s3_4_c12_c11_0")
SYSREG_READ_(ich_vtr, "s3_4_c12_c11_1")
SYSREG_READ_(ich_eisr, "s3_4_c12_c11_3")
SYSREG_(ich_vmcr, "s3_4_c12_c11_7")
#define EACH_LIST_REGISTER(X)                                                             \
    X(0, "c12_0") X(1, "c12_1") X(2, "c12_2") X(3, "c12_3") X(4, "c12_4") X(5, "c12_5")   \
    X(6, "c12_6") X(7, "c12_7") X(8, "c13_0") X(9, "c13_1") X(10, "c13_2") X(11, "c13_3") \
    X(12, "c13_4") X(13, "c13_5") X(14, "c13_6") X(15, "c13_7")
#define LIST_REGISTER_(n, place) SYSREG_(ich_lr##n, "s3_4_c12_" place)
EACH_LIST_REGISTER(LIST_REGISTER_)
