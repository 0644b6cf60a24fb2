/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The configuration a program is built for: CONFIG_X is 1 when on, undefined when off. */
#pragma once

#include <autoconf.h>
