/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Capabilities that only a kernel at this exception level has: none.
 */

#include "error.h"
#include "node.h"

static inline word_t el_cap_size_bits(struct cap c) { (void)c; return 0; }
static inline void el_cap_delete(struct cap c) { (void)c; }
static inline struct cap el_object_cap(word_t address) { (void)address; return cap_null(); }
static inline void el_object_init(word_t type, word_t address)
{
    (void)type;
    (void)address;
}
static inline enum err el_invoke(struct slot *self, const struct message *m)
{
    (void)self;
    (void)m;
    return fail_illegal("this capability cannot be invoked");
}
