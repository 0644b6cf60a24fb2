/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the firmware's ACPI tables say about interrupt controllers and cores: see acpi.c. Used at
 * boot only.
 */

#include <arch/bytes.h>

#define ACPI_MAX_IO_APICS   8
#define ACPI_RSDP_BYTES     36

/* Input i of this controller is global system interrupt first + i. Physical address. */
struct acpi_io_apic { word_t address, first; };
_Static_assert(sizeof(struct acpi_io_apic) == 2 * sizeof(word_t), "acpi_io_apic size");

struct acpi {
    word_t local_apic;                  /* physical address of its registers */
    word_t n_cores;                     /* that can be used */
    word_t n_io_apics;                  /* as many as fit below */
    struct acpi_io_apic io_apic[ACPI_MAX_IO_APICS];
    struct range dmar;                  /* table of remapping units, physical; empty: none */
    word_t power_port, power_value;     /* written to this port, it switches off; port 0: unknown */
};
_Static_assert(sizeof(struct acpi) == (7 + 2 * ACPI_MAX_IO_APICS) * sizeof(word_t), "acpi size");

/* Find the root pointer in the firmware's memory (ACPI 6.5, 5.2.5.1) and copy it to the
 * ACPI_RSDP_BYTES octets at `to`. False: there is none. */
bool acpi_find_root(const struct physical_memory *m, word_t to);
/* Follow it. Null, or why the tables cannot be used. a is zero before. */
const char *acpi_read(const struct physical_memory *m, struct bytes root, struct acpi *a);
