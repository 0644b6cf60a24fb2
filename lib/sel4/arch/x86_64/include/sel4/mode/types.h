/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The word size is in <sel4/sel4_arch/simple_types.h>. */
#pragma once
