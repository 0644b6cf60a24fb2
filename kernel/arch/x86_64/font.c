/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Letters of 5 x 7 dots for the screen: one word for each character from the blank on, a byte for
 * each row, the upper one highest; in a row, bit 4 is the dot on the left.
 *
 *     A   0x0e 0x11 0x11 0x1f 0x11 0x11 0x11      . # # # .
 *                                                 # . . . #
 */

#include <arch/console.h>

#define FIRST_LETTER    ' '
#define N_LETTERS       95
#define LETTER_ROWS     7
#define TOP             1       /* free rows above */

static const word_t letter[N_LETTERS] = {
    0x00000000000000, 0x04040404040004, 0x0a0a0a00000000, 0x0a0a1f0a1f0a0a,    /* blank ! " # */
    0x040f140e051e04, 0x19190204081313, 0x0c12140815120d, 0x04040800000000,    /* $ % & ' */
    0x02040808080402, 0x08040202020408, 0x000a041f040a00, 0x0004041f040400,    /* ( ) * + */
    0x000000000c0408, 0x0000001f000000, 0x00000000000c0c, 0x01010204081010,    /* , - . / */
    0x0e11131519110e, 0x040c040404040e, 0x0e11010608101f, 0x1f02040601110e,    /* 0 1 2 3 */
    0x02060a121f0202, 0x1f101e0101110e, 0x0608101e11110e, 0x1f010204040404,    /* 4 5 6 7 */
    0x0e11110e11110e, 0x0e11110f01020c, 0x000c0c000c0c00, 0x000c0c000c0408,    /* 8 9 : ; */
    0x02040810080402, 0x00001f001f0000, 0x08040201020408, 0x0e110102040004,    /* < = > ? */
    0x0e11171517100e, 0x0e11111f111111, 0x1e11111e11111e, 0x0e11101010110e,    /* @ A B C */
    0x1c12111111121c, 0x1f10101e10101f, 0x1f10101e101010, 0x0e11101311110f,    /* D E F G */
    0x1111111f111111, 0x0e04040404040e, 0x0702020202120c, 0x11121418141211,    /* H I J K */
    0x1010101010101f, 0x111b1515111111, 0x11191915131311, 0x0e11111111110e,    /* L M N O */
    0x1e11111e101010, 0x0e11111115120d, 0x1e11111e141211, 0x0f10100e01011e,    /* P Q R S */
    0x1f040404040404, 0x1111111111110e, 0x111111110a0a04, 0x11111115151b11,    /* T U V W */
    0x11110a040a1111, 0x11110a04040404, 0x1f01020408101f, 0x0e08080808080e,    /* X Y Z [ */
    0x10100804020101, 0x0e02020202020e, 0x040a1100000000, 0x0000000000001f,    /* \ ] ^ _ */
    0x08040200000000, 0x00000e010f110f, 0x10101e1111111e, 0x00000e1110110e,    /* ` a b c */
    0x01010f1111110f, 0x00000e111f100e, 0x0609081c080808, 0x000f11110f010e,    /* d e f g */
    0x10101619111111, 0x04000c0404040e, 0x0200060202120c, 0x10101214181412,    /* h i j k */
    0x0c04040404040e, 0x00001a15151515, 0x00001619111111, 0x00000e1111110e,    /* l m n o */
    0x00001e111e1010, 0x00000f110f0101, 0x00001619101010, 0x00000f100e011e,    /* p q r s */
    0x08081c08080906, 0x0000111111130d, 0x00001111110a04, 0x0000111115150a,    /* t u v w */
    0x0000110a040a11, 0x001111110f010e, 0x00001f0204081f, 0x06040408040406,    /* x y z { */
    0x04040404040404, 0x0c04040204040c, 0x00000815020000,    /* | } ~ */
};

word_t font_row(char c, word_t row)
{
    const word_t i = (word_t)(uint8_t)c - FIRST_LETTER;
    const word_t y = row - TOP;
    if (i >= N_LETTERS || y >= LETTER_ROWS)
        return 0;
    return letter[i] >> (8 * (LETTER_ROWS - 1 - y)) & mask(5);
}
