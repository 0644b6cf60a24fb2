/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* System calls whose prototype depends on the architecture, or that only Arm has. */
#pragma once

#include <sel4/arch/trap.h>
#include <sel4/message_registers.h>
#include <sel4/syscall.h>
#include <sel4/sel4_arch/syscalls.h>

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                        seL4_CPtr reply, seL4_Word *mr0,
                                                        seL4_Word *mr1, seL4_Word *mr2,
                                                        seL4_Word *mr3)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_recv(seL4_SysRecv, &r, reply);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}

#if defined CONFIG_DEBUG_BUILD && defined CONFIG_ENABLE_SMP_SUPPORT
/* Raises software-generated interrupt `irq` at core `target`. */
LIBSEL4_INLINE_FUNC void seL4_DebugSendIPI(seL4_Uint8 target, unsigned irq)
{
    keel_trap_short(seL4_SysDebugSendIPI, target, irq);
}
#endif

#ifdef CONFIG_ENABLE_BENCHMARKS
/* Instruction cache (1), data cache (2), or both (3), of this core alone. */
LIBSEL4_INLINE_FUNC void seL4_BenchmarkFlushL1Caches(seL4_Word cache_type)
{
    keel_trap_short(seL4_SysBenchmarkFlushCaches, 1, cache_type);
}
#endif
