/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Messages: limits, the message-info word, rights, CNode capability data, the IPC buffer.
 *
 * Layout rows: F(T, field, word, high bit, low bit), high bits first, so the table is the picture.
 */

#define MSG_MAX_LENGTH      120
#define MSG_MAX_EXTRA_CAPS  3
#define MSG_REGISTERS       4      /* words that travel in CPU registers */

#define MESSAGE_INFO(F, T)          \
    F(T, label,         0, 63, 12)  \
    F(T, capsUnwrapped, 0, 11, 9)   \
    F(T, extraCaps,     0, 8,  7)   \
    F(T, length,        0, 6,  0)

#define CAP_RIGHTS(F, T)                \
    F(T, capAllowGrantReply, 0, 3, 3)   \
    F(T, capAllowGrant,      0, 2, 2)   \
    F(T, capAllowRead,       0, 1, 1)   \
    F(T, capAllowWrite,      0, 0, 0)

#define CNODE_CAP_DATA(F, T)    \
    F(T, guard,     0, 63, 6)   \
    F(T, guardSize, 0, 5,  0)

/* The IPC buffer, as word indices into 128 words. */
#define IPC_BUFFER_MSG            1     /* MR0 */
#define IPC_BUFFER_USER_DATA      121
#define IPC_BUFFER_CAPS           122
#define IPC_BUFFER_RECEIVE_CNODE  125
#define IPC_BUFFER_RECEIVE_INDEX  126
#define IPC_BUFFER_RECEIVE_DEPTH  127

/* Thread flags (TCB_SetFlags) and scheduling context flags (SchedControl_ConfigureFlags). */
#define TCB_FLAG_FPU_DISABLED     1UL
#define TCB_FLAG_MASK             1UL
#define SCHED_CONTEXT_SPORADIC    1UL
