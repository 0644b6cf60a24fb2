/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The labels of x86-64 are part of the one table. */
#pragma once

#include <sel4/config.h>
#include <abi/invocations.h>
