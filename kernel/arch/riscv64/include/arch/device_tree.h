/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What RISC-V machines state in a device tree beyond what every machine does.
 */

#define ARCH_DEVICE_TREE_PROPERTIES(X)          \
    X(TIMEBASE,       "timebase-frequency")     \
    X(ISA,            "riscv,isa")              \
    X(ISA_EXTENSIONS, "riscv,isa-extensions")
