/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Deleting, revoking, and the preemption point they share.
 */

#include "node.h"

enum zombie_kind { ZOMBIE_CNODE, ZOMBIE_TCB, ZOMBIE_ENDPOINT, ZOMBIE_NOTIFICATION, ZOMBIE_IRQ };

/* Empty a slot; destroy the object if this was its last capability. ERR_OK or ERR_PREEMPTED. */
enum err slot_delete(struct slot *s);
/* Delete all descendants. ERR_OK or ERR_PREEMPTED. */
enum err slot_revoke(struct slot *s);
/* The slot holds the last capability to a CNode or TCB, or a zombie: deleting it takes long. */
bool slot_is_long_running(const struct slot *s);

/* After one unit of work: is it time to stop and look at interrupts, budget and domain? */
bool preemption_point(void);
