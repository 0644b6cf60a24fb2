/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* All CONFIG_ symbols of this build: the kernel's and the library's. */
#pragma once

#include <kernel/gen_config.h>
#include <sel4/gen_config.h>
