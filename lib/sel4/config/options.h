/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The options of the reference configurations, as programs see them: CONFIG_<NAME>.
 *
 * A row is one of
 *   S(NAME, debug, release, benchmark)   a switch, on or off in each configuration
 *   N(NAME, number)                      a number, the same in all of them
 *   D(NAME, debug, release, benchmark)   a number that differs
 *   T(NAME, "text")                      a word
 * Limits are abi/config.h's. What depends on the architecture is in arch/<arch>/arch_options.h.
 */
#pragma once

#include <abi/bootinfo.h>
#include <abi/config.h>
#include <abi/objects.h>
#include <board.h>
#include <arch_options.h>

#define KERNEL_OPTIONS(S, N, D, T)                                          \
    T(PLAT, BOARD_PLATFORM)                                                 \
    ARCH_KERNEL_OPTIONS(S, N, D, T)                                         \
    S(KERNEL_MCS, 1, 1, 1)                                                  \
    N(WORD_SIZE, 64)                                                        \
    N(ROOT_CNODE_SIZE_BITS, ROOT_CNODE_SIZE_BITS)                           \
    N(NUM_DOMAINS, N_DOMAINS)                                               \
    N(NUM_DOMAIN_SCHEDULES, N_DOMAIN_SCHEDULES)                             \
    N(NUM_PRIORITIES, N_PRIORITIES)                                         \
    N(MAX_NUM_NODES, 1)                                                     \
    S(ENABLE_SMP_SUPPORT, 0, 0, 0)                                          \
    N(MAX_NUM_BOOTINFO_UNTYPED_CAPS, MAX_BOOTINFO_UNTYPED_CAPS)             \
    N(RETYPE_FAN_OUT_LIMIT, RETYPE_FAN_OUT_LIMIT)                           \
    N(RESET_CHUNK_BITS, RESET_CHUNK_BITS)                                   \
    N(MAX_NUM_WORK_UNITS_PER_PREEMPTION, REFERENCE_WORK_UNITS)         \
    N(BOOT_THREAD_TIME_SLICE, BOOT_THREAD_TIME_SLICE_MS)                    \
    N(KERNEL_STACK_BITS, KERNEL_STACK_BITS)                                 \
    S(FASTPATH, 1, 1, 1)                                                    \
    S(EXCEPTION_FASTPATH, 0, 0, 0)                                          \
    S(HAVE_FPU, 1, 1, 1)                                                    \
    N(PADDR_USER_DEVICE_TOP, PADDR_USER_DEVICE_TOP)                         \
    N(KERNEL_WCET_SCALE, 1)                                                 \
    N(KERNEL_STATIC_MAX_PERIOD_US, 0)                                       \
    S(VERIFICATION_BUILD, 0, 1, 0)                                          \
    S(DEBUG_BUILD, 1, 0, 0)                                                 \
    S(PRINTING, 1, 0, 0)                                                    \
    S(IRQ_REPORTING, 1, 0, 0)                                               \
    S(COLOUR_PRINTING, 1, 0, 0)                                             \
    D(USER_STACK_TRACE_LENGTH, 16, 0, 0)                                    \
    S(ENABLE_BENCHMARKS, 0, 0, 1)                                           \
    S(BENCHMARK_TRACK_UTILISATION, 0, 0, 1)                                 \
    S(KERNEL_LOG_BUFFER, 0, 0, 0)                                           \
    S(KERNEL_INVOCATION_REPORT_ERROR_IPC, 0, 0, 0)                          \
    S(DANGEROUS_CODE_INJECTION, 0, 0, 0)                                    \
    S(SET_TLS_BASE_SELF, 0, 0, 0)

#define LIBRARY_OPTIONS(S, N, D, T)                                         \
    T(LIB_SEL4_FUNCTION_ATTRIBUTE, "inline")                                \
    S(LIB_SEL4_INLINE_INVOCATIONS, 1, 1, 1)                                 \
    S(LIB_SEL4_DEFAULT_FUNCTION_ATTRIBUTES, 0, 0, 0)                        \
    S(LIB_SEL4_PUBLIC_SYMBOLS, 0, 0, 0)                                     \
    S(LIB_SEL4_STUBS_USE_IPC_BUFFER_ONLY, 0, 0, 0)                          \
    S(LIB_SEL4_USE_THREAD_LOCALS, 0, 0, 0)                                  \
    S(LIB_SEL4_PRINT_INVOCATION_ERRORS, 0, 0, 0)
