/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The physical counter (Arm ARM, D11.1.2), which programs may read here, in nanoseconds: with
 * -icount shift=0 the emulator executes one instruction in each.
 */

#include <console.h>

#define NANOSECONDS_PER_TICK (1000000000UL / CONFIG_TIMER_FREQUENCY)

seL4_Word console_cycles(void)
{
    seL4_Word ticks;
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks * NANOSECONDS_PER_TICK;
}
