/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What differs when the kernel runs at EL2: names of its system registers, the shape of user
 * mappings (stage 2), the timer, the way to the firmware. ../el1 has the same names.
 */

#define EL          "el2"
#define EL_NUMBER   2

/* The table register of the kernel's own half, and where that half is: see mmu.h. */
#define EL_KERNEL_TTBR      "ttbr0_el2"
#define EL_USER_TABLE       "vttbr_el2"
#define WINDOW_BASE         0x0000008000000000UL
#define KERNEL_IMAGE_BASE   0x000000ffc0000000UL
#define KERNEL_IMAGE_BASE_NUMBER 0xffc0000000
/* TCR_EL2 (D13.2.132): 48 bits, write-back, inner shareable, 4 KiB, 40-bit physical addresses: the
 * window has no larger ones. */
#define TCR_VALUE(parange) ((void)(parange), 0x80823510UL)
/* PHYSICAL_BITS as coded in PARange and VTCR_EL2.PS: 0 to 5 are 32, 36, 40, 42, 44, 48. */
#define PARANGE_NEEDED  ((PHYSICAL_BITS - 32UL) / 4 + (PHYSICAL_BITS > 40 ? 1 : 0))

#define ACCESS_KERNEL_WRITE 1UL     /* AP[2:1] of the kernel's own leaves; bit 1 is RES1 */
#define ACCESS_KERNEL_READ  3UL

/* Of a leaf for user code: Arm ARM DDI 0487, D5.3.3 and D5.4, stage 2. */
#define LEAF_NORMAL         15UL    /* MemAttr: write-back, inner and outer */
#define LEAF_DEVICE         0UL
#define LEAF_READ_WRITE     3UL     /* S2AP */
#define LEAF_READ           1UL
#define LEAF_NO_ACCESS      0UL
#define LEAF_NOT_GLOBAL     0UL
#define LEAF_PXN            0UL     /* with XN, says where code may be executed: everywhere */

/* Hypervisor timer, compared with the physical count. */
#define EL_TIMER_COUNT      "cntpct_el0"
#define EL_TIMER_VALUE      "cnthp_cval_el2"
#define EL_TIMER_CONTROL    "cnthp_ctl_el2"

#define EL_CONDUIT          "smc #0"    /* PSCI */
