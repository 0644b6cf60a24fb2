/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * A description as a tree of elements with exact positions.
 *
 * libxml2 decides what is well-formed and what attribute values mean. It does not say where an
 * element starts: its line numbers are those of the tag's end. So a second, very small scanner
 * walks over the same bytes, which by then are known to be well-formed, and notes where each
 * `<name`, each attribute and each stray text begins. Both see elements in document order.
 *
 * The input is UTF-8 without a DTD. Columns count characters, not bytes.
 */

#include "sdk/diag.h"

struct xml_attribute {
    const char *name;
    const char *value;
    uint32_t line; /* where its name stands, which may be lines below the element's `<` */
};

struct xml_element {
    const char *name;
    struct position at;
    struct xml_element *parent;       /* null for the root */
    struct xml_element *first, *next; /* children in document order */
    struct xml_attribute *attributes;
    size_t n_attributes;
};

/* The root element; null after an error was reported. Stray text is reported (E-TEXT) and left out.
 */
struct xml_element *xml_parse(struct arena *arena, struct diags *diags, const struct bytes *input);
