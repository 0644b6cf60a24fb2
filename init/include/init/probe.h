/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Proofs about a capability by using it, leaving no trace. See probe.c.
 *
 * Each returns null when the capability is as expected, else what is wrong with it, as the end of
 * a sentence that begins "it holds something else: ". `copy` is a slot of init with a copy of the
 * capability in question, `original` init's own capability to the object that it should be to.
 */
#include "init/init.h"

struct prober {
    struct init *in;
    seL4_CPtr marked;       /* a slot for copies, empty between probes */
    seL4_CPtr time;         /* scheduling context of the witness */
    seL4_CPtr witness;      /* a thread in init's address space, stopped between probes */
};

struct prober probe_begin(struct init *in);
void probe_end(struct prober *p);

/* Is the slot at (index, depth) below `cnode` empty? False also when there is no such slot. */
bool probe_empty(seL4_CPtr cnode, seL4_Word index, seL4_Uint8 depth);

const char *probe_type(seL4_CPtr copy, uint32_t type);
const char *probe_notification(const struct prober *p, seL4_CPtr copy, seL4_CPtr original,
                               const struct spec_cap *cap);
const char *probe_endpoint(const struct prober *p, seL4_CPtr copy, seL4_CPtr original,
                           const struct spec_cap *cap);
const char *probe_thread(seL4_CPtr copy, seL4_CPtr original);
const char *probe_vspace(const struct prober *p, seL4_CPtr copy, uint32_t vspace);
const char *probe_cnode(const struct prober *p, const struct spec_cap *cap);
