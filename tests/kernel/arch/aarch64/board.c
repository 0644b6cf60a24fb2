/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * QEMU's Arm machine: its device memory as the manual of the platform lists it, the PL011, and the
 * processor's physical timer as alarm, which programs may use. The machine is turned off through
 * the SMC capability where the firmware answers to smc, with a kernel at EL2; elsewhere the run
 * ends with the line that says so.
 */
#include "board.h"
#include "internal.h"
#include "operations.h"

#define UART_DATA        (0x00 / 4)
#define UART_STATUS      (0x18 / 4)
#define UART_IRQ_MASK    (0x38 / 4)
#define UART_IRQ_CLEAR   (0x44 / 4)
#define UART_FULL        0x20   /* status: the transmit register takes no character */
#define UART_IRQ_TRANSMIT 0x20

#define PSCI_SYSTEM_OFF  0x84000008

/* Up to the GIC; up to the RAM; above it. */
#define LOW_DEVICES     { 0x0, 27 }
#define TO_PCI_WINDOW   { 0x8200000, 21 }, { 0x8400000, 22 }, { 0x8800000, 23 },                  \
                        { 0x9000000, 24 }, { 0xa000000, 25 }, { 0xc000000, 26 },                  \
                        { 0x10000000, 28 }, { 0x20000000, 29 }
#define ABOVE_RAM       { 0xc0000000, 30 }, { 0x100000000, 32 }, { 0x200000000, 33 },             \
                        { 0x400000000, 34 }, { 0x800000000, 35 }, { 0x1000000000, 36 },           \
                        { 0x2000000000, 37 }, { 0x4000000000, 38 }
/* From 512 GiB on, aligned as the kernel's addresses are, which are 512 GiB larger. */
#ifdef CONFIG_ARM_PA_SIZE_BITS_44
#define FAR_ABOVE_RAM   { 0x8000000000, 40 }, { 0x18000000000, 41 }, { 0x38000000000, 42 },       \
                        { 0x78000000000, 43 }, { 0xf8000000000, 39 }
#define N_FAR           5
#else
#define FAR_ABOVE_RAM   { 0x8000000000, 39 }
#define N_FAR           1
#endif
#define HALVES_OF(page) { (page) + 0x1000, 12 }, { (page) + 0x2000, 13 }, { (page) + 0x4000, 14 },\
                        { (page) + 0x8000, 15 }

#if EL == 2
#define GUEST_MEMORY    { 0x40000000, 29 },
#else
#define GUEST_MEMORY
#endif

const struct arch_untyped arch_device_untypeds[] = {
    LOW_DEVICES,
#ifdef CONFIG_ARM_GIC_V3_SUPPORT
    { 0x8010000, 16 }, { 0x8020000, 17 }, { 0x8040000, 18 }, { 0x8080000, 17 },
    { 0x81a0000, 17 }, { 0x81c0000, 18 },
#elif EL == 2
    HALVES_OF(0x8000000), HALVES_OF(0x8010000), { 0x8020000, 16 }, HALVES_OF(0x8030000),
    { 0x8040000, 18 }, { 0x8080000, 19 }, { 0x8100000, 20 },
#else
    HALVES_OF(0x8000000), HALVES_OF(0x8010000), { 0x8020000, 17 },
    { 0x8040000, 18 }, { 0x8080000, 19 }, { 0x8100000, 20 },
#endif
    TO_PCI_WINDOW, GUEST_MEMORY ABOVE_RAM, FAR_ABOVE_RAM,
};
const word arch_n_device_untypeds = sizeof arch_device_untypeds / sizeof *arch_device_untypeds;

/* The manual also counts them. */
#ifdef CONFIG_ARM_GIC_V3_SUPPORT
#define COUNT ((EL == 2 ? 24 : 23) + N_FAR)
#else
#define COUNT ((EL == 2 ? 34 : 29) + N_FAR)
#endif
_Static_assert(sizeof arch_device_untypeds == COUNT * sizeof *arch_device_untypeds, "the list");

static volatile unsigned int *uart;
volatile unsigned int *board_rtc;

void devices_setup(void)
{
    uart = device_map(BOARD_UART_BASE);
    board_rtc = device_map(BOARD_RTC_BASE);
}

void board_put(char c)
{
    while (uart[UART_STATUS] & UART_FULL)
        ;
    uart[UART_DATA] = (unsigned char)c;
}

_Noreturn void power_off(void)
{
#if EL == 2
    ARM_SMC_Call(seL4_CapSMC, PSCI_SYSTEM_OFF, 0, 0, 0, 0, 0, 0, 0);
#endif
    for (;;)
        ;
}

/* Something was written before, so that the transmitter has something to say. */
void uart_interrupt(bool on)
{
    uart[UART_IRQ_MASK] = on ? UART_IRQ_TRANSMIT : 0;
    if (!on)
        uart[UART_IRQ_CLEAR] = UART_IRQ_TRANSMIT;
}

void alarm_now(void)
{
    __asm__ volatile("msr cntp_cval_el0, xzr\n\tmsr cntp_ctl_el0, %0\n\tisb" : : "r"(1UL));
}

void alarm_in(word us)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"((now() + us * TICKS_PER_US) / ARCH_CLOCK_PER_TICK), "r"(1UL));
}

void alarm_quiet(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
}
