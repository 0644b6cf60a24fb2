/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Output for debug kernels: a 16550 UART, or a screen where there is none.
 */

#include "types.h"

struct framebuffer;

/* Boot: print to the UART at this port; if nothing is there, to the screen. Without this call the
 * console is silent. */
void console_init(word_t port, const struct framebuffer *f);
void console_putchar(char c);

/* --- screen.c. Boot: use this screen. */
void screen_init(const struct framebuffer *f);
void screen_putchar(char c);

/* --- font.c: row `row` of a character, its leftmost dot the highest of FONT_WIDTH bits. */
#define FONT_WIDTH  6
#define FONT_HEIGHT 10
word_t font_row(char c, word_t row);
