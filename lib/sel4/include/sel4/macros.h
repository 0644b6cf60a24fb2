/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What the other headers need from the compiler. Nothing depends on architecture or C library. */
#pragma once

#include <sel4/config.h>

#define LIBSEL4_BIT(n) (1ul << (n))

#define SEL4_PACKED __attribute__((packed))
#define SEL4_DEPRECATED(msg) __attribute__((deprecated(msg)))
#define SEL4_PRAGMA(x) _Pragma(#x)
#define SEL4_DEPRECATE_MACRO(x) SEL4_PRAGMA(GCC warning #x " is deprecated") x

#define LIBSEL4_INLINE static inline
#define LIBSEL4_INLINE_FUNC static inline
#define LIBSEL4_UNUSED __attribute__((unused))
#define LIBSEL4_WEAK __attribute__((weak))
#define LIBSEL4_NOINLINE __attribute__((noinline))

#ifdef CONFIG_LIB_SEL4_USE_THREAD_LOCALS
#define LIBSEL4_THREAD_LOCAL __thread
#else
#define LIBSEL4_THREAD_LOCAL
#endif

#ifndef CONST
#define CONST __attribute__((const))
#endif
#ifndef PURE
#define PURE __attribute__((pure))
#endif

#ifdef __cplusplus
#define SEL4_STATIC_ASSERT(expr, text) static_assert(expr, text)
#else
#define SEL4_STATIC_ASSERT(expr, text) _Static_assert(expr, text)
#endif

/* For programs; the semicolon is part of it, as some leave it out. */
#define SEL4_COMPILE_ASSERT(name, expr) SEL4_STATIC_ASSERT(expr, #name);

/* A table of 2^index entries of 2^entry bytes has 2^size bytes. */
#define SEL4_SIZE_SANITY(index, entry, size) \
    SEL4_COMPILE_ASSERT(index##entry##Size, (index) + (entry) == (size))

/* An enumerator that makes the enum as wide as a long. */
#define SEL4_FORCE_LONG_ENUM(type) _enum_pad_##type = 0x7fffffffffffffffL
