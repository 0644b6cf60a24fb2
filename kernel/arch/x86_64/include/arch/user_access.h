/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What user code may reach of the machine: spec 9 of the interface, set once by trap_init. Ports
 * are not among it: IOPL stays 0 and the task state has no bitmap.
 */

#include <arch/machine.h>
#include <board.h>

/* Of CPUID leaf 7, ebx (SDM 2, CPUID). */
#define CPUID7_SMEP         bit(7)
#define CPUID7_INVPCID      bit(10)
#define CPUID7_SMAP         bit(20)

/* rdfsbase and its like, SSE, XSAVE; in benchmark kernels rdpmc. rdtsc is left allowed. */
#define CR4_USER            (CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_FSGSBASE | CR4_OSXSAVE | \
                             (KEEL_BENCHMARK ? CR4_PCE : 0))

static inline void user_access_init(void)
{
    const word_t cleared = CR4_TSD | (KEEL_BENCHMARK ? 0 : CR4_PCE);
    machine_write_cr4((machine_read_cr4() & ~cleared) | CR4_USER);
    machine_write_xcr0(BOARD_XCR0_MASK);
}
