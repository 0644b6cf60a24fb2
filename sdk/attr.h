/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * Attribute values. Each reader returns true when it stored a value: the attribute's, or the
 * default of an optional one that is absent. Otherwise it has reported why not and stored the
 * default.
 */

#include "sdk/xml.h"

struct reader {
    struct arena *arena;
    struct diags *diags;
    const struct xml_element *element;
};

#define REQUIRED true
#define OPTIONAL false

/* E-ATTR for each attribute not in the null-terminated list. */
void attr_allow(const struct reader *reader, const char *const *names);

bool attr_present(const struct reader *reader, const char *name);

/* Null when absent (then reported, E-MISSING, if required). */
const char *attr_text(const struct reader *reader, const char *name, bool required);

/* Unsigned 64-bit, decimal or 0x, underscores allowed. E-NUM. */
bool attr_num(const struct reader *reader, const char *name, bool required, uint64_t otherwise,
              uint64_t *out);

/* A number in [low, high]; outside (or negative): the error `id`. */
bool attr_range(const struct reader *reader, const char *name, bool required, uint64_t low,
                uint64_t high, const char *id, uint64_t otherwise, uint64_t *out);

bool attr_bool(const struct reader *reader, const char *name, bool otherwise,
               bool *out); /* E-BOOL */

/* A PCI device, BUS:DEVICE.FUNCTION in hexadecimal, as SPEC_PCI. E-PCI-FORM,
 * E-PCI-BUS, E-PCI-DEV, E-PCI-FUNC. Required. */
bool attr_pci(const struct reader *reader, const char *name, uint32_t *out);

/* The index of the attribute's value among the two; 0, which is the default, when it is neither:
 * the error `id`. */
uint32_t attr_choice(const struct reader *reader, const char *name, const char *first,
                     const char *second, const char *id);

/* Reports about `name`, saying its line when that is not the element's. */
void attr_error(const struct reader *reader, const char *name, const char *id, const char *format,
                ...) __attribute__((format(printf, 4, 5)));
