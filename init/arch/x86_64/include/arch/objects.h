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
    return size_bits == seL4_PageBits ? seL4_X86_4K : seL4_X86_LargePageObject;
}

/* Each level of tables is a kind of its own: entries of 4 KiB, of 2 MiB, of 1 GiB. */
static inline seL4_Word arch_table_type(uint32_t level)
{
    return level == 0   ? seL4_X86_PageTableObject
           : level == 1 ? seL4_X86_PageDirectoryObject
                        : seL4_X86_PDPTObject;
}

static inline seL4_Word arch_vspace_type(void)
{
    return seL4_X64_PML4Object;
}

/* As what DebugCapIdentify reports an address space and I/O ports. There is no secure monitor. */
#define ARCH_TAG_VSPACE TAG_vspace
#define ARCH_TAG_SMC    TAG_null
#define ARCH_TAG_PORTS  TAG_io_port

static inline seL4_Error arch_make_asid_pool(seL4_CPtr untyped, seL4_CPtr root, seL4_Word slot,
                                             seL4_Uint8 depth)
{
    return seL4_X86_ASIDControl_MakePool(seL4_CapASIDControl, untyped, root, slot, depth);
}

static inline seL4_Error arch_assign_asid(seL4_CPtr pool, seL4_CPtr vspace)
{
    return seL4_X86_ASIDPool_Assign(pool, vspace);
}

static inline seL4_Error arch_map_table(seL4_CPtr table, seL4_CPtr vspace, seL4_Word vaddr,
                                        uint32_t level)
{
    switch (level) {
    case 0:  return seL4_X86_PageTable_Map(table, vspace, vaddr, seL4_X86_Default_VMAttributes);
    case 1:  return seL4_X86_PageDirectory_Map(table, vspace, vaddr, seL4_X86_Default_VMAttributes);
    default: return seL4_X86_PDPT_Map(table, vspace, vaddr, seL4_X86_Default_VMAttributes);
    }
}

/* attributes: SPEC_UNCACHED is honoured; every page can be executed, the kernel has no others. */
static inline seL4_Error arch_map_frame(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word vaddr,
                                        seL4_CapRights_t rights, uint32_t attributes)
{
    return seL4_X86_Page_Map(frame, vspace, vaddr, rights,
                             attributes & SPEC_UNCACHED ? seL4_X86_CacheDisabled
                                                        : seL4_X86_Default_VMAttributes);
}

/* The kernel's word for level-triggered is 1, the description's 0. */
static inline seL4_Error arch_get_irq(const struct spec_irq *irq, seL4_CPtr root, seL4_Word slot,
                                      seL4_Uint8 depth)
{
    if (irq->kind == SPEC_IRQ_MESSAGE)
        return seL4_IRQControl_GetMSI(seL4_CapIRQControl, root, slot, depth, irq->source >> 8,
                                      irq->source >> 3 & 31, irq->source & 7, irq->input,
                                      irq->number);
    return seL4_IRQControl_GetIOAPIC(seL4_CapIRQControl, root, slot, depth, irq->source,
                                     irq->input, !irq->trigger, irq->polarity, irq->number);
}

static inline seL4_Error arch_issue_ports(seL4_Word first, seL4_Word last, seL4_CPtr root,
                                          seL4_Word slot, seL4_Uint8 depth)
{
    return seL4_X86_IOPortControl_Issue(seL4_CapIOPortControl, first, last, root, slot, depth);
}

/* Address spaces of devices: not with a release kernel. */
static inline seL4_Word arch_io_table_type(void)
{
    return seL4_X86_IOPageTableObject;
}

static inline seL4_Error arch_map_io_table(seL4_CPtr table, seL4_CPtr space, seL4_Word address)
{
#ifdef CONFIG_IOMMU
    return seL4_X86_IOPageTable_Map(table, space, address);
#else
    (void)table, (void)space, (void)address;
    return seL4_IllegalOperation;
#endif
}

static inline seL4_Error arch_map_io_frame(seL4_CPtr frame, seL4_CPtr space, seL4_Word address,
                                           seL4_CapRights_t rights)
{
#ifdef CONFIG_IOMMU
    return seL4_X86_Page_MapIO(frame, space, rights, address);
#else
    (void)frame, (void)space, (void)address, (void)rights;
    return seL4_IllegalOperation;
#endif
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
