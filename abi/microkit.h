/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What libmicrokit, the SDF compiler and init agree on: the slots of a protection domain's CNode,
 * badges, limits. The names are the Microkit's public ones where it has one.
 */

/* Single slots. */
#define MICROKIT_INPUT_CAP             1    /* endpoint or notification that the domain waits on */
#define MICROKIT_FAULT_CAP             2    /* endpoint of parent or monitor */
#define MICROKIT_VSPACE_CAP            3
#define MICROKIT_REPLY_CAP             4
#define MONITOR_EP                     5    /* passive domains only */
#define TCB_CAP                        6    /* own TCB, in benchmark configurations only */
#define ARM_SMC_CAP                    7

/* 64 slots each, indexed by channel, child, vCPU or I/O port. */
#define BASE_OUTPUT_NOTIFICATION_CAP   10
#define BASE_ENDPOINT_CAP              74
#define BASE_IRQ_CAP                   138
#define BASE_TCB_CAP                   202
#define BASE_VM_TCB_CAP                266
#define BASE_VCPU_CAP                  330
#define BASE_IOPORT_CAP                394
#define BASE_USER_CAPS                 458

/* The root CNode: slot 0 is the CNode with the slots above, 1 … 63 hold those of `cspace`. */
#define PD_ROOT_CAP_BITS               6
#define PD_ROOT_CAP_SIZE               64
#define MICROKIT_CNODE_BITS            9

#define MICROKIT_MAX_USER_CAPS         128
#define MICROKIT_MAX_CHANNELS          62
#define MICROKIT_MAX_CHANNEL_ID        61
#define MICROKIT_MAX_IOPORT_ID         62
#define MICROKIT_PD_NAME_LENGTH        64

/* Badges: a fault of child c, a call on channel c; otherwise one bit for each channel signalled. */
#define MICROKIT_FAULT_BADGE_BIT       62
#define MICROKIT_CALL_BADGE_BIT        63
#define MICROKIT_CHILD_MASK            0xff
#define MICROKIT_CHANNEL_MASK          0x3f
