/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What differs when the kernel runs at EL1: names of its system registers, the shape of user
 * mappings (stage 1), the timer, the way to the firmware. ../el2 has the same names.
 */

#define EL          "el1"
#define EL_NUMBER   1

/* The table register of the kernel's own half, and where that half is: see mmu.h. */
#define EL_KERNEL_TTBR      "ttbr1_el1"
#define EL_USER_TABLE       "ttbr0_el1"
#define WINDOW_BASE         0xffffff8000000000UL
#define KERNEL_IMAGE_BASE   0xffffffffc0000000UL
#define KERNEL_IMAGE_BASE_NUMBER 0xffffffffc0000000
/* TCR_EL1 (D13.2.131): 48 bits for both halves, write-back, inner shareable, 4 KiB, long ASIDs. */
#define TCR_HALF        (16UL | 1UL << 8 | 1UL << 10 | 3UL << 12)   /* T0SZ IRGN0 ORGN0 SH0 */
#define TCR_VALUE(parange) (TCR_HALF | TCR_HALF << 16 | 2UL << 30 | 1UL << 36 |             \
                            word_min(parange, PARANGE_48) << 32)
#define PARANGE_48      5UL

#define ACCESS_KERNEL_WRITE 0UL     /* AP[2:1] of the kernel's own leaves */
#define ACCESS_KERNEL_READ  2UL

/* Of a leaf for user code: Arm ARM DDI 0487, D5.3.3 and D5.4, stage 1. */
#define LEAF_NORMAL         4UL     /* attribute index: MAIR */
#define LEAF_DEVICE         0UL
#define LEAF_READ_WRITE     1UL     /* AP[2:1] */
#define LEAF_READ           3UL
#define LEAF_NO_ACCESS      0UL
#define LEAF_NOT_GLOBAL     1UL
#define LEAF_PXN            1UL     /* the kernel never executes it */

/* Virtual timer, compared with the virtual count. */
#define EL_TIMER_COUNT      "cntvct_el0"
#define EL_TIMER_VALUE      "cntv_cval_el0"
#define EL_TIMER_CONTROL    "cntv_ctl_el0"

#define EL_CONDUIT          "hvc #0"    /* PSCI */
