/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Address spaces of devices: io_space.c. In configurations without an IOMMU, iommu_absent.c.
 */

#include "error.h"
#include "node.h"

/* Levels of I/O page tables, as boot information says. */
word_t io_space_levels(void);
/* The capability of the initial slot, or null. */
struct cap io_space_master(void);
/* What Mint makes of the master, and Mutate of nothing: may be null. */
struct cap io_space_with_data(struct cap space, word_t data, bool preserve);
/* The last capability to a device's space is gone. */
void io_space_delete(struct cap space);

enum err io_page_table_invoke(struct slot *self, const struct message *m);
/* The last capability to the table is gone. */
void io_page_table_unmap(struct cap table);

/* Labels of frames that are about devices. */
enum err frame_invoke_io(struct slot *self, const struct message *m);
/* Undo what this capability mapped, if it is still there. */
void frame_unmap_io(struct cap frame);

/* The interrupt of the units: accesses have been refused. */
void io_space_report(void);
