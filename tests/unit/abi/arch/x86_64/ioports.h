/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* I/O ports of a protection domain. */
#pragma once

void test_ioports(void);
