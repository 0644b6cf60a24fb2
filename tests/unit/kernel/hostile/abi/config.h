/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The reference configuration, except that the test says how often a long operation looks for
 * interrupts: 1 is at every preemption point. The root CNode is smaller: machines start sooner.
 */

#include "../../../../../abi/config.h"

#undef WORK_UNITS_PER_PREEMPTION
#define WORK_UNITS_PER_PREEMPTION node.arch.preempt_after

#undef ROOT_CNODE_SIZE_BITS
#define ROOT_CNODE_SIZE_BITS 15
