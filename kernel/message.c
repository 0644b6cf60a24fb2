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

/* Copy the words; returns how many. At most MSG_MAX_LENGTH turns. */
static word_t copy_words(struct tcb *sender, struct tcb *receiver, word_t length, word_t from,
                         word_t to)
{
    context_copy_mrs(&receiver->context, &sender->context, length);
    if (from == 0 || to == 0)
        return word_min(length, MSG_REGISTERS);
    buffer_copy(to, from, length);
    return length;
}

/* Resolve the sender's extra capabilities into slots; returns how many, 0 if any fails. */
static word_t extra_caps(struct tcb *sender, word_t buffer, word_t *slots)
{
    word_t n = buffer != 0 ? message_info_extraCaps(message_info_of(sender)) : 0;
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
        const struct message_info sent = message_info_of(sender);
        word_t length = message_length(sent, from);
        message_info_set_label(&info, message_info_label(sent));
        message_info_set_length(&info, copy_words(sender, receiver, length, from, to));
        if (n != 0 && to != 0)
            transfer_caps(receiver, to, endpoint, slots, n, &info);
    }
    context_set_info(&receiver->context, info.word[0]);
    context_set_cap(&receiver->context, badge);
}
