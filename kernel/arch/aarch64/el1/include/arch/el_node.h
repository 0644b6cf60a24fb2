/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What a kernel at EL1 remembers: nothing.
 */

#define EL_NODE
#define EL_NODE_BYTES 0
