/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The firmware below the kernel: questions that take more than one call.
 *
 * Firmware of SBI 0.1 answers unknown extensions with an error, so asking is always allowed.
 */

#include <arch/machine.h>

bool machine_firmware_has(word_t extension)
{
    struct sbi_result r = machine_sbi(SBI_BASE, SBI_BASE_PROBE, extension, 0);
    return r.error == 0 && r.value != 0;
}

_Noreturn void machine_halt(void)
{
    machine_sbi(SBI_RESET, SBI_RESET_SYSTEM, 0, 0);     /* returns only when refused */
    machine_sbi(SBI_LEGACY_SHUTDOWN, 0, 0, 0);
    machine_write_sie(0);
    for (;;) {                                          /* for ever */
        LOOP(1, 0);
        machine_wait_for_interrupt();
    }
}
