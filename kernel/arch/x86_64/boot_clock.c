/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The rates of the core's clocks: the TSC's, a whole number of MHz, and that of the local APIC's
 * timer compared with it.
 *
 * Some processors say the former. For others it is measured against channel 2 of the PIT (8254,
 * order number 231164), which ticks 1 193 182 times a second, and for no longer than is needed:
 *
 *     PIT          |<------------ n ticks ------------>|
 *     TSC     (from, to)                          (from, to)      when a tick was seen first
 *
 * The tick that begins and the one that ends the measurement each happened between two readings of
 * the TSC. So the rate is between two bounds, which approach each other as n grows; it is known
 * when both round to the same number of MHz. That is after a quarter of a millisecond in an
 * emulator that counts instructions, and after some ten milliseconds where a port takes a
 * microsecond. A short interruption by the firmware makes one pair of readings wide; behind a long
 * one, which a busy machine's emulator has, it is begun again.
 */

#include "node.h"
#include <arch/apic.h>
#include <arch/boot.h>
#include <arch/cpu_features.h>

#define PIT_HZ              1193182UL
#define PIT_CHANNEL_2       0x42
#define PIT_COMMAND         0x43
#define PIT_MODE_2          0xb4        /* channel 2: two bytes, rate generator */
#define PIT_LATCH           0x80        /* channel 2: hold the count for reading */
#define GATE_PORT           0x61
#define GATE_ON             1UL
#define GATE_SPEAKER        2UL

#define HZ_PER_MHZ          1000000UL
#define LONGEST             (PIT_HZ / 20)       /* 50 ms, less than the counter's 2^16 */
#define SHORTEST            (PIT_HZ / 4000)     /* so that the APIC's rate is known, too */
#define PATIENCE            1000000             /* readings; a PIT that stands still has fewer */
#define INTERRUPTION        bit(24)             /* TSC ticks; the counter comes round in 55 ms */
#define MAX_INTERRUPTIONS   1000
#define MIN_MHZ             1UL
#define MAX_MHZ             20000UL
#define MAX_APIC_RATE       bit(34)             /* four times as fast as the TSC */
#define APIC_RATE_ONE       bit(32)

#define LEAF_TSC            0x15
#define MSR_PLATFORM_INFO   0xceUL

/* An event, between two readings of the TSC. */
struct moment { word_t from, to; };
_Static_assert(sizeof(struct moment) == 2 * sizeof(word_t), "moment size");

static struct moment reading;           /* the latest of the PIT */
static word_t count;                    /* what it was */
static struct moment first, last;       /* ticks of the PIT */
static word_t first_count, ticks;       /* the counter at the former; how many lie between them */

/* ------------------------------------------------------------------------ stated rates */

/* Intel's family 6 where the MSR states the rate in units of 100 MHz (SDM 4, chapter 2): Sandy
 * Bridge to Skylake; Nehalem in units of 133.33. */
static word_t unit_khz(word_t model)
{
    switch (model) {
    case 0x61a: case 0x61e: case 0x61f: case 0x62e:                         /* Nehalem */
        return 133330;
    case 0x62a: case 0x62d:                                                 /* Sandy Bridge */
    case 0x63a: case 0x63e:                                                 /* Ivy Bridge */
    case 0x63c: case 0x63f: case 0x645: case 0x646:                         /* Haswell */
    case 0x63d: case 0x647: case 0x64f: case 0x656:                         /* Broadwell */
    case 0x64e: case 0x65e: case 0x655:                                     /* Skylake */
        return 100000;
    default:
        return 0;
    }
}

/* In MHz; 0 if the processor does not say. A hypervisor may not have its model's register, and
 * reading it would be an exception. CPUID: crystal in Hz times ebx / eax (SDM 2). */
static word_t stated_rate(const struct cpu_features *f)
{
    const word_t khz = f->is_intel != 0 && f->hypervisor == 0 ? unit_khz(f->model) : 0;
    const word_t by_msr =
        khz == 0 ? 0 : (machine_read_msr(MSR_PLATFORM_INFO) >> 8 & mask(8)) * khz / 1000;
    if (by_msr != 0 || machine_cpuid(0, 0).eax < LEAF_TSC)
        return by_msr;
    const struct cpuid c = machine_cpuid(LEAF_TSC, 0);
    return c.eax == 0 ? 0 : ((word_t)c.ecx * c.ebx / c.eax + HZ_PER_MHZ / 2) / HZ_PER_MHZ;
}

/* ---------------------------------------------------------------------------- the PIT */

