/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Capabilities to I/O ports: io_port.c.
 */

#include "error.h"
#include "node.h"

enum err io_port_control_invoke(struct slot *self, const struct message *m);
enum err io_port_invoke(struct cap port, const struct message *m);
/* The last capability to its ports is gone: they can be issued again. */
void io_port_free(struct cap port);
