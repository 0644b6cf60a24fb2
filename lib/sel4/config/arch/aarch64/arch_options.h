/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * AArch64: options (see ../../options.h), and what the SDK's JSON files say of it alone. The board
 * gives EL, the kernel's exception level, and GIC, the version of the interrupt controller.
 */
#pragma once

#define HYP (EL == 2)
#define V3  (GIC == 3)
/* The reference's options for 40 and 44 bits come with these processors. */
#define A53 (PHYSICAL_BITS == 40)
#define A72 (PHYSICAL_BITS == 44)

/* VSPACE_S2_START_L1 is false although a kernel at EL2 for 40 bits does start there: tools expect
 * it so. */
#define ARCH_KERNEL_OPTIONS(S, N, D, T)                 \
    T(ARCH, "arm")                                      \
    T(SEL4_ARCH, "aarch64")                             \
    S(ARCH_ARM, 1, 1, 1)                                \
    S(ARCH_AARCH64, 1, 1, 1)                            \
    S(SEL4_ARCH_AARCH64, 1, 1, 1)                       \
    S(HARDWARE_DEBUG_API, 1, 0, 0)                      \
    S(SIGNAL_FASTPATH, 0, 0, 1)                         \
    N(TIMER_FREQUENCY, BOARD_TIMER_HZ)                  \
    S(ARM_CORTEX_A53, A53, A53, A53)                    \
    S(ARM_CORTEX_A72, A72, A72, A72)                    \
    S(ARM_PA_SIZE_BITS_40, A53, A53, A53)               \
    S(ARM_PA_SIZE_BITS_44, A72, A72, A72)               \
    S(ARM_GIC_V3_SUPPORT, V3, V3, V3)                   \
    S(ARM_HYPERVISOR_SUPPORT, HYP, HYP, HYP)            \
    S(ARM_HYP_ENABLE_VCPU_CP14_SAVE_AND_RESTORE, 0, 0, 0) \
    S(AARCH64_VSPACE_S2_START_L1, 0, 0, 0)              \
    S(AARCH64_USER_CACHE_ENABLE, 1, 1, 1)               \
    S(AARCH64_SERROR_IGNORE, 0, 0, 0)                   \
    S(ALLOW_SMC_CALLS, 1, 1, 1)                         \
    T(ARM_TLS_REG, "tpidru")                            \
    S(EXPORT_PCNT_USER, 1, 1, 1)                        \
    S(EXPORT_PTMR_USER, 1, 1, 1)                        \
    S(EXPORT_VCNT_USER, 0, 0, 0)                        \
    S(EXPORT_VTMR_USER, 0, 0, 0)                        \
    S(EXPORT_PMU_USER, 0, 0, 1)                         \
    S(VTIMER_UPDATE_VOFFSET, 0, 0, 0)                   \
    S(DISABLE_WFI_WFE_TRAPS, 0, 0, 0)

/* X(key, value): rows of object_sizes.json and address_space_constants.json. */
#define ARCH_OBJECT_SIZES(X)                \
    X(vcpu, PAGE_BITS)                      \
    X(io_page_table, PAGE_TABLE_BITS)
#define ARCH_ADDRESS_SPACE_CONSTANTS(X)     \
    X(vspace_index_bits, VSPACE_INDEX_BITS)
