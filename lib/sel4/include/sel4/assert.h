/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Assertions. The program or its C library supplies __assert_fail. */
#pragma once

#include <sel4/macros.h>

#ifdef __cplusplus
extern "C" {
#endif

void __assert_fail(const char *str, const char *file, int line, const char *function);

#ifdef __cplusplus
}
#endif

#define seL4_Fail(s) __assert_fail(s, __FILE__, __LINE__, __func__)
#define seL4_Assert(expr) \
    do { if (!(expr)) { __assert_fail(#expr, __FILE__, __LINE__, __func__); } } while (0)
#define seL4_CompileTimeAssert(expr) SEL4_STATIC_ASSERT(expr, #expr)
