/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What a kernel at EL2 remembers.
 */

#include "types.h"

#define N_VMIDS 256

struct el_node {
    word_t vmid_asid[N_VMIDS];  /* who has the VMID, 0: nobody. VMID 0 is no_root's. */
    word_t next_vmid;           /* to be taken next */
    word_t vcpu;                /* whose registers the machine holds, or 0: see vcpu.c */
    word_t vcpu_active;         /* 0 or 1: it is also running */
    word_t list_registers;      /* of the GIC's virtual interface */
};
_Static_assert(sizeof(struct el_node) == 8 * (N_VMIDS + 4), "el_node size");
#define EL_NODE struct el_node el;
#define EL_NODE_BYTES sizeof(struct el_node)
