/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The derivation order: one list of all capabilities, see derive.c for the model and invariants.
 */

#include "node.h"

#define SLOT_MAY_BE_PARENT 2UL      /* mark R */
#define SLOT_FIRST_BADGED  1UL      /* mark B: starts a badge family */
#define SLOT_OF_THREAD     4UL      /* mark T: a thread remembers what is here (fastpath.h) */
#define SLOT_MARKS         (SLOT_MAY_BE_PARENT | SLOT_FIRST_BADGED | SLOT_OF_THREAD)

static inline word_t slot_next(const struct slot *s) { return s->next & ~SLOT_MARKS; }

/* c, which stands behind this untyped in the derivation order, names something in its memory. What
 * contains the untyped stands before it, and all else that lives is disjoint from it or in it; so
 * the address tells. Capabilities without memory have address 0. */
static inline bool untyped_covers(struct cap untyped, struct cap c)
{
    return cap_object(c) - cap_object(untyped) < bit(untyped_cap_size_bits(untyped));
}

/* --- cap.c: what the types say about themselves. */

/* log2 of the bytes of memory the capability's object occupies; 0 when it occupies none. */
word_t cap_size_bits(struct cap c);
/* b names something that a, which is no untyped, covers (table "same region" of
 * docs/reference/capabilities). */
bool cap_same_region(struct cap a, struct cap b);
bool cap_same_object(struct cap a, struct cap b);
struct cap cap_mask_rights(struct cap c, word_t rights);
/* Apply a capability data word. `preserve`: Mutate and Rotate. May give null. */
struct cap cap_update_data(struct cap c, word_t data, bool preserve);
/* The copy that can be made of c, which stands (perhaps altered) in `source`. Null if there is
 * none: return last_refusal(). */
struct cap cap_derive(const struct slot *source, struct cap c);

/* --- derive.c: the list. */

/* Put `c`, derived from the capability in `source`, into the empty `dest`. */
void slot_insert(struct slot *dest, struct cap c, struct slot *source);
/* Put a new object's capability, child of the untyped in `untyped`, into the empty `dest`. */
void slot_insert_object(struct slot *dest, struct cap c, struct slot *untyped);
/* Put an original capability, connected to nothing (boot). */
void slot_insert_original(struct slot *dest, struct cap c);
/* Move the capability of `source`, replaced by `c`, to the empty `dest`, keeping its position. */
void slot_move(struct slot *dest, struct cap c, struct slot *source);
/* Exchange two slots' positions; a's capability becomes ca in b, b's becomes cb in a. */
void slot_swap(struct slot *a, struct cap ca, struct slot *b, struct cap cb);
/* Take the capability out of the list and empty the slot. Nothing else happens to the object. */
void slot_clear(struct slot *s);
bool slot_has_children(const struct slot *s);
/* The next descendant of s, or 0. */
word_t slot_first_child(const struct slot *s);
/* The one behind `before`, which is s or a descendant of s, or 0. */
word_t slot_child_behind(const struct slot *s, const struct slot *before);
/* No other capability names the same object. */
bool slot_is_final(const struct slot *s);
