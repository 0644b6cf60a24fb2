/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Debug output, and how a domain dies on purpose. */
#include <microkit.h>

void microkit_dbg_putc(int c)
{
#ifdef CONFIG_PRINTING
    seL4_DebugPutChar((char)c);
#else
    (void)c;
#endif
}

void microkit_dbg_puts(const char *s)
{
    for (; *s != '\0'; s++) {
        microkit_dbg_putc(*s);
    }
}

void microkit_dbg_put32(seL4_Uint32 x)
{
    char digits[11];        /* 2^32 - 1 has ten, and the end */
    char *first = &digits[10];
    *first = '\0';
    do {
        *--first = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    microkit_dbg_puts(first);
}

void microkit_dbg_put8(seL4_Uint8 x)
{
    microkit_dbg_put32(x);
}

/* A name of full length has no terminator. */
static void put_name(void)
{
    for (int i = 0; i < MICROKIT_PD_NAME_LENGTH && microkit_name[i] != '\0'; i++) {
        microkit_dbg_putc(microkit_name[i]);
    }
}

void microkit_internal_report(const char *function, unsigned int id, const char *why)
{
    put_name();
    microkit_dbg_puts(": ");
    microkit_dbg_puts(function);
    microkit_dbg_puts("(");
    microkit_dbg_put32(id);
    microkit_dbg_puts("): ");
    microkit_dbg_puts(why);
    microkit_dbg_puts("\n");
}

/* One byte, so that no address is misaligned. */
void microkit_internal_crash(seL4_Error err)
{
    volatile char *address = (volatile char *)(seL4_Word)err;
    *address = 0;
}

LIBSEL4_WEAK void __assert_fail(const char *str, const char *file, int line, const char *function)
{
    put_name();
    microkit_dbg_puts(": assertion failed: ");
    microkit_dbg_puts(str);
    microkit_dbg_puts(", ");
    microkit_dbg_puts(file);
    microkit_dbg_puts(":");
    microkit_dbg_put32((seL4_Uint32)line);
    microkit_dbg_puts(", in ");
    microkit_dbg_puts(function);
    microkit_dbg_puts("\n");
    microkit_internal_crash(seL4_NoError);
}
