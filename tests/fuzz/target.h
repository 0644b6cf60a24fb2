/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A fuzz target: a program that is given bytes again and again. It is linked with libFuzzer, which
 * invents them, or with replay.c, which reads them from files.
 *
 * What follows from the bytes must follow from them alone: a target keeps nothing from one input
 * to the next.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's name. One input; returns 0 if all was as it should be. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* It was not: says why and ends the program. */
__attribute__((format(printf, 1, 2))) _Noreturn void fuzz_wrong(const char *format, ...);
#define MUST_BE(condition, ...) do { if (!(condition)) fuzz_wrong(__VA_ARGS__); } while (0)

/* Somebody wants to see what an input does: KEEL_FUZZ_TRACE is in the environment. */
bool fuzz_tracing(void);

/* A kept corpus is chosen: only branches count. KEEL_FUZZ_KEEP is in the environment. */
bool fuzz_keeping(void);

/* What was reached until now does not count as reached by this input. Nothing without libFuzzer. */
void fuzz_forget_coverage(void);

/* Taking an input apart: numbers from its front, 0 when there is nothing left. */
struct input { const uint8_t *at; size_t left; };
uint64_t take(struct input *in, size_t bytes);
