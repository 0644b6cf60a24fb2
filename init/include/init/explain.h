/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A fault in words. Pure: reads the tables of the spec and what was decoded from the message,
 * writes text. Knows no architecture and makes no system call, so that it is tested on the host.
 */
#include "init/text.h"
#include "sdk/spec.h"
#include <stdbool.h>

enum fault_kind {
    FAULT_CAP,              /* receive or send on a capability that is not there */
    FAULT_SYSCALL,          /* a system call number that the kernel does not have */
    FAULT_EXCEPTION,        /* illegal instruction and the like */
    FAULT_MEMORY,
    FAULT_TIMEOUT,          /* budget used up, and someone asked to be told */
    FAULT_OTHER,
};

enum fault_access { ACCESS_READ, ACCESS_WRITE, ACCESS_EXECUTE, ACCESS_UNKNOWN };

enum lookup_failure { LOOKUP_INVALID_ROOT = 1, LOOKUP_MISSING, LOOKUP_DEPTH, LOOKUP_GUARD };

/* A fault message, decoded. Fields of other kinds are 0. */
struct fault {
    uint32_t pd;            /* index of the domain that faulted */
    enum fault_kind kind;
    uint64_t label;         /* as received, for FAULT_OTHER */
    uint64_t pc, sp;
    uint64_t caller;        /* where the function would return to, 0 if unknown */

    uint64_t address;       /* FAULT_MEMORY */
    enum fault_access access;

    uint64_t cptr;          /* FAULT_CAP */
    bool receiving;
    uint64_t lookup;        /* enum lookup_failure */
    uint64_t bits_left, bits_found, guard;

    uint64_t number;        /* FAULT_SYSCALL: system call, FAULT_EXCEPTION: cause */
    const char *cause;      /* FAULT_EXCEPTION: what happened, as a verb phrase */
    const char *likely;     /* FAULT_EXCEPTION: where it usually comes from */

    uint64_t consumed_us;   /* FAULT_TIMEOUT */
};

/*
 * The report: one line that says what matters, then where, address, rule, likely fix. Without the
 * registers, which the caller appends, and without the closing line of explain_end().
 */
void explain_fault(struct text *t, const struct spec_header *spec, const struct fault *fault);

/* What becomes of the domain and of the others. */
void explain_end(struct text *t, const struct spec_header *spec, uint32_t pd);

/* "kick + 0x14 (driver.c:23)", as much of it as is known. */
void explain_place(struct text *t, const struct spec_header *spec, uint32_t pd, uint64_t pc);

/* What slot of the numbered CNode is for: "channel 3, to signal", "reply object". */
void explain_slot(struct text *t, uint64_t slot);

/* "InvalidCapability" for 2; "unknown error" beyond. */
const char *explain_error(uint64_t error);
