/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The cycle counter: RISC-V unprivileged specification, Zicntr. */

#include <console.h>

seL4_Word console_cycles(void)
{
    seL4_Word cycles;
    __asm__ volatile("rdcycle %0" : "=r"(cycles));
    return cycles;
}
