/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Capabilities that only a kernel at this exception level has: virtual CPUs, see vcpu.c.
 */

#include "error.h"
#include "node.h"

word_t el_cap_size_bits(struct cap c);
/* It was the last capability to its object. */
void el_cap_delete(struct cap c);
struct cap el_object_cap(word_t address);
void el_object_init(word_t type, word_t address);
enum err el_invoke(struct slot *self, const struct message *m);
