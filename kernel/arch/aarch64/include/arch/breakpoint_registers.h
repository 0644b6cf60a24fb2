/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The machine's breakpoint and watchpoint registers: six and four, as every core that we know has.
 */

#include <arch/context.h>
#include <arch/machine.h>

#define EACH_BREAKPOINT(X) X(0) X(1) X(2) X(3) X(4) X(5)
#define EACH_WATCHPOINT(X) X(0) X(1) X(2) X(3)

SYSREG_WRITE_(oslar, "oslar_el1")
#define BREAKPOINT_REGISTERS_(n)                    \
    SYSREG_WRITE_(dbgbvr##n, "dbgbvr" #n "_el1")    \
    SYSREG_WRITE_(dbgbcr##n, "dbgbcr" #n "_el1")
#define WATCHPOINT_REGISTERS_(n)                    \
    SYSREG_WRITE_(dbgwvr##n, "dbgwvr" #n "_el1")    \
    SYSREG_WRITE_(dbgwcr##n, "dbgwcr" #n "_el1")
EACH_BREAKPOINT(BREAKPOINT_REGISTERS_)
EACH_WATCHPOINT(WATCHPOINT_REGISTERS_)

#define BREAKPOINT_LOAD_(n)                         \
    machine_write_dbgbvr##n(d->value[n]);           \
    machine_write_dbgbcr##n(d->control[n]);
#define WATCHPOINT_LOAD_(n)                         \
    machine_write_dbgwvr##n(d->value[N_BREAKPOINTS + n]); \
    machine_write_dbgwcr##n(d->control[N_BREAKPOINTS + n]);
static inline void breakpoints_load(const struct debug_registers *d)
{
    EACH_BREAKPOINT(BREAKPOINT_LOAD_)
    EACH_WATCHPOINT(WATCHPOINT_LOAD_)
}

#define BREAKPOINT_OFF_(n) machine_write_dbgbcr##n(0);
#define WATCHPOINT_OFF_(n) machine_write_dbgwcr##n(0);
static inline void breakpoints_off(void)
{
    EACH_BREAKPOINT(BREAKPOINT_OFF_)
    EACH_WATCHPOINT(WATCHPOINT_OFF_)
}
