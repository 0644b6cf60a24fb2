/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What speculation would show to programs: boot_leaks.c.
 */

#include <arch/boot.h>

/* Find out what this processor leaks and arrange for it, once the kernel's own tables are in use
 * and before trap_init. Overruled as to tables of the kernel's own: wanted, or not. */
void boot_leaks(bool want, bool want_not);

/* --- kernel.ld: pages that programs' tables have of the kernel, text and data of entry.S. */
extern struct image_mark ki_entry_text, ki_entry_text_end, ki_entry_data, ki_entry_data_end;
