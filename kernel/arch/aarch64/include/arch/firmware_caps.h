/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Capabilities to things outside the kernel's memory: smc.c, irq_arch.c.
 */

#include "error.h"
#include "node.h"

enum err smc_invoke(struct cap smc, const struct message *m);
/* Any message raises the interrupt. */
enum err sgi_signal_invoke(struct cap sgi);
