/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * As qemu_virt_aarch64: what is larger here is the processor, see abi/aarch64_el2_pa44.
 */

#include "boards/qemu_virt_aarch64/board.h"
