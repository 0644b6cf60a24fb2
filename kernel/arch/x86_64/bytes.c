/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Memory that loader and firmware wrote: what takes a loop. See arch/bytes.h.
 */

#include <arch/bytes.h>

#define MAX_BYTES (1UL << 47)       /* bound of the loops; each caller has a smaller one */
#define WORD sizeof(word_t)

void bytes_copy(struct bytes from, word_t offset, word_t to, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        LOOP(MAX_BYTES, i);
        octet_at(to + i)->value = (uint8_t)bytes_u8(from, offset + i);
    }
}

word_t bytes_sum(struct bytes b, word_t count)
{
    word_t sum = 0;
    for (word_t i = 0; i < count; i++) {
        LOOP(MAX_BYTES, i);
        sum += bytes_u8(b, i);
    }
    return sum & mask(8);
}

bool bytes_are(struct bytes b, word_t offset, const char *text)
{
    for (word_t i = 0; text[i] != 0; i++) {
        LOOP(MAX_BYTES, i);
        if (bytes_u8(b, offset + i) != (uint8_t)text[i])
            return false;
    }
    return true;
}

/* [0, count) from its start on, for copies downwards; from its end on, for copies upwards. */
static void move_octets_down(word_t from, word_t to, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        LOOP(MAX_BYTES, i);
        octet_at(to + i)->value = octet_at(from + i)->value;
    }
}

static void move_octets_up(word_t from, word_t to, word_t count)
{
    for (word_t i = count; i > 0; i--) {
        LOOP(MAX_BYTES, i);
        octet_at(to + i - 1)->value = octet_at(from + i - 1)->value;
    }
}

static void move_words_down(word_t from, word_t to, word_t count)
{
    for (word_t i = 0; i < count; i += WORD) {
        LOOP(MAX_BYTES, i);
        cell_at(to + i)->value = cell_at(from + i)->value;
    }
}

static void move_words_up(word_t from, word_t to, word_t count)
{
    for (word_t i = count; i > 0; i -= WORD) {
        LOOP(MAX_BYTES, i);
        cell_at(to + i - WORD)->value = cell_at(from + i - WORD)->value;
    }
}

/* Words where both are aligned, which is the rule: programs keep pages in step with their file. */
void bytes_move(word_t from, word_t to, word_t count)
{
    const word_t words = ((from | to) & mask(3)) == 0 ? align_down(count, 3) : 0;
    if (to > from) {
        move_octets_up(from + words, to + words, count - words);
        move_words_up(from, to, words);
    } else {
        move_words_down(from, to, words);
        move_octets_down(from + words, to + words, count - words);
    }
}

void bytes_clear(word_t at, word_t count)
{
    for (word_t i = 0; i < count; i += WORD) {
        LOOP(MAX_BYTES, i);
        cell_at(at + i)->value = 0;
    }
}