static void pit_start(void)
{
    machine_out8(GATE_PORT, (machine_in8(GATE_PORT) & ~GATE_SPEAKER) | GATE_ON);
    machine_out8(PIT_COMMAND, PIT_MODE_2);
    machine_out8(PIT_CHANNEL_2, 0);         /* from 2^16 down to 1 and again */
    machine_out8(PIT_CHANNEL_2, 0);
}

/* The counter, and when it was read. */
static word_t pit_read(struct moment *m)
{
    m->from = machine_read_tsc();
    machine_out8(PIT_COMMAND, PIT_LATCH);
    m->to = machine_read_tsc();
    const word_t low = machine_in8(PIT_CHANNEL_2);
    return machine_in8(PIT_CHANNEL_2) << 8 | low;
}

/* Read until the counter is another than at the latest reading; *m tells when it became that.
 * False: it stands still. */
static bool next_tick(struct moment *m)
{
    const word_t before = count;
    for (word_t i = 0; i < PATIENCE && count == before; i++) {
        LOOP(PATIENCE, i);
        m->from = reading.from;
        count = pit_read(&reading);
        m->to = reading.to;
    }
    return count != before;
}

/* Begin at the next tick. */
static bool begin(void)
{
    ticks = 0;
    count = pit_read(&reading);
    const bool fine = next_tick(&first);
    first_count = count;
    return fine;
}

/* Whole MHz of a TSC that advances by `passed` in the measured ticks. */
static word_t rounded_mhz(word_t passed)
{
    return (passed * PIT_HZ + ticks * (HZ_PER_MHZ / 2)) / (ticks * HZ_PER_MHZ);
}

/* In MHz; 0: the PIT does not tick, or is never read without a long interruption, in which its
 * counter may have come round. */
static word_t measure_rate(void)
{
    word_t least = 0, most = 1, interruptions = 0;
    pit_start();
    bool fine = begin();
    while (fine && ticks < LONGEST && (ticks < SHORTEST || least != most)) {
        LOOP(LONGEST * MAX_INTERRUPTIONS, ticks);
        fine = next_tick(&last);
        if (last.to - last.from >= INTERRUPTION) {
            fine = ++interruptions < MAX_INTERRUPTIONS && begin();
            continue;
        }
        ticks = (first_count - count) & mask(16);
        if (ticks == 0)
            return 0;
        least = rounded_mhz(last.from - first.to);
        most = rounded_mhz(last.to - first.from);
    }
    return fine ? (least + most) / 2 : 0;
}

static void wait(word_t passed)
{
    const word_t start = machine_read_tsc();
    while (machine_read_tsc() - start < passed) {
        LOOP(MAX_MHZ * HZ_PER_MHZ, start);
    }
}

/* ------------------------------------------------------------------ the APIC's timer */

static struct moment apic_from, apic_to;
static word_t apic_start;

static word_t apic_read_timer(struct moment *m)
{
    m->from = machine_read_tsc();
    const word_t left = apic_read(APIC_TIMER_CURRENT);
    m->to = machine_read_tsc();
    return left;
}

/* Mostly there is a whole number of TSC ticks to one of the APIC's: is there one that fits what was
 * measured? Then it is exact. */
static word_t apic_rate(void)
{
    const word_t passed = apic_start - apic_read_timer(&apic_to);
    if (passed == 0)
        return 0;
    const word_t least = apic_to.from - apic_from.to;
    const word_t most = apic_to.to - apic_from.from;
    const word_t whole = most / passed;
    if (whole != 0 && whole * passed >= least)
        return APIC_RATE_ONE / whole;
    return (passed << 33) / (least + most);
}

const char *boot_measure_clocks(const struct cpu_features *f, struct boot_clock *clock)
{
    clock->tsc_mhz = stated_rate(f);
    apic_write(APIC_TIMER_INITIAL, mask(32));
    apic_start = apic_read_timer(&apic_from);
    if (clock->tsc_mhz == 0)
        clock->tsc_mhz = measure_rate();
    else if (f->tsc_deadline == 0)
        wait(clock->tsc_mhz * (HZ_PER_MHZ / 1000));
    clock->apic_rate = f->tsc_deadline != 0 ? 0 : apic_rate();
    apic_write(APIC_TIMER_INITIAL, 0);
    if (clock->tsc_mhz < MIN_MHZ || clock->tsc_mhz > MAX_MHZ)
        return "the rate of the TSC cannot be found: the PIT does not tick";
    if (f->tsc_deadline == 0 && (clock->apic_rate == 0 || clock->apic_rate > MAX_APIC_RATE))
        return "the timer of the local APIC does not tick";
    return 0;
}
