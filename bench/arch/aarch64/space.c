/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "measure.h"

void table_map(word vspace, word address, word bits)
{
    (void)bits;         /* a page table goes where the walk ends */
    OK(PageTable_Map(make(ARCH_TABLE_TYPE, 0), vspace, address, ARCH_VM_DEFAULT));
}
