/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The reference configuration: limits that programs can observe.
 */

#define ROOT_CNODE_SIZE_BITS      17
#define N_DOMAINS                 16
#define N_DOMAIN_SCHEDULES        100
#define RETYPE_FAN_OUT_LIMIT      256
#define RESET_CHUNK_BITS          8
#define REFERENCE_WORK_UNITS      100   /* what configuration headers say, and nobody can observe */
#define WORK_UNITS_PER_PREEMPTION 25    /* of <= 300 instructions: 10 us at 10^9 per second */
#define BOOT_THREAD_TIME_SLICE_MS 5
#define KERNEL_STACK_BITS         12
#define KERNEL_WCET_US            10
#define MIN_BUDGET_US             (2 * KERNEL_WCET_US)
