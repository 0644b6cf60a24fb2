/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* x86 constants: all in <sel4/sel4_arch/constants.h>. */
#pragma once

#include <sel4/sel4_arch/constants.h>
