/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of numbers.c that is RISC-V 64's. */
#pragma once

PIN(nInvocationLabels, 39);
PIN(RISCVPageTableMap, 39);
PIN(RISCVPageTableUnmap, 40);
PIN(RISCVPageMap, 41);
PIN(RISCVPageUnmap, 42);
PIN(RISCVPageGetAddress, 43);
PIN(RISCVASIDControlMakePool, 44);
PIN(RISCVASIDPoolAssign, 45);
PIN(RISCVIRQIssueIRQHandlerTrigger, 46);
PIN(nArchInvocationLabels, 47);
PIN(seL4_RISCV_Giga_Page, 7);
PIN(seL4_RISCV_4K_Page, 8);
PIN(seL4_RISCV_Mega_Page, 9);
PIN(seL4_RISCV_PageTableObject, 10);
PIN(seL4_ObjectTypeCount, 11);
PIN(seL4_RISCV_Tera_Page, 0xffffffff);
PIN(seL4_TCBBits, 11);
PIN(seL4_VSpaceBits, 12);
PIN(seL4_NumASIDPoolsBits, 7);
PIN(seL4_MaxUntypedBits, 38);
PIN(seL4_UserTop, 0x3ffffff000);
PIN(seL4_UserVSpaceTop, 0x3fffffefff);
PIN(seL4_RISCV_Default_VMAttributes, 0);
PIN(seL4_RISCV_ExecuteNever, 1);
PIN(IRQ_MIN, 1);
PIN(IRQ_LAST_DEVICE, 95);
PIN(IRQ_KERNEL_TIMER, 96);
PIN(IRQ_MAX, 96);
PIN(PADDR_USER_DEVICE_TOP, 0x8000000000);
PIN(CONFIG_PADDR_USER_DEVICE_TOP, 549755813888);
PIN(CONFIG_TIMER_FREQUENCY, 10000000);
PIN(CONFIG_PT_LEVELS, 3);
PIN(CONFIG_RISCV_EXT_F, 1);
PIN(CONFIG_RISCV_EXT_D, 1);
PIN(CONFIG_FIRST_HART_ID, 0);

#if defined CONFIG_HARDWARE_DEBUG_API || defined CONFIG_SIGNAL_FASTPATH                     \
    || defined CONFIG_RISCV_USE_CLINT_MTIME
#error "an option that no reference configuration has"
#endif
