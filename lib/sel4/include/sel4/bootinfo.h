/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* A place to keep the boot information pointer. Deprecated: pass it on from where main gets it. */
#pragma once

#include <sel4/bootinfo_types.h>
#include <sel4/arch/bootinfo_types.h>

#ifdef __cplusplus
extern "C" {
#endif

void seL4_InitBootInfo(seL4_BootInfo *bi);
seL4_BootInfo *seL4_GetBootInfo(void);

#ifdef __cplusplus
}
#endif
