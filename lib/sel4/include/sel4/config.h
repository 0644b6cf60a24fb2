/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The configuration a program is built for: CONFIG_X is 1 when on, undefined when off. */
#pragma once

#include <autoconf.h>

/* What the tables in abi/ test. Programs are built with CONFIG_ symbols alone. */
#ifndef KEEL_DEBUG
#ifdef CONFIG_DEBUG_BUILD
#define KEEL_DEBUG 1
#else
#define KEEL_DEBUG 0
#endif
#endif
