/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Arm adds no types: the one chunk of extra boot information is a device tree. */
#pragma once
