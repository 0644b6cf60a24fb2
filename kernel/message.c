/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Messages: IPC buffers, and moving words and capabilities from one thread to another.
 *
 *  1. Words 0..3 travel in registers only, words 4.. in IPC buffers only.
 *  2. A buffer is reached through the frame capability in the TCB and the kernel's window, never
 *     through a program's mappings; each of its words is read once.
 *  3. Nothing fails: what cannot be transferred is left out, and the receiver is told how much
 *     came.
 */

#include "cspace.h"
#include "derive.h"
#include "fault.h"
#include "ipc.h"
#include <arch/vspace.h>

LAYOUT(message_info, 1, MESSAGE_INFO);

static struct message_info info_of(const struct tcb *t)
{
    return (struct message_info){{context_info(&t->context)}};
}

static word_t buffer_address(const struct tcb *t, struct cap frame)
{
    return frame_address(frame) + (t->ipc_buffer & mask(frame_bits(frame)));
}

word_t ipc_buffer_for_reading(const struct tcb *t)
{
    struct cap c = t->slot[TCB_IPC_BUFFER].cap;
    bool usable = frame_is(c) && !frame_is_device(c) && frame_can_read(c);
    return usable ? buffer_address(t, c) : 0;
}

word_t ipc_buffer_for_writing(const struct tcb *t)
{
    struct cap c = t->slot[TCB_IPC_BUFFER].cap;
    bool usable = frame_is(c) && !frame_is_device(c) && frame_can_write(c);
    return usable ? buffer_address(t, c) : 0;
}

word_t message_length(const struct tcb *t, word_t buffer)
{
    return message_delivered(word_min(message_info_length(info_of(t)), MSG_MAX_LENGTH), buffer);
}

word_t message_label(const struct tcb *t)
{
    return message_info_label(info_of(t));
}

bool message_fits_registers(const struct tcb *t)
{
    const struct message_info info = info_of(t);
    return message_info_length(info) <= MSG_REGISTERS && message_info_extraCaps(info) == 0;
}

word_t message_extra_caps(const struct tcb *t)
{
    return message_info_extraCaps(info_of(t));
}

word_t message_info_word(word_t label, word_t length)
{
    struct message_info info = {{0}};
    message_info_set_label(&info, label);
    message_info_set_length(&info, length);
    return info.word[0];
}

/* Copy the words; returns how many. At most MSG_MAX_LENGTH turns. */
static word_t copy_words(struct tcb *sender, struct tcb *receiver, word_t length, word_t from,
                         word_t to)
{
    word_t n = from != 0 && to != 0 ? length : word_min(length, MSG_REGISTERS);
    for (word_t i = 0; i < n; i++) {
        LOOP(MSG_MAX_LENGTH, i);
        message_put_word(receiver, to, i, message_get_word(sender, from, i));
    }
    return n;
}

/* Resolve the sender's extra capabilities into slots; returns how many, 0 if any fails. */
static word_t extra_caps(const struct tcb *sender, word_t buffer, word_t *slots)
{
    word_t n = buffer != 0 ? message_info_extraCaps(info_of(sender)) : 0;
    for (word_t i = 0; i < n; i++) {    /* at most MSG_MAX_EXTRA_CAPS turns */
        LOOP(MSG_MAX_EXTRA_CAPS, i);
        slots[i] = cspace_lookup(sender, buffer_word(buffer, IPC_BUFFER_CAPS + i));
        if (slots[i] == 0)
            return 0;
    }
    return n;
}

/* Derive a copy of the capability in `source` into the empty slot `dest`. */
static bool transfer_cap(struct slot *source, word_t dest)
{
    struct cap copy = dest != 0 ? cap_derive(source, source->cap) : cap_null();
    if (cap_is_null(copy))
        return false;
    slot_insert(slot_at(dest), copy, source);
    return true;
}

/* Transfer capabilities; sets extraCaps and capsUnwrapped of the message delivered. */
static void transfer_caps(struct tcb *receiver, word_t to, word_t endpoint, const word_t *slots,
                          word_t n, struct message_info *info)
{
    word_t dest = n != 0 ? cspace_receive_slot(receiver) : 0;
    node.message.self = 0;      /* what cannot be transferred is left out, not refused */
    word_t unwrapped = 0;
    word_t i;
    for (i = 0; i < n; i++) {           /* at most MSG_MAX_EXTRA_CAPS turns */
        LOOP(MSG_MAX_EXTRA_CAPS, i);
        struct slot *source = slot_at(slots[i]);
        if (endpoint != 0 && cap_is(source->cap, CAP_endpoint) &&
            cap_object(source->cap) == endpoint) {
            buffer_set_word(to, IPC_BUFFER_CAPS + i, endpoint_cap_badge(source->cap));
            unwrapped |= bit(i);
        } else if (transfer_cap(source, dest)) {
            dest = 0;
        } else {
            break;
        }
    }
    message_info_set_extraCaps(info, i);
    message_info_set_capsUnwrapped(info, unwrapped);
}

void message_transfer(struct tcb *sender, struct tcb *receiver, word_t endpoint, word_t badge,
                      bool grant)
{
    struct message_info info = {{0}};
    if (sender->fault.type != FAULT_NullFault) {
        message_info_set_label(&info, sender->fault.type);
        message_info_set_length(&info, fault_message(sender, receiver));
    } else {
        word_t slots[MSG_MAX_EXTRA_CAPS];
        word_t from = ipc_buffer_for_reading(sender);
        word_t to = ipc_buffer_for_writing(receiver);
        word_t n = grant ? extra_caps(sender, from, slots) : 0;
        word_t length = message_length(sender, from);
        message_info_set_label(&info, message_info_label(info_of(sender)));
        message_info_set_length(&info, copy_words(sender, receiver, length, from, to));
        if (n != 0 && to != 0)
            transfer_caps(receiver, to, endpoint, slots, n, &info);
    }
    context_set_info(&receiver->context, info.word[0]);
    context_set_cap(&receiver->context, badge);
}
