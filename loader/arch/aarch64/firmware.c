/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Console and power. The console is the PL011 (Arm PrimeCell UART, DDI 0183, chapter 3), which is
 * switched on if nobody did. Power is PSCI (DEN 0022): by SMC where there is an EL2, else by HVC.
 */
#include <board.h>
#include "arch/machine.h"
#include "loader/console.h"

#define UART_DATA       0x00
#define UART_FLAG       0x18
#define UART_FLAG_FULL  (1u << 5)
#define UART_CONTROL    0x30
#define UART_ON         0x301u      /* UART, transmitter and receiver */

#define PSCI_SYSTEM_OFF 0x84000008ull

extern uint64_t entered_at;         /* exception level, from start.S */

static volatile uint32_t *uart(uint64_t offset)
{
    return (volatile uint32_t *)(uintptr_t)(BOARD_UART_BASE + offset);
}

void arch_putchar(char c)
{
    if ((*uart(UART_CONTROL) & UART_ON) != UART_ON)
        *uart(UART_CONTROL) |= UART_ON;
    while (*uart(UART_FLAG) & UART_FLAG_FULL) {
    }
    *uart(UART_DATA) = (uint8_t)c;
}

noreturn void arch_power_off(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;
    if (entered_at == 2)
        __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    else
        __asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
    for (;;)
        __asm__ volatile("wfi");
}

noreturn void arch_start_at(uint64_t address, uint64_t core, uint64_t devicetree)
{
    (void)core;
    register uint64_t x0 __asm__("x0") = devicetree;
    forget_instructions();
    __asm__ volatile("br %0" : : "r"(address), "r"(x0) : "memory");
    __builtin_unreachable();
}

void arch_choose_core(uint64_t core, uint64_t devicetree)
{
    (void)core;
    (void)devicetree;
}

/* From the vectors in start.S. */
noreturn void loader_trap(uint64_t syndrome, uint64_t pc, uint64_t address);

noreturn void loader_trap(uint64_t syndrome, uint64_t pc, uint64_t address)
{
    complain("the loader itself took an exception, syndrome ");
    say_hex(syndrome);
    say_text(" at ");
    say_hex(pc);
    say_text(", address ");
    say_hex(address);
    say_text(". Is this the board, and does it have the memory, that the image was made for?");
    stop();
}
