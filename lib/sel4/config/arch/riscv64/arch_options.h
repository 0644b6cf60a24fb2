/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* RISC-V 64: options (see ../../options.h), and what the SDK's JSON files say of it alone. */
#pragma once

#define ARCH_KERNEL_OPTIONS(S, N, D, T)     \
    T(ARCH, "riscv")                        \
    T(SEL4_ARCH, "riscv64")                 \
    S(ARCH_RISCV, 1, 1, 1)                  \
    S(ARCH_RISCV64, 1, 1, 1)                \
    S(SEL4_ARCH_RISCV64, 1, 1, 1)           \
    S(HARDWARE_DEBUG_API, 0, 0, 0)          \
    S(SIGNAL_FASTPATH, 0, 0, 0)             \
    N(TIMER_FREQUENCY, BOARD_TIMEBASE_HZ)   \
    N(PT_LEVELS, 3)                         \
    S(RISCV_EXT_F, 1, 1, 1)                 \
    S(RISCV_EXT_D, 1, 1, 1)                 \
    S(RISCV_USE_CLINT_MTIME, 0, 0, 0)       \
    N(FIRST_HART_ID, 0)                     \
    T(OPENSBI_PLATFORM, "generic")

/* X(key, value): rows of object_sizes.json and address_space_constants.json. */
#define ARCH_OBJECT_SIZES(X)
#define ARCH_ADDRESS_SPACE_CONSTANTS(X)
