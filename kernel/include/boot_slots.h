/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Slots of the initial thread's CNode, by name.
 */

#include <abi/objects.h>

#define INITIAL_SLOT_ENUM_(n, name) SLOT_##name = n,
enum initial_slot { INITIAL_SLOTS(INITIAL_SLOT_ENUM_) };
