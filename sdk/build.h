/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* What the parts of tables_build share. */

#include "sdk/spec_tables.h"

/* An object called <prefix>_<name><suffix>. */
uint32_t add_named(struct tables *t, enum spec_type type, uint32_t size_bits, const char *prefix,
                   const char *name, const char *suffix);
void add_cap(struct tables *t, uint32_t cnode, uint32_t slot, uint32_t object, uint32_t rights,
             uint64_t data);
uint32_t region_index(const struct system *system, const struct region *region);

/* build_devices.c: interrupts and I/O ports of a domain, with their capabilities; address spaces of
 * devices, in which the frames of region i begin with object region_frames[i]. */
void add_irqs(struct tables *t, const struct pd *pd, const struct spec_pd *out);
void add_ioports(struct tables *t, const struct pd *pd, const struct spec_pd *out);
void add_io_space(struct tables *t, const struct system *system, const struct io_space *space,
                  const uint32_t *region_frames);
