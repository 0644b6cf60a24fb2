/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* x86-64 is LP64: a word is an unsigned long. */
#pragma once

#include <sel4/macros.h>

#define seL4_WordSizeBits 3
#define seL4_WordBits 64

SEL4_STATIC_ASSERT(sizeof(long) * 8 == seL4_WordBits && 1 << seL4_WordSizeBits == sizeof(long),
                   "LP64");
