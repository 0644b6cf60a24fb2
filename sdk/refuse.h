/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * Elements and attributes that are known but refused, and those that are not known at all.
 * Everything that is in the schema and not implemented is named here and nowhere else.
 */

#include "sdk/attr.h"
#include "sdk/model.h"

/* Reports why `element` cannot stand where it stands; `allowed` (null-terminated) is what can. */
void refuse_element(struct arena *arena, struct diags *diags, const struct xml_element *element,
                    const char *const *allowed);

/* Reports every child of an element that has none. */
void refuse_children(const struct reader *reader);

/* Attributes of memory_region, protection_domain and irq. */
void refuse_prefill(const struct reader *reader);
void refuse_pd_attributes(const struct reader *reader, const struct board *board,
                          const struct pd *pd);
void refuse_irq_attributes(const struct reader *reader, const struct board *board);
