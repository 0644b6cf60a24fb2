/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The devices the harness uses, mapped from their device untypeds: the serial line that all results
 * are printed on (release kernels print nothing), and what board.c of the architecture asks for.
 */
#include "internal.h"
#include "operations.h"

#define DEVICES_AT (ARCH_SCRATCH - 0x40000000)

/* The device untyped that covers `address`, and where it begins. */
static word device_untyped(word address, word *base)
{
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (d->isDevice && address >= d->paddr && address - d->paddr < (word)1 << d->sizeBits) {
            *base = d->paddr;
            return i;
        }
    }
    return 0;
}

/* Uses up `untyped`, whose watermark stands at `from`, up to `to`, in pieces as large as fit. */
static void skip(word untyped, word from, word to)
{
    while (from < to) {
        word bits = 0;
        while (!(from >> bits & 1) && bits < 63 && from + ((word)2 << bits) <= to)
            bits++;
        Untyped_Retype(untyped, seL4_UntypedObject, bits, CNODE, 0, 0, harness_slot(), 1);
        from += (word)1 << bits;
    }
}

/* The untyped that was used last, and the first address of it that is left. */
static word current, left;

void *device_map(word address)
{
    const word frame = harness_slot(), at = DEVICES_AT + (address & 0x3fffffff);
    word base = 0;
    const word untyped = device_untyped(address, &base);
    if (untyped != current) {
        current = untyped;
        left = base;
    }
    skip(untyped, left - base, address - base);
    left = address + 0x1000;
    Untyped_Retype(untyped, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1);
    arch_map_device(harness_untyped, frame, at);
    return (void *)at;
}

void print(const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            board_put('\r');
        board_put(*text);
    }
}

void print_word(word value)
{
    char digits[21];
    word n = sizeof digits - 1;
    digits[n] = 0;
    do
        digits[--n] = (char)('0' + value % 10);
    while (value /= 10);
    print(digits + n);
}
