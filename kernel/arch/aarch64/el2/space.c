/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the machine holds of address spaces, kernel at EL2: VTTBR_EL2 with root and VMID, and the
 * TLB, whose entries for user code and guests carry the VMID.
 *
 *  1. There are 256 VMIDs and 65536 ASIDs. An ASID has a VMID from its first use on, until another
 *     one takes it: vmid_asid[v] == a exactly if asid_hardware(a) == v, for v != 0. VMID 0 is
 *     no_root's.
 *  2. The TLB holds nothing of an ASID without VMID, and nothing under a VMID without ASID.
 *  3. Maintenance is of the VMID in VTTBR_EL2 (DDI 0487, D5.10.2), so another one's is loaded
 *     meanwhile. What the TLB combines of both stages is forgotten as a whole.
 */

#include "asid.h"
#include "debug.h"
#include "hostile.h"
#include <arch/kernel_tables.h>
#include <arch/vspace.h>

#define VTTBR_VMID_SHIFT 48
#define TLBI_IPA_SHIFT   12

#define TEXT_(number)      #number
#define TEXT(number)       TEXT_(number)
#define PHYSICAL_BITS_TEXT TEXT(PHYSICAL_BITS)

static word_t no_space(void)
{
    return image_physical(root_table_addr(&no_root)).raw;
}

/* With an address size that the processor does not have, stage 2 would translate nothing. */
void space_init(void)
{
    if (machine_parange() < PARANGE_NEEDED)
        kernel_fatal("the processor's physical addresses have fewer than " PHYSICAL_BITS_TEXT
                     " bits: take another one (QEMU: -cpu cortex-a72), or a kernel for fewer");
    node.arch.el.next_vmid = 1;
    space_use_none();
    machine_tlbi_all();
    machine_dsb();
    machine_isb();
}

/* Everything under the VMID in force: both stages. */
static void forget_current(void)
{
    machine_dsb();
    machine_tlbi_vmid();
    machine_dsb();
    machine_isb();
}

/* Leaves the VMID in force with an empty root, so that nothing is walked under it until the caller
 * loads another space. */
static void forget_vmid(word_t vmid)
{
    space_load(no_space() | vmid << VTTBR_VMID_SHIFT);
    forget_current();
}

/* Take the VMID whose turn it is away from whoever has it. The caller loads a space. */
static word_t take_vmid(void)
{
    const word_t next = node.arch.el.next_vmid;
    const word_t vmid = hostile_turns(ORDER_ASID) ? N_VMIDS - next : next;
    node.arch.el.next_vmid = next + 1 == N_VMIDS ? 1 : next + 1;
    const word_t owner = node.arch.el.vmid_asid[vmid];
    if (owner != 0) {
        asid_set_hardware(owner, 0);
        forget_vmid(vmid);
    }
    return vmid;
}

/* The TLB holds nothing of the ASID any more. */
static void give_back(word_t asid, word_t vmid)
{
    node.arch.el.vmid_asid[vmid] = 0;
    asid_set_hardware(asid, 0);
}

void space_use(word_t asid, word_t root)
{
    word_t vmid = asid_hardware(asid);
    if (KEEL_HOSTILE_SLOW && vmid != 0) {
        forget_vmid(vmid);
        give_back(asid, vmid);
        vmid = 0;
    }
    if (vmid == 0) {
        vmid = take_vmid();
        node.arch.el.vmid_asid[vmid] = asid;
        asid_set_hardware(asid, vmid);
    }
    space_load(window_physical(root).raw | vmid << VTTBR_VMID_SHIFT);
}

void space_use_none(void)
{
    space_load(no_space());
}

void space_forget_page(word_t asid, word_t vaddr)
{
    const word_t vmid = asid_hardware(asid);
    const word_t before = machine_read_user_table();
    machine_dsb();
    if (vmid == 0)
        return;
    space_load(no_space() | vmid << VTTBR_VMID_SHIFT);
    machine_tlbi_ipa(vaddr >> TLBI_IPA_SHIFT);
    machine_dsb();
    machine_tlbi_stage1();
    machine_dsb();
    machine_isb();
    space_load(before);
}

void space_forget(word_t asid)
{
    const word_t vmid = asid_hardware(asid);
    const word_t before = machine_read_user_table();
    if (vmid == 0)
        return;
    forget_vmid(vmid);
    space_load(before);
    if (asid_root(asid) != 0)
        return;                         /* it lives on under this VMID, and may be in force */
    give_back(asid, vmid);
}

/* Those of 512 ASIDs that have a VMID. The pool is not there any more. */
void space_forget_pool(word_t base)
{
    const word_t before = machine_read_user_table();
    for (word_t vmid = 1; vmid < N_VMIDS; vmid++) {
        LOOP(N_VMIDS, vmid);
        const word_t asid = node.arch.el.vmid_asid[vmid];
        if (asid != 0 && asid >> ASID_POOL_INDEX_BITS == base >> ASID_POOL_INDEX_BITS) {
            forget_vmid(vmid);
            node.arch.el.vmid_asid[vmid] = 0;
        }
    }
    space_load(before);
}
