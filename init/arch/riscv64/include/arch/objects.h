/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What init needs of an architecture: its object types, its mapping operations, its registers.
 * Every architecture offers these names.
 */
#include "init/explain.h"
#include "sdk/spec.h"
#include <sel4/sel4.h>

/* Type numbers for Untyped_Retype. */
static inline seL4_Word arch_frame_type(unsigned size_bits)
{
    return size_bits == seL4_PageBits ? seL4_RISCV_4K_Page : seL4_RISCV_Mega_Page;
}

static inline seL4_Word arch_table_type(uint32_t level)
{
    (void)level;
    return seL4_RISCV_PageTableObject;
}

static inline seL4_Word arch_vspace_type(void)
{
    return seL4_RISCV_PageTableObject;
}

/* As what DebugCapIdentify reports an address space: here the root is a page table. There is no
 * secure monitor, and there are no I/O ports. */
#define ARCH_TAG_VSPACE TAG_page_table
#define ARCH_TAG_SMC    TAG_null
#define ARCH_TAG_PORTS  TAG_null

static inline seL4_Error arch_make_asid_pool(seL4_CPtr untyped, seL4_CPtr root, seL4_Word slot,
                                             seL4_Uint8 depth)
{
    return seL4_RISCV_ASIDControl_MakePool(seL4_CapASIDControl, untyped, root, slot, depth);
}

static inline seL4_Error arch_assign_asid(seL4_CPtr pool, seL4_CPtr vspace)
{
    return seL4_RISCV_ASIDPool_Assign(pool, vspace);
}

/* The kernel picks the level: the tables above are there. */
static inline seL4_Error arch_map_table(seL4_CPtr table, seL4_CPtr vspace, seL4_Word vaddr,
                                        uint32_t level)
{
    (void)level;
    return seL4_RISCV_PageTable_Map(table, vspace, vaddr, seL4_RISCV_Default_VMAttributes);
}

/* attributes: SPEC_EXECUTE_NEVER is honoured, SPEC_UNCACHED is the platform's business here. */
static inline seL4_Error arch_map_frame(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word vaddr,
                                        seL4_CapRights_t rights, uint32_t attributes)
{
    return seL4_RISCV_Page_Map(frame, vspace, vaddr, rights,
                               (seL4_RISCV_VMAttributes)(attributes & SPEC_EXECUTE_NEVER));
}

static inline seL4_Error arch_get_irq(const struct spec_irq *irq, seL4_CPtr root, seL4_Word slot,
                                      seL4_Uint8 depth)
{
    return seL4_IRQControl_GetTrigger(seL4_CapIRQControl, irq->number, irq->trigger, root, slot,
                                      depth);
}

/* There are no I/O ports. */
static inline seL4_Error arch_issue_ports(seL4_Word first, seL4_Word last, seL4_CPtr root,
                                          seL4_Word slot, seL4_Uint8 depth)
{
    (void)first, (void)last, (void)root, (void)slot, (void)depth;
    return seL4_IllegalOperation;
}

/* Devices have no address spaces here. */
static inline seL4_Word arch_io_table_type(void)
{
    return seL4_UntypedObject;
}

static inline seL4_Error arch_map_io_table(seL4_CPtr table, seL4_CPtr space, seL4_Word address)
{
    (void)table, (void)space, (void)address;
    return seL4_IllegalOperation;
}

static inline seL4_Error arch_map_io_frame(seL4_CPtr frame, seL4_CPtr space, seL4_Word address,
                                           seL4_CapRights_t rights)
{
    (void)frame, (void)space, (void)address, (void)rights;
    return seL4_IllegalOperation;
}

/* --- threads (threads.c of the architecture) -------------------------------------------------- */

/* Where a stopped thread starts. All other registers keep their values, 0 in a new thread. */
seL4_Error arch_set_start(seL4_CPtr tcb, seL4_Word pc, seL4_Word sp);

/* A word in a stopped thread that nothing depends on: to recognise the thread by. */
seL4_Error arch_set_mark(seL4_CPtr tcb, seL4_Word mark);
seL4_Error arch_get_mark(seL4_CPtr tcb, seL4_Word *mark);

/* Start `tcb` in init's own address space, to wait once on the endpoint `source`. */
seL4_Error arch_witness_start(seL4_CPtr tcb, seL4_CPtr source);

/* Stop it and tell what it received: badge and message info, or unchanged values if nothing. */
seL4_Error arch_witness_stop(seL4_CPtr tcb, seL4_Word *badge, seL4_MessageInfo_t *info);

/* Decode the fault message in the message registers. Fills all but `pd`. */
void arch_read_fault(seL4_MessageInfo_t info, struct fault *fault);

/* Append "  registers ..." lines of a stopped thread, and complete pc, sp and caller from them. */
void arch_read_registers(seL4_CPtr tcb, struct fault *fault, struct text *lines);
