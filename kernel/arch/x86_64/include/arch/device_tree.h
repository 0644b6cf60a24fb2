/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What x86-64 machines state in a device tree beyond what every machine does: they have none.
 */

#define ARCH_DEVICE_TREE_PROPERTIES(X)
