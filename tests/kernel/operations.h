/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * One function per row of the invocation table, named Interface_Method, with the parameters in the
 * order of the C interface, all of them words, so that a test can also pass what a stub would cut.
 * They return the whole reply.
 */
#include <abi/invocations.h>
#include "harness.h"

#define OP_PARAM2_(type, name) , word name
#define OP_PARAM1_(name)       , word name
#define OP_VALUE2_(type, name) , name
#define OP_VALUE1_(name)       , name
#define OP_NONE2_(type, name)
#define OP_NONE1_(name)

#define OPERATION_P(label, interface, method, doc)                                               \
    static inline struct reply interface##_##method(                                             \
        word self_ ARGS_##label(OP_PARAM2_, OP_PARAM2_, OP_PARAM1_))                             \
    {                                                                                            \
        const word words_[] = { 0 ARGS_##label(OP_VALUE2_, OP_NONE2_, OP_VALUE1_) };             \
        const word caps_[] = { 0 ARGS_##label(OP_NONE2_, OP_VALUE2_, OP_NONE1_) };               \
        return invoke(self_, label, LENGTH(words_), words_ + 1, LENGTH(caps_), caps_ + 1);       \
    }
#define OPERATION_R(label, interface, method, type, name, doc) \
    OPERATION_P(label, interface, method, doc)

INVOCATIONS(OPERATION_P, OPERATION_R, OPERATION_P)

/* Registers in the order of the user context, which TCB_ReadRegisters also returns. */
struct reply write_registers(word tcb, word flags, word count, const word *registers);
