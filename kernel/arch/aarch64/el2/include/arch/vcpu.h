/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Virtual CPUs: the part of a guest's state that is not in the TCB of the thread that runs it.
 */

#include "node.h"
#include <abi/arch/vcpu.h>

#define VCPU_REGISTER_ENUM_(n, name) VCPU_##name = n,
enum vcpu_register { VCPU_REGISTERS(VCPU_REGISTER_ENUM_) };

#define MAX_LIST_REGISTERS 16

/* The virtual interface of the GIC, as saved: see vgic.h. */
struct vgic {
    word_t control;             /* HCR: bit 0, enabled */
    word_t interface;           /* VMCR */
    word_t active;              /* APR: priorities in service */
    word_t list[MAX_LIST_REGISTERS];
};
_Static_assert(sizeof(struct vgic) == 8 * (3 + MAX_LIST_REGISTERS), "vgic size");

struct vcpu {
    word_t tcb;                 /* the thread that is this CPU, or 0 */
    word_t timer_masked;        /* 0 or 1: its timer has fired and AckVPPI is due */
    word_t reg[N_VCPU_REGISTERS];
    struct vgic vgic;
};
ADDRESSABLE(vcpu)
_Static_assert(sizeof(struct vcpu) <= 1 << VCPU_BITS, "VCPU size");

/* --- vcpu_switch.c: the machine and the VCPUs. */

/* Boot: the machine is set for native threads. */
void vcpu_init(void);
/* The machine becomes v, or no VCPU (0), for the thread that runs next. */
void vcpu_activate(struct vcpu *v);
/* v's memory says what its registers are, though it is running; write: they have been changed. */
void vcpu_sync(struct vcpu *v);
void vcpu_changed(struct vcpu *v);
/* The machine holds nothing of v any more. */
void vcpu_forget(struct vcpu *v);
/* The VCPU that is running, or null. */
struct vcpu *vcpu_running(void);
/* Its own address for vaddr: as its MMU translates it. */
word_t vcpu_translate(word_t vaddr);
