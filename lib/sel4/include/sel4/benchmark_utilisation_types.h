/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Counters that seL4_BenchmarkGetThreadUtilisation writes: indices of 64-bit words from msg[0]. */
#pragma once

#include <abi/syscalls.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name) BENCHMARK_##name = number,
enum benchmark_track_util_ipc_index {
    UTILISATION_COUNTERS(KEEL_ROW)
    SEL4_FORCE_LONG_ENUM(benchmark_track_util_ipc_index)
};
#undef KEEL_ROW
