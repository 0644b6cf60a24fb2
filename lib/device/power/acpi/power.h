/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Power: the PM1a control register of ACPI (specification 6.4, 4.8.3.2.1), an I/O port; the domain
 * has it as <ioport id="POWER_IOPORT" ...>, two bytes from `base`. The value is SLP_EN with the
 * sleep type 0, which is `off` on QEMU's machines.
 */

#include <microkit.h>

#define POWER_IOPORT    1
#define POWER_OFF_VALUE 0x2000

static inline void power_off(seL4_Word base)
{
    microkit_x86_ioport_write_16(POWER_IOPORT, base, POWER_OFF_VALUE);
}
