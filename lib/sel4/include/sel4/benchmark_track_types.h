/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Kernel-entry tracking needs a log buffer, which Keel's kernels do not offer: no types. */
#pragma once

#include <sel4/config.h>
