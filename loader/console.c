/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "loader/console.h"
#include "arch/machine.h"

void say_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            arch_putchar('\r');
        arch_putchar(*text);
    }
}

void say_hex(uint64_t value)
{
    say_text("0x");
    int shift = 60;
    while (shift > 0 && value >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4) {
        const unsigned digit = (value >> shift) & 15;
        arch_putchar((char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
    }
}

void say_decimal(uint64_t value)
{
    uint64_t unit = 1;
    while (value / unit >= 10)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        arch_putchar((char)('0' + value / unit % 10));
}

void complain(const char *text)
{
    say_text("LOADER: cannot start: ");
    say_text(text);
}

noreturn void stop(void)
{
    say_text("\nLOADER: the machine stops here.\n");
    arch_power_off();
}
