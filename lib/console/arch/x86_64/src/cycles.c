/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The time stamp counter: Intel SDM volume 2, RDTSC. LFENCE before it, as RDTSC does not wait for
 * earlier instructions. The emulator counts at 1 GHz: with -icount shift=0, one tick for each
 * instruction.
 */

#include <console.h>

seL4_Word console_cycles(void)
{
    seL4_Uint32 low, high;
    __asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (seL4_Word)high << 32 | low;
}
