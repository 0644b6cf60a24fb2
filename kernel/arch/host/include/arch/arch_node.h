/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The machine that an ordinary process pretends to be. Tests read and write it.
 */

#include "types.h"

struct arch_node {
    ticks_t time;               /* what the clock shows */
    ticks_t deadline;           /* when the timer rings */
    word_t vspace_of;           /* thread whose address space is in use */
    word_t fpu_of;              /* thread that fpu_switch was last told about */
};
