/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What programs may use of the processor: counters, the physical timer, cache maintenance by
 * address, the performance monitor in benchmark kernels. The rest is refused, see fault_kinds.c.
 */
#include "board.h"
#include "operations.h"
#include "probes.h"

static void trapped(void (*code)(void))
{
    FALSE(probe_run(code, 0));
    EQ(info_label(faulted->sys.info), ARCH_TRAP_FAULT);
    EQ(ESR_CLASS(ARCH_TRAP_ESR(faulted->sys.mr)), CLASS_SYSTEM_REGISTER);
}

static void counters(void)
{
    const word before = now() / ARCH_CLOCK_PER_TICK;
    TRUE(probe_run(probe_read_cntpct, 0));
    IN_RANGE(register_dump[0], before, before + 100000);
    TRUE(probe_run(probe_read_cntfrq, 0));
    EQ(register_dump[0], BOARD_TIMER_HZ);
    trapped(probe_read_cntvct);
}

static void virtual_timer_is_the_kernel_s(void)
{
    trapped(probe_read_cntv_ctl);
    trapped(probe_write_cntv_cval);
}

static void physical_timer(void)
{
    alarm_quiet();
    TRUE(probe_run(probe_read_cntp_ctl, 0));
    EQ(register_dump[0] & 3, 0);
    alarm_now();
    TRUE(probe_run(probe_read_cntp_ctl, 0));
    EQ(register_dump[0], 5);            /* enabled, condition met */
    alarm_quiet();
}

static void cache_maintenance(void)
{
    static void (*const codes[])(void) = {
        probe_dc_cvau, probe_dc_cvac, probe_dc_civac, probe_ic_ivau, probe_read_ctr,
    };
    for (word i = 0; i < sizeof codes / sizeof *codes; i++)
        TRUE(probe_run(codes[i], (word)&register_dump));
}

static void performance_monitor(void)
{
#ifdef CONFIG_ENABLE_BENCHMARKS
    TRUE(probe_run(probe_read_pmccntr, 0));
    TRUE(probe_run(probe_read_pmcr, 0));
#else
    trapped(probe_read_pmccntr);
    trapped(probe_read_pmcr);
#endif
}

/* Hints are carried out: the thread waits, at most until its time is over, and goes on. */
static void hints(void)
{
    probe_run(probe_wfe, 0);
    sleep_us(20000);
    EQ(register_dump[DUMP_DONE], 1);
    probe_run(probe_wfi, 0);
    sleep_us(20000);
    EQ(register_dump[DUMP_DONE], 1);
}

/* What the kernel computes with is not left in a thread's registers: flags and FPU are as they
 * were, also after the thread was preempted many times. */
static void flags_survive_preemption(void)
{
    const word begin = now();
    word good = 1;
    while (now() - begin < 3000 * TICKS_PER_US) {
        word flags;
        __asm__ volatile("msr nzcv, %1\n\t"
                         "mov x9, #20\n"
                         "1: sub x9, x9, #1\n\t"
                         "cbnz x9, 1b\n\t"
                         "mrs %0, nzcv" : "=r"(flags) : "r"(0x90000000UL) : "x9", "cc");
        good &= flags == 0x90000000;
    }
    EQ(good, 1);
}

SUITE(system_registers,
    { "counters", counters },
    { "virtual-timer-is-the-kernel-s", virtual_timer_is_the_kernel_s },
    { "physical-timer", physical_timer },
    { "cache-maintenance", cache_maintenance },
    { "performance-monitor", performance_monitor },
    { "hints", hints },
    { "flags-survive-preemption", flags_survive_preemption },
);
