/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Output of debug kernels. Defined by the test.
 */

void console_putchar(char c);
