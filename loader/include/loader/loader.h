/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include "loader/image.h"
#include <stdnoreturn.h>

/* From the linker script. The image's header is at _bss_end. */
extern uint8_t _loader_start[], _bss_end[];

/* What the kernel is told in registers at its entry. Addresses are physical unless named v. */
struct handover {
    uint64_t task_start, task_end;
    uint64_t task_pv_offset;
    uint64_t task_entry_v;
    uint64_t devicetree, devicetree_size;       /* both 0 when no tree is handed over */
    uint64_t kernel_entry_v;
    struct range kernel;
    uint64_t hart;
};

/*
 * Called by arch/start.S on the loader's own stack, bss cleared. `here` is where the loader was
 * found, `linked` where it was linked to be; all code is position independent until they agree.
 */
noreturn void loader_main(uint64_t hart, uint64_t devicetree, uint64_t here, uint64_t linked);
