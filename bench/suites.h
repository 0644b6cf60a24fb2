/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The benchmarks, run by the harness of the kernel's tests in this order.
 */

#define SUITES(X) X(calibrate) X(ipc) X(signal) X(fault) X(sched) X(memory)
