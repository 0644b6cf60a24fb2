/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A PC: COM1 and the power switch through capabilities for their ports, timer 0 of the HPET as
 * alarm, and its device memory, which follows from the firmware's memory map.
 *
 * The HPET takes over the interval timer's interrupt (IA-PC HPET 1.0a, 2.4.1, legacy replacement),
 * so that this one, which never stops, is not on the same pin. Its line is made level triggered:
 * it stays up until the status bit is cleared.
 */
#include "board.h"
#include "internal.h"
#include "operations.h"

/* --- interrupts ------------------------------------------------------------------------------ */

#define N_PINS 24

struct reply IRQControl_Issue(word control, word irq, word root, word index, word depth)
{
    if (irq >= N_PINS)
        return IRQControl_IssueOther(control, irq, root, index, depth);
    return IRQControl_GetIOAPIC(control, root, index, depth, 0, irq, irq == ARCH_ALARM_IRQ, 0, irq);
}

/* --- ports ----------------------------------------------------------------------------------- */

#define UART_DATA         (BOARD_UART_PORT + 0)
#define UART_IRQ_ENABLE   (BOARD_UART_PORT + 1)
#define UART_IRQ_IDENTITY (BOARD_UART_PORT + 2)
#define UART_STATUS       (BOARD_UART_PORT + 5)
#define UART_EMPTY        0x20  /* status: the transmit register takes a character */
#define UART_IRQ_TRANSMIT 2

#define POWER_OFF         0x2000
#define FREE_PORTS        0x7000        /* of no device, and many */

static word uart, power;

static word in8(word port)
{
    return SYS(.number = seL4_SysCall, .cap = uart, .info = INFO(X86IOPortIn8, 0, 1),
               .mr = { port }).mr[0];
}

static void out8(word port, word value)
{
    SYS(.number = seL4_SysCall, .cap = uart, .info = INFO(X86IOPortOut8, 0, 2),
        .mr = { port, value });
}

void board_put(char c)
{
    while (!(in8(UART_STATUS) & UART_EMPTY))
        ;
    out8(UART_DATA, (unsigned char)c);
}

_Noreturn void power_off(void)
{
    X86_IOPort_Out16(power, BOARD_POWER_PORT, POWER_OFF);
    for (;;)
        ;
}

void uart_interrupt(bool on)
{
    out8(UART_IRQ_ENABLE, on ? UART_IRQ_TRANSMIT : 0);
    if (!on)
        (void)in8(UART_IRQ_IDENTITY);
}

word arch_port_number(void)
{
    static word n;
    n = (n + 4) % 0x1000;       /* four of them, for one of 32 bits */
    return FREE_PORTS + n;
}

word arch_some_port(void)
{
    const word to = slot(), port = arch_port_number();
    OK(X86_IOPortControl_Issue(seL4_CapIOPortControl, port, port, CNODE, to, DEPTH));
    return to;
}

/* --- the alarm: registers of IA-PC HPET 1.0a, 2.3, by 32 bits -------------------------------- */

#define CONFIG      (0x10 / 4)
#define STATUS      (0x20 / 4)
#define COUNTER     (0xf0 / 4)
#define TIMER       (0x100 / 4)
#define COMPARATOR  (0x108 / 4)
#define RUN         1
#define LEGACY      2           /* in CONFIG: timer 0 is on the interval timer's pin */
#define LEVEL       2           /* in TIMER */
#define ENABLE      4
#define TICKS_OF(us) ((us) * 100)       /* this machine's counts 100 MHz */

static volatile unsigned int *hpet;

volatile unsigned int *board_hpet(void)
{
    return hpet;
}

void alarm_quiet(void)
{
    hpet[TIMER] = LEVEL;
    hpet[CONFIG] = LEGACY;
    hpet[STATUS] = 1;
}

