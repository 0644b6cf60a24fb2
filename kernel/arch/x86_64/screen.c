/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Text on a screen, for debug kernels on machines without a serial port.
 *
 *     text      80 x 25 cells of two bytes, character and colour, in the VGA's memory
 *     pixels    of 16, 24 or 32 bits; characters are drawn with the dots of font.c, white on black
 *
 * The next line is cleared when it is begun; behind the last comes the first. So nothing is ever
 * read from the screen, which is slow, and the latest line is the one with nothing below it.
 */

#include "node.h"
#include <arch/console.h>
#include <arch/machine.h>
#include <arch/mmu.h>
#include <arch/multiboot.h>

#define TEXT_ADDRESS    0xb8000UL
#define TEXT_COLUMNS    80
#define TEXT_ROWS       25
#define TEXT_CELL       2
#define TEXT_GREY       0x0700UL
#define TYPE_PIXELS     1
#define TYPE_TEXT       2
#define MAX_COLUMNS     512UL
#define MAX_ROWS        512UL
#define MAX_PITCH       bit(16)
#define MAX_PIXEL       4
#define FIRST_VISIBLE   ' '

static struct console *screen(void) { return &node.arch.console; }

static void use_text(void)
{
    screen()->screen = window_address((paddr_t){TEXT_ADDRESS});
    screen()->is_text = 1;
    screen()->pitch = TEXT_COLUMNS * TEXT_CELL;
    screen()->columns = TEXT_COLUMNS;
    screen()->rows = TEXT_ROWS;
}

/* Pixels that this file can set, all of them within the window, and room for some text. */
static bool can_use(const struct framebuffer *f)
{
    return (f->bits == 15 || f->bits == 16 || f->bits == 24 || f->bits == 32) &&
           f->width >= FONT_WIDTH && f->height >= FONT_HEIGHT && f->height <= MAX_PITCH &&
           f->pitch <= MAX_PITCH && f->width <= f->pitch / ((f->bits + 7) / 8) &&
           f->address < WINDOW_BYTES && f->pitch * f->height <= WINDOW_BYTES - f->address;
}

static void use_pixels(const struct framebuffer *f)
{
    screen()->screen = window_address((paddr_t){f->address});
    screen()->pixel_bytes = (f->bits + 7) / 8;
    screen()->pitch = f->pitch;
    screen()->columns = word_min(f->width / FONT_WIDTH, MAX_COLUMNS);
    screen()->rows = word_min(f->height / FONT_HEIGHT, MAX_ROWS);
}

void screen_init(const struct framebuffer *f)
{
    if (f->address == 0 || f->type == TYPE_TEXT)
        use_text();
    else if (f->type == TYPE_PIXELS && can_use(f))
        use_pixels(f);
    screen()->column = screen()->columns;       /* the first character begins the first line */
    screen()->row = screen()->rows;
}

/* A pixel may have 2, 3 or 4 bytes; all of them are set alike. */
static void set_pixel(word_t at, bool white)
{
    for (word_t i = 0; i < screen()->pixel_bytes; i++) {
        LOOP(MAX_PIXEL, i);
        machine_device_write8(at + i, white ? 0xff : 0);
    }
}

static void draw_row(word_t at, word_t dots)
{
    for (word_t i = 0; i < FONT_WIDTH; i++) {
        LOOP(FONT_WIDTH, i);
        set_pixel(at + i * screen()->pixel_bytes, (dots >> (FONT_WIDTH - 1 - i) & 1) != 0);
    }
}

static void draw(word_t column, word_t row, char c)
{
    const struct console *s = screen();
    const word_t at = s->screen + row * FONT_HEIGHT * s->pitch +
                      column * FONT_WIDTH * s->pixel_bytes;
    for (word_t y = 0; y < FONT_HEIGHT; y++) {
        LOOP(FONT_HEIGHT, y);
        draw_row(at + y * s->pitch, font_row(c, y));
    }
}

static void put(word_t column, word_t row, char c)
{
    const struct console *s = screen();
    if (s->is_text != 0)
        machine_device_write16(s->screen + row * s->pitch + column * TEXT_CELL,
                               TEXT_GREY | (uint8_t)c);
    else
        draw(column, row, c);
}

static void new_line(void)
{
    struct console *s = screen();
    s->row = s->row + 1 < s->rows ? s->row + 1 : 0;
    s->column = 0;
    for (word_t i = 0; i < s->columns; i++) {
        LOOP(MAX_COLUMNS, i);
        put(i, s->row, FIRST_VISIBLE);
    }
}

void screen_putchar(char c)
{
    struct console *s = screen();
    if (s->screen == 0)
        return;
    if (s->column == s->columns || c == '\n')
        new_line();
    if (c >= FIRST_VISIBLE)
        put(s->column++, s->row, c);
}
