/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* x86-64 has no deprecated names of its own. */
#pragma once
