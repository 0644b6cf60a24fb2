/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The exception level. start.S left EL2 if the kernel is for EL1; a kernel for EL2 cannot be
 * started from below.
 */
#include "arch/machine.h"
#include "loader/console.h"

extern uint64_t entered_at;         /* exception level, from start.S */

void prepare_level(void)
{
    if (entered_at != 1 && entered_at != 2) {
        complain("the image was entered at exception level ");
        say_decimal(entered_at);
        say_text("; firmware must enter it at EL2 or EL1.");
        stop();
    }
    if (KERNEL_EL == 2 && entered_at != 2) {
        complain("the kernel runs at EL2, and the image was entered at EL1. Give the machine "
                 "virtualisation (QEMU: -machine virt,virtualization=on), or use a kernel for "
                 "EL1.");
        stop();
    }
    WRITE_REGISTER(tpidr_el1, 0);   /* logical number of the core */
    if (KERNEL_EL == 2)
        WRITE_REGISTER(cntvoff_el2, 0);
}
