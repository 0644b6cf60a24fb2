/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Words of the command line.
 */

#include "expect.h"
#include <arch/command_line.h>
#include <string.h>

static struct bytes line(const char *text)
{
    return (struct bytes){(word_t)text, strlen(text) + 1};
}

static uint64_t number(const char *text)
{
    return command_line_number(line(text), "console_port=", 7);
}

int main(void)
{
    begin("a word, wherever it stands");
    expect(command_line_has(line("disable_iommu"), "disable_iommu"), "alone");
    expect(command_line_has(line("/boot/kernel.elf  disable_iommu\tx"), "disable_iommu"),
           "between");
    expect(!command_line_has(line("x=disable_iommu disable_iommux disable_iomm"), "disable_iommu"),
           "parts of words");
    expect(!command_line_has(line(""), "disable_iommu"), "an empty line");
    expect(!command_line_has((struct bytes){0, 0}, "disable_iommu"), "no line");
    expect(!command_line_has((struct bytes){(word_t) "disable_iommu", 12}, "disable_iommu"),
           "a line that is cut off");
    begin("numbers, decimal and with 0x");
    expect(number("a console_port=1016") == 1016, "decimal");
    expect(number("console_port=0x3f8 b") == 0x3f8 && number("console_port=0X3F8") == 0x3f8, "hex");
    expect(number("console_port=0") == 0, "zero");
    expect(number("console_port=1 console_port=2") == 2, "the last one");
    begin("no number leaves it as it was");
    expect(number("") == 7 && number("console_port=") == 7 && number("console_port=0x") == 7 &&
               number("console_port=12x") == 7 && number("console_port=0x3g8") == 7 &&
               number("xconsole_port=1") == 7 && number("console_port=3f8") == 7, "another number");
    expect(number("console_port=1234567890123456789012") == 7, "too many digits");
    return finish();
}
