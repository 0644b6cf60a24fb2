/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The root task as an ELF file: see root_image.c. Used at boot only.
 */

#include <arch/bytes.h>

struct root_image {
    struct range pages;         /* virtual: from the first page of the program to the last */
    word_t entry;               /* virtual, inside */
};
_Static_assert(sizeof(struct root_image) == 3 * sizeof(word_t), "root_image size");

/* What the file describes. Null, or why it cannot be the root task. */
const char *root_image_read(struct bytes file, struct root_image *image);
/* Put the program's pages to kernel address `to`, zero where the file has nothing. The file has
 * been read without refusal, and none of its bytes is where the pages go. */
void root_image_load(struct bytes file, const struct root_image *image, word_t to);
