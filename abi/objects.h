/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Object types for Untyped_Retype, capability type tags and initial slots.
 */

#include <abi/arch/objects.h>

/* X(number, Name): generic types; architecture types follow in ARCH_OBJECT_TYPES from 7. */
#define OBJECT_TYPES(X)                 \
    X(0, UntypedObject)                 \
    X(1, TCBObject)                     \
    X(2, EndpointObject)                \
    X(3, NotificationObject)            \
    X(4, CapTableObject)                \
    X(5, SchedContextObject)            \
    X(6, ReplyObject)
#define N_GENERIC_OBJECT_TYPES 7

/* Capability type tags, as DebugCapIdentify reports them. Odd ones belong to the architecture. */
#define CAP_TYPES(X)                    \
    X(0,  null)                         \
    X(2,  untyped)                      \
    X(4,  endpoint)                     \
    X(6,  notification)                 \
    X(8,  reply)                        \
    X(10, cnode)                        \
    X(12, tcb)                          \
    X(14, irq_control)                  \
    X(16, irq_handler)                  \
    X(18, zombie)                       \
    X(20, domain_set)                   \
    X(22, sched_context)                \
    X(24, sched_control)

/* log2 of sizes in bytes. */
#define SLOT_BITS               5
#define ENDPOINT_BITS           4
#define NOTIFICATION_BITS       6
#define REPLY_BITS              5
#define MIN_SCHED_CONTEXT_BITS  7
#define MIN_UNTYPED_BITS        4
#define PAGE_BITS               12
#define IPC_BUFFER_BITS         10
#define ASID_POOL_BITS          12

/* A scheduling context: 128 bytes with two refills, 16 bytes for each further one. */
#define CORE_SCHED_CONTEXT_BYTES 128
#define REFILL_BYTES             16
#define MIN_REFILLS              2

#define MIN_PRIORITY 0
#define MAX_PRIORITY 255
#define N_PRIORITIES 256

/* Slots of the initial thread's CNode. X(slot, Name). */
#define INITIAL_SLOTS(X)                \
    X(0,  Null)                         \
    X(1,  InitThreadTCB)                \
    X(2,  InitThreadCNode)              \
    X(3,  InitThreadVSpace)             \
    X(4,  IRQControl)                   \
    X(5,  ASIDControl)                  \
    X(6,  InitThreadASIDPool)           \
    X(7,  IOPortControl)                \
    X(8,  IOSpace)                      \
    X(9,  BootInfoFrame)                \
    X(10, InitThreadIPCBuffer)          \
    X(11, Domain)                       \
    X(12, SMMUSIDControl)               \
    X(13, SMMUCBControl)                \
    X(14, InitThreadSC)                 \
    X(15, SMC)
#define N_INITIAL_SLOTS 16
