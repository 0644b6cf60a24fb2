/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Words that pack several fields.
 *
 * A packed type T is `struct T { seL4_Uint64 words[1]; }`. Its fields are rows of a table in abi/;
 * from them come T_new, T_get_<field>, T_set_<field> and the forms that take a pointer, T_ptr_….
 * A value is cut to its field; unless NDEBUG, one that does not fit is an assertion failure.
 */
#pragma once

#include <sel4/debug_assert.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

#define KEEL_FIELD_MAX(hi, lo) (~0ul >> (63 - (hi) + (lo)))

#define KEEL_FIELD(T, field, word, hi, lo)                                                  \
    LIBSEL4_INLINE_FUNC PURE seL4_Uint64 T##_ptr_get_##field(T##_t *x)                      \
    {                                                                                       \
        return (x->words[word] >> (lo)) & KEEL_FIELD_MAX(hi, lo);                           \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC void T##_ptr_set_##field(T##_t *x, seL4_Uint64 value)               \
    {                                                                                       \
        seL4_DebugAssert(value <= KEEL_FIELD_MAX(hi, lo));                                  \
        x->words[word] &= ~(KEEL_FIELD_MAX(hi, lo) << (lo));                                \
        x->words[word] |= (value & KEEL_FIELD_MAX(hi, lo)) << (lo);                         \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC CONST seL4_Uint64 T##_get_##field(T##_t x)                          \
    {                                                                                       \
        return T##_ptr_get_##field(&x);                                                     \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC T##_t T##_set_##field(T##_t x, seL4_Uint64 value)                   \
    {                                                                                       \
        T##_ptr_set_##field(&x, value);                                                     \
        return x;                                                                           \
    }

/* Rows as parameters and arguments: each brings its comma in front, KEEL_REST drops the first. */
#define KEEL_PARAMETER(T, field, ...) , seL4_Uint64 field
#define KEEL_ARGUMENT(T, field, ...) , field
#define KEEL_PLACE(T, field, ...) T##_ptr_set_##field(x, field);
#define KEEL_REST(...) KEEL_REST_(__VA_ARGS__)
#define KEEL_REST_(first, ...) __VA_ARGS__

#define KEEL_PACKED_TYPE(T, n, ROWS)                                                        \
    struct T { seL4_Uint64 words[n]; };                                                     \
    typedef struct T T##_t;                                                                 \
    ROWS(KEEL_FIELD, T)                                                                     \
    LIBSEL4_INLINE_FUNC void T##_ptr_new(T##_t *x ROWS(KEEL_PARAMETER, T))                  \
    {                                                                                       \
        for (int i = 0; i < (n); i++) {                                                     \
            x->words[i] = 0;                                                                \
        }                                                                                   \
        ROWS(KEEL_PLACE, T)                                                                 \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC T##_t T##_new(KEEL_REST(ROWS(KEEL_PARAMETER, T)))                   \
    {                                                                                       \
        T##_t x;                                                                            \
        T##_ptr_new(&x ROWS(KEEL_ARGUMENT, T));                                             \
        return x;                                                                           \
    }
