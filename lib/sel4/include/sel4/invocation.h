/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Labels of the invocations, generic and architecture's: enum invocation_label. */
#pragma once

#include <sel4/config.h>
#include <abi/invocations.h>
#include <sel4/sel4_arch/invocation.h>
