/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* All invocations of x86-64 are rows of the table. */
#pragma once
