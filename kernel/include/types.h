/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Words, addresses and the few idioms every kernel file uses.
 *
 * Kernel objects refer to each other by address words; null is 0. The only conversions between an
 * address and a pointer are the functions ADDRESSABLE makes: T_at(address) and T_addr(pointer).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t word_t;
typedef uint64_t ticks_t;   /* kernel timer ticks */

#define WORD_BITS 64

/* A physical address. Not a word: passing one where a kernel address belongs does not compile. */
typedef struct { word_t raw; } paddr_t;

#define ADDRESSABLE(T)                                                                    \
    static inline struct T *T##_at(word_t address) { return (struct T *)address; }        \
    static inline word_t T##_addr(const struct T *p) { return (word_t)p; }

/* One byte, one word of memory that is no object: texts, and what others wrote before boot. */
struct octet { uint8_t value; };
_Static_assert(sizeof(struct octet) == 1, "octet size");
ADDRESSABLE(octet)
struct cell { word_t value; };
_Static_assert(sizeof(struct cell) == sizeof(word_t), "cell size");
ADDRESSABLE(cell)

/* This is mostly so; this function is seldom called: the compiler puts the code for the other case
 * out of the way. */
#define MOSTLY(x) (__builtin_expect((x) ? 1 : 0, 1) != 0)
#define COLD __attribute__((cold))

/* Inside each loop: at most `bound` turns; `live` is the loop's own variable. Costs no
 * instruction; a binary checker cuts loops here. */
#define LOOP(bound, live) __asm__ volatile("" : : "r"((word_t)(live)), "i"((bound) > 0))

/* x; how it came about, the compiler is not to make use of. Costs no instruction. */
static inline word_t opaque(word_t x)
{
    __asm__("" : "+r"(x));
    return x;
}
static inline word_t bit(word_t n) { return (word_t)1 << n; }
static inline word_t mask(word_t n) { return bit(n) - 1; }                 /* n < 64 */
static inline word_t word_min(word_t a, word_t b) { return a < b ? a : b; }
static inline word_t align_down(word_t x, word_t bits) { return x & ~mask(bits); }
static inline word_t align_up(word_t x, word_t bits) { return (x + mask(bits)) & ~mask(bits); }
/* x, which a check has shown to be below 2^n: until the check is decided a processor may go on with
 * another x and leave traces of what it reads there. The compiler does not see the check. */
static inline word_t bounded(word_t x, word_t n)
{
    return opaque(x) & mask(n);
}

/* A branch believed impossible: stops a debug kernel, stays a branch in release. */
#define NEVER(x) (KEEL_DEBUG && (x) ? (debug_unreachable(__FILE__, __LINE__), true) : (x))
#define assert(x)                                                                         \
    do {                                                                                  \
        if (KEEL_DEBUG && !(x))                                                           \
            debug_assert_failed(#x, __FILE__, __LINE__);                                  \
    } while (0)
_Noreturn void debug_unreachable(const char *file, int line);
_Noreturn void debug_assert_failed(const char *text, const char *file, int line);
