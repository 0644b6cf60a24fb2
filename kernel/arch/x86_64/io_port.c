/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * I/O ports: IOPortControl issues ranges of them, and an IOPort capability is the right to one.
 *
 *  1. Bit p of node.arch.port_issued is set exactly while a capability for a range with port p
 *     exists. All such capabilities are copies of one another.
 *  2. User code cannot use IN and OUT: its I/O privilege level is 0 and the TSS has no bitmap
 *     (Intel SDM volume 1, 19.5), so these functions are the only way to a port.
 */

#include "cspace.h"
#include "derive.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/caps.h>
#include <arch/io_port.h>
#include <arch/machine.h>

#define LAST_PORT 0xffffUL

/* The bits of word i of the bitmap that stand for ports first .. last; some do. */
static word_t range_bits(word_t i, word_t first, word_t last)
{
    word_t bits = ~(word_t)0;
    if (i == first / WORD_BITS)
        bits &= ~mask(first % WORD_BITS);
    if (i == last / WORD_BITS)
        bits &= ~(word_t)0 >> (WORD_BITS - 1 - last % WORD_BITS);
    return bits;
}

/* The words at both ends are looked at by themselves, so that the loops, of 1024 turns at most,
 * stay short: there is no preemption point. */
static bool any_issued(word_t first, word_t last)
{
    const word_t low = first / WORD_BITS;
    const word_t high = last / WORD_BITS;
    word_t found = (node.arch.port_issued[low] & range_bits(low, first, last)) |
                   (node.arch.port_issued[high] & range_bits(high, first, last));
    for (word_t i = low + 1; i < high; i++) {
        LOOP(N_PORT_WORDS, i);
        found |= node.arch.port_issued[i];
    }
    return found != 0;
}

static void set_issued(word_t first, word_t last)
{
    const word_t low = first / WORD_BITS;
    const word_t high = last / WORD_BITS;
    node.arch.port_issued[low] |= range_bits(low, first, last);
    node.arch.port_issued[high] |= range_bits(high, first, last);
    for (word_t i = low + 1; i < high; i++) {
        LOOP(N_PORT_WORDS, i);
        node.arch.port_issued[i] = ~(word_t)0;
    }
}

void io_port_free(struct cap port)
{
    const word_t first = io_port_cap_first(port);
    const word_t last = io_port_cap_last(port);
    const word_t low = first / WORD_BITS;
    const word_t high = last / WORD_BITS;
    node.arch.port_issued[low] &= ~range_bits(low, first, last);
    node.arch.port_issued[high] &= ~range_bits(high, first, last);
    for (word_t i = low + 1; i < high; i++) {
        LOOP(N_PORT_WORDS, i);
        node.arch.port_issued[i] = 0;
    }
}

enum err io_port_control_invoke(struct slot *self, const struct message *m)
{
    if (m->label != X86IOPortControlIssue)
        return fail_illegal("IOPortControl has no such operation");
    if (!message_has(m, INV_WORDS(X86IOPortControlIssue), INV_CAPS(X86IOPortControlIssue)))
        return fail_truncated(INV_WORDS(X86IOPortControlIssue),
                              INV_CAPS(X86IOPortControlIssue));
    const word_t first = m->word[0] & LAST_PORT;
    const word_t last = m->word[1] & LAST_PORT;
    if (last < first)
        return fail_argument(1, "the last port, 0x%lx, is below the first, 0x%lx", last, first);
    if (any_issued(first, last))
        return fail_revoke_first("one of the ports has been issued already");
    const word_t dest = cspace_lookup_slot(message_cap(m, 0), m->word[2], m->word[3], false);
    if (dest == 0)
        return last_refusal();
    if (!slot_is_empty(slot_at(dest)))
        return fail_delete_first("the destination slot is occupied");
    struct cap c = cap_make(CAP_io_port, 0);
    io_port_cap_set_first(&c, first);
    io_port_cap_set_last(&c, last);

    /* commit */
    set_issued(first, last);
    slot_insert(slot_at(dest), c, self);
    return ERR_OK;
}

/* ------------------------------------------------------------------------------ in and out */

/* May ports port .. port + bytes - 1 be used? Lengths and labels come before. */
static bool may_use(struct cap c, word_t port, word_t bytes)
{
    return port >= io_port_cap_first(c) && port + bytes - 1 <= io_port_cap_last(c);
}

static word_t in(word_t port, word_t bytes)
{
    switch (bytes) {
    case 1:  return machine_in8(port);
    case 2:  return machine_in16(port);
    default: return machine_in32(port);
    }
}

static void out(word_t port, word_t bytes, word_t data)
{
    switch (bytes) {
    case 1:  machine_out8(port, data); return;
    case 2:  machine_out16(port, data); return;
    default: machine_out32(port, data); return;
    }
}

static enum err read_port(struct cap c, word_t bytes, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86IOPortIn8), INV_CAPS(X86IOPortIn8)))
        return fail_truncated(INV_WORDS(X86IOPortIn8), INV_CAPS(X86IOPortIn8));
    const word_t port = m->word[0] & LAST_PORT;
    if (!may_use(c, port, bytes))
        return fail_illegal("the port is not one of the capability's");
    return result_word(in(port, bytes));
}

static enum err write_port(struct cap c, word_t bytes, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86IOPortOut8), INV_CAPS(X86IOPortOut8)))
        return fail_truncated(INV_WORDS(X86IOPortOut8), INV_CAPS(X86IOPortOut8));
    const word_t port = m->word[0] & LAST_PORT;
    if (!may_use(c, port, bytes))
        return fail_illegal("the port is not one of the capability's");

    /* commit */
    out(port, bytes, m->word[1]);
    return ERR_OK;
}

enum err io_port_invoke(struct cap port, const struct message *m)
{
    switch (m->label) {
    case X86IOPortIn8:   return read_port(port, 1, m);
    case X86IOPortIn16:  return read_port(port, 2, m);
    case X86IOPortIn32:  return read_port(port, 4, m);
    case X86IOPortOut8:  return write_port(port, 1, m);
    case X86IOPortOut16: return write_port(port, 2, m);
    case X86IOPortOut32: return write_port(port, 4, m);
    default:             return fail_illegal("an IOPort has no such operation");
    }
}
