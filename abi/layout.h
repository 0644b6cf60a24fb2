/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Layouts of packed words: rows of text that the compiler reads.
 *
 * LAYOUT(T, words, ROWS) makes `struct T { word_t word[words]; }` with a getter T_field(x) and a
 * setter T_set_field(&x, v) for each row. Disjoint masks add without carry, so "sum equals or"
 * says that no two fields of a word overlap: the table proves itself at compile time.
 * The including file provides word_t (64 bits).
 */

#define LAYOUT_BITS(hi, lo) ((~(word_t)0 >> (63 - (hi) + (lo))) << (lo))
#define LAYOUT_GET(T, f, w, hi, lo)                                                       \
    __attribute__((unused)) static inline word_t T##_##f(struct T x)                      \
    {                                                                                     \
        return (x.word[w] & LAYOUT_BITS(hi, lo)) >> (lo);                                 \
    }
#define LAYOUT_SET(T, f, w, hi, lo)                                                       \
    __attribute__((unused)) static inline void T##_set_##f(struct T *x, word_t v)         \
    {                                                                                     \
        x->word[w] = (x->word[w] & ~LAYOUT_BITS(hi, lo)) | ((v << (lo)) & LAYOUT_BITS(hi, lo)); \
    }
#define LAYOUT_SUM0(T, f, w, hi, lo) + ((w) == 0 ? LAYOUT_BITS(hi, lo) : 0)
#define LAYOUT_OR0(T, f, w, hi, lo)  | ((w) == 0 ? LAYOUT_BITS(hi, lo) : 0)
#define LAYOUT_SUM1(T, f, w, hi, lo) + ((w) == 1 ? LAYOUT_BITS(hi, lo) : 0)
#define LAYOUT_OR1(T, f, w, hi, lo)  | ((w) == 1 ? LAYOUT_BITS(hi, lo) : 0)

#define LAYOUT_ACCESSORS(T, ROWS)                                                         \
    ROWS(LAYOUT_GET, T) ROWS(LAYOUT_SET, T)                                               \
    _Static_assert((0 ROWS(LAYOUT_SUM0, T)) == (0 ROWS(LAYOUT_OR0, T)), #T ": overlap");  \
    _Static_assert((0 ROWS(LAYOUT_SUM1, T)) == (0 ROWS(LAYOUT_OR1, T)), #T ": overlap")
#define LAYOUT(T, words, ROWS)                                                            \
    struct T { word_t word[words]; };                                                     \
    LAYOUT_ACCESSORS(T, ROWS)
