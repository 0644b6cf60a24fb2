/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* All invocations of RISC-V are rows of the table. */
#pragma once
