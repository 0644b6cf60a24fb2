/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The floating-point registers: x87, SSE and what else the board has room for, by XSAVE (SDM 1,
 * 13.7 and 13.8). kernel/fpu.c says whose they are, cpu_features.c which there are.
 *
 *      0  x87 and SSE; control words first
 *    512  header: which components the area holds (XSTATE_BV), then zeros, which XSAVE leaves alone
 *    576  further components, where the processor says
 *
 * XRSTOR of an area whose header is zero gives all registers their initial values, but for MXCSR,
 * which is always read. So a new thread's area is zero, but for that (fpu_state_init).
 */

#include <arch/fpu.h>
#include <arch/machine.h>

const struct fpu_state fpu_initial = {.area = {[MXCSR_WORD] = MXCSR_INITIAL}};

void arch_fpu_turn(bool on)
{
    machine_clear_ts();
    if (on)
        return;
    if (arch_fpu_leaks() && node.fpu_owner == 0)
        machine_fpu_restore(fpu_state_addr(&fpu_initial));
    machine_write_cr0(machine_read_cr0() | CR0_TS);
}

void fpu_registers_store(struct fpu_state *to) { machine_fpu_save(fpu_state_addr(to)); }

/* Where XRSTOR leaves the address of the last x87 instruction as it is (APM 4, XRSTOR), another
 * one takes its place before; so does trap_leave_fast_fpu. */
void fpu_registers_load(const struct fpu_state *from)
{
    if (node.arch.x87_pointers_stay != 0) {
        machine_x87_clear_exceptions();
        machine_x87_empty();
        machine_x87_load(fpu_state_addr(&fpu_initial));
    }
    machine_fpu_restore(fpu_state_addr(from));
}
