/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Enough of a flattened device tree to hand it on: is it one, and how long is it.
 * (Devicetree Specification 0.4, section 5.2: big-endian header of ten 32-bit words.)
 */
#include <stdint.h>

/* Bytes of the tree at `address`, 0 when none is there or it is larger than a megabyte. */
uint64_t devicetree_size(uint64_t address);
