/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* System calls whose prototype depends on the architecture, or that only x86 has. */
#pragma once

#include <sel4/arch/trap.h>
#include <sel4/message_registers.h>
#include <sel4/syscall.h>
#include <sel4/sel4_arch/syscalls.h>

/* Here the reply capability is last. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3,
                                                        seL4_CPtr reply)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_recv(seL4_SysRecv, &r, reply);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}

#ifdef CONFIG_KERNEL_X86_DANGEROUS_MSR
/* Model specific registers, unchecked: one that the processor does not have stops the kernel. */
LIBSEL4_INLINE_FUNC void seL4_X86DangerousWRMSR(seL4_Uint32 msr, seL4_Uint64 value)
{
    struct keel_registers r = keel_empty(msr);
    r.mr[0] = value;
    keel_trap_send(seL4_SysX86DangerousWRMSR, &r);
}

LIBSEL4_INLINE_FUNC seL4_Uint64 seL4_X86DangerousRDMSR(seL4_Uint32 msr)
{
    struct keel_registers r = keel_empty(msr);
    keel_trap_call(seL4_SysX86DangerousRDMSR, &r);
    return r.mr[0];
}
#endif
