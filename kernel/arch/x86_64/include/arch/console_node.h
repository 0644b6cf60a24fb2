/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Where a debug kernel prints: `node.arch.console`, see console.c and screen.c.
 */

#include "types.h"

/* A serial port, or else a screen of text or of pixels. Without either it is silent. */
struct console {
    word_t port;                /* first I/O port of a 16550; 0: none */
    word_t screen;              /* kernel address of the first character or pixel; 0: none */
    word_t is_text;             /* 0 or 1: it shows characters, not pixels */
    word_t pixel_bytes;
    word_t pitch;               /* bytes from one line of characters, or of pixels, to the next */
    word_t columns, rows;       /* of characters */
    word_t column, row;         /* where the next one goes */
};
_Static_assert(sizeof(struct console) == 9 * sizeof(word_t), "console size");