static void alarm_after(word ticks)
{
    alarm_quiet();
    hpet[COUNTER] = hpet[COUNTER + 1] = 0;
    hpet[COMPARATOR] = (unsigned)ticks;
    hpet[COMPARATOR + 1] = (unsigned)(ticks >> 32);
    hpet[TIMER] = LEVEL | ENABLE;
    hpet[CONFIG] = LEGACY | RUN;
}

void alarm_now(void)
{
    alarm_after(1);
}

void alarm_in(word us)
{
    alarm_after(TICKS_OF(us));
}

/* --- device memory --------------------------------------------------------------------------- */

#define MAX_DEVICES  230
#define MAX_RANGES   20
#define DEVICE_TOP   0x800000000000UL
#define WINDOW_TOP   0x7f80000000UL     /* RAM above it is device memory */
#define WINDOW       0xffffff8000000000UL
#define MEGABYTE     0x100000UL
#define VTD_PAGE     0xfed90000UL

struct arch_untyped arch_device_untypeds[MAX_DEVICES];
word arch_n_device_untypeds, arch_ram_end;

static struct range {
    word start, end;
} kept[MAX_RANGES];
static word n_kept;

/* Keeps the list ascending. */
static void keep(word start, word end)
{
    word i = n_kept++;
    for (; i > 0 && kept[i - 1].start > start; i--)
        kept[i] = kept[i - 1];
    kept[i] = (struct range){ start, end };
}

/* The memory map of the extra boot information: its first `length` bytes are valid. */
static void keep_ram(void)
{
    const char *at = (const char *)boot_info + 4096;
    const seL4_BootInfoHeader *chunk = (const void *)at;
    while (chunk->id != SEL4_BOOTINFO_HEADER_X86_MBMMAP) {
        at += chunk->len;
        chunk = (const void *)at;
    }
    const seL4_X86_BootInfo_mmap_t *map = (const void *)at;
    for (word i = 0; i < map->mmap_length / sizeof *map->mmap; i++) {
        const word start = map->mmap[i].base_addr, end = start + map->mmap[i].length;
        if (map->mmap[i].type == 1 && start >= MEGABYTE && start < WINDOW_TOP) {
            keep((start + 4095) & ~(word)4095, (end < WINDOW_TOP ? end : WINDOW_TOP) & ~(word)4095);
            arch_ram_end = kept[n_kept - 1].end;
        }
    }
}

static word trailing_zeros(word value)
{
    return value ? (word)__builtin_ctzl(value) : 64;
}

/* Pieces as large as size and alignment in the kernel's window allow; less than 16 bytes: none. */
static void cut(word start, word end)
{
    while (start < end) {
        word bits = 63 - (word)__builtin_clzl(end - start);
        if (trailing_zeros(WINDOW + start) < bits)
            bits = trailing_zeros(WINDOW + start);
        if (bits >= 4)
            arch_device_untypeds[arch_n_device_untypeds++] = (struct arch_untyped){ start, bits };
        start += (word)1 << bits;
    }
}

static void device_memory(void)
{
    word from = 0;
    keep_ram();
    keep(BOARD_IOAPIC_BASE, BOARD_IOAPIC_BASE + 0x1000);
    keep(BOARD_APIC_BASE, BOARD_APIC_BASE + 0x1000);
    keep(0xfffffff8, 0x100000000);
    if (ARCH_HAS_IOMMU)
        keep(VTD_PAGE, VTD_PAGE + 0x1000);
    keep(DEVICE_TOP, DEVICE_TOP);
    for (word i = 0; i < n_kept; i++) {
        cut(from, kept[i].start);
        from = kept[i].end;
    }
}

void devices_setup(void)
{
    uart = harness_slot();
    power = harness_slot();
    X86_IOPortControl_Issue(seL4_CapIOPortControl, BOARD_UART_PORT, BOARD_UART_PORT + 7, CNODE,
                            uart, DEPTH);
    X86_IOPortControl_Issue(seL4_CapIOPortControl, BOARD_POWER_PORT, BOARD_POWER_PORT + 1, CNODE,
                            power, DEPTH);
    hpet = device_map(BOARD_HPET_BASE);
    alarm_quiet();
    device_memory();
}
