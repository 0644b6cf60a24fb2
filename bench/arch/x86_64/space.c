/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "measure.h"

void table_map(word vspace, word address, word bits)
{
    const word level = bits == 39 ? 0 : bits == 30 ? 1 : 2;
    const word table = make(arch_table_type(level), 0);
    OK(INVOKE(table, arch_table_map_label(level), LIST(address, ARCH_VM_DEFAULT), LIST(vspace)));
}
