/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The firmware's services (RISC-V SBI specification 1.0; the debug console is from 2.0).
 * An extension is used only after the base extension said that it is there; the console falls
 * back to the legacy call, which every firmware in use still has.
 */
#include "arch/machine.h"
#include "loader/console.h"

#define SBI_LEGACY_PUTCHAR  0x01ul
#define SBI_LEGACY_SHUTDOWN 0x08ul
#define SBI_BASE            0x10ul
#define SBI_BASE_PROBE      3ul
#define SBI_DBCN            0x4442434eul    /* debug console */
#define SBI_DBCN_WRITE_BYTE 2ul
#define SBI_SRST            0x53525354ul    /* system reset */
#define SBI_SRST_RESET      0ul
#define SBI_HSM             0x48534dul      /* hart state management */
#define SBI_HSM_START       0ul
#define SBI_HSM_STOP        1ul

#define RESET_SHUTDOWN       0ul
#define RESET_SYSTEM_FAILURE 1ul

#define FIRST_HART 0ul      /* the hart whose interrupt contexts the kernel programs */

struct sbi_result {
    long error;
    unsigned long value;
};

static struct sbi_result sbi_call(unsigned long extension, unsigned long function,
                                  unsigned long arg0, unsigned long arg1, unsigned long arg2)
{
    register unsigned long a0 __asm__("a0") = arg0;
    register unsigned long a1 __asm__("a1") = arg1;
    register unsigned long a2 __asm__("a2") = arg2;
    register unsigned long a6 __asm__("a6") = function;
    register unsigned long a7 __asm__("a7") = extension;
    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a6), "r"(a7) : "memory");
    return (struct sbi_result){ (long)a0, a1 };
}

static int sbi_offers(unsigned long extension)
{
    const struct sbi_result r = sbi_call(SBI_BASE, SBI_BASE_PROBE, extension, 0, 0);
    return r.error == 0 && r.value != 0;
}

void arch_putchar(char c)
{
    const unsigned long byte = (unsigned char)c;
    if (sbi_offers(SBI_DBCN))
        sbi_call(SBI_DBCN, SBI_DBCN_WRITE_BYTE, byte, 0, 0);
    else
        sbi_call(SBI_LEGACY_PUTCHAR, 0, byte, 0, 0);
}

noreturn void arch_power_off(void)
{
    if (sbi_offers(SBI_SRST))
        sbi_call(SBI_SRST, SBI_SRST_RESET, RESET_SHUTDOWN, RESET_SYSTEM_FAILURE, 0);
    sbi_call(SBI_LEGACY_SHUTDOWN, 0, 0, 0, 0);
    for (;;)
        __asm__ volatile("wfi");
}

/*
 * The firmware may boot any hart of several. The kernel wants the first: start it and stop this
 * one. Without the extension, or when the start is refused, there is no way to get there.
 */
void arch_choose_core(uint64_t hart, uint64_t devicetree)
{
    if (hart == FIRST_HART)
        return;

    if (!sbi_offers(SBI_HSM)
        || sbi_call(SBI_HSM, SBI_HSM_START, FIRST_HART, (unsigned long)(uintptr_t)_loader_start,
                    devicetree).error != 0) {
        complain("the firmware started hart ");
        say_decimal(hart);
        say_text(" and cannot start hart ");
        say_decimal(FIRST_HART);
        say_text(", which the kernel needs. Give the machine one hart, or newer firmware.");
        stop();
    }
    sbi_call(SBI_HSM, SBI_HSM_STOP, 0, 0, 0);
    for (;;)
        __asm__ volatile("wfi");
}

noreturn void arch_start_at(uint64_t address, uint64_t hart, uint64_t devicetree)
{
    register unsigned long a0 __asm__("a0") = hart;
    register unsigned long a1 __asm__("a1") = devicetree;
    __asm__ volatile("fence.i\n\tjr %0" : : "r"(address), "r"(a0), "r"(a1) : "memory");
    __builtin_unreachable();
}

/* From the trap vector in start.S. */
noreturn void loader_trap(unsigned long cause, unsigned long pc, unsigned long address);

noreturn void loader_trap(unsigned long cause, unsigned long pc, unsigned long address)
{
    complain("the loader itself took exception ");
    say_decimal(cause);
    say_text(" at ");
    say_hex(pc);
    say_text(", address ");
    say_hex(address);
    say_text(". Is this the board, and does it have the memory, that the image was made for?");
    stop();
}
