/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The trap layer of lib/sel4 for a host process: found before the architecture's own, it hands each
 * system call to fake.c, which records it.
 */
#pragma once

#include <sel4/simple_types.h>

#define KEEL_WORD_STORED

struct keel_registers {
    seL4_Word cap;
    seL4_Word info;
    seL4_Word mr[4];
};

seL4_Word keel_trap_short(seL4_Int64 number, seL4_Word cap, seL4_Word info);
void keel_trap_send(seL4_Int64 number, const struct keel_registers *r);
void keel_trap_call(seL4_Int64 number, struct keel_registers *r);
void keel_trap_wait(seL4_Int64 number, struct keel_registers *r);
void keel_trap_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply);
void keel_trap_send_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply);
void keel_trap_send_to_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply,
                            seL4_Word dest);
