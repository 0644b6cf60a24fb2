/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* x86-64 adds nothing to <sel4/arch/syscalls.h>. */
#pragma once
