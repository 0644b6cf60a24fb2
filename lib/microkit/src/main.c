/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The life of a protection domain: constructors, init, then one event after the other.
 *
 * A turn of the loop is one system call that answers the call or fault just handled, or performs
 * the deferred operation, and waits. It can send to one place only, so a deferred operation beside
 * an owed answer is performed on its own first.
 *
 * The badge says what came: a fault of a child, a call, or notifications as a set of bits. A set of
 * bits with both high bits clear cannot be mistaken for the others: channel ids end at 61.
 *
 * Passive domains need nothing here: init of the system gives their scheduling context to their
 * notification. microkit_passive is for the domain's own information.
 */
#include <microkit.h>

extern void (*const __init_array_start[])(void);
extern void (*const __init_array_end[])(void);

int main(void);

/* In .data, so that the image has bytes for the compiler to overwrite. */
#define PATCHED __attribute__((section(".data.microkit"), used))
PATCHED char microkit_name[MICROKIT_PD_NAME_LENGTH];
PATCHED seL4_Bool microkit_passive;
PATCHED seL4_Word microkit_irqs;
PATCHED seL4_Word microkit_notifications;
PATCHED seL4_Word microkit_pps;
PATCHED seL4_Word microkit_ioports;

seL4_Bool microkit_have_signal;
seL4_CPtr microkit_signal_cap;
seL4_MessageInfo_t microkit_signal_msg;

/* The last page of the address space; the SDF compiler maps a frame there. */
seL4_IPCBuffer *__sel4_ipc_buffer =
    (seL4_IPCBuffer *)(seL4_UserVSpaceTop & ~(LIBSEL4_BIT(seL4_PageBits) - 1));

/*
 * An interrupt that came before its notification was bound was dropped and, on some interrupt
 * controllers, stays masked until it is acknowledged.
 */
static void ack_all_irqs(void)
{
    for (microkit_channel ch = 0; ch <= MICROKIT_MAX_CHANNEL_ID; ch++) {
        if (microkit_internal_has(microkit_irqs, ch)) {
            microkit_irq_ack(ch);
        }
    }
}

static void run_notified(seL4_Word channels)
{
    for (microkit_channel ch = 0; channels != 0; ch++, channels >>= 1) {
        if ((channels & 1) != 0) {
            notified(ch);
        }
    }
}

static void event_loop(void)
{
    seL4_Bool owed = seL4_False;
    microkit_msginfo answer = seL4_MessageInfo_new(0, 0, 0, 0);

    for (;;) {
        seL4_Word badge = 0;
        microkit_msginfo msginfo;
        if (owed) {
            microkit_internal_flush();
            msginfo = seL4_ReplyRecv(MICROKIT_INPUT_CAP, answer, &badge, MICROKIT_REPLY_CAP);
        } else if (microkit_have_signal) {
            microkit_have_signal = seL4_False;
            msginfo = seL4_NBSendRecv(microkit_signal_cap, microkit_signal_msg, MICROKIT_INPUT_CAP,
                                      &badge, MICROKIT_REPLY_CAP);
        } else {
            msginfo = seL4_Recv(MICROKIT_INPUT_CAP, &badge, MICROKIT_REPLY_CAP);
        }

        if ((badge >> MICROKIT_FAULT_BADGE_BIT & 1) != 0) {
            owed = fault((microkit_child)(badge & MICROKIT_CHILD_MASK), msginfo, &answer);
        } else if ((badge >> MICROKIT_CALL_BADGE_BIT & 1) != 0) {
            answer = protected((microkit_channel)(badge & MICROKIT_CHANNEL_MASK), msginfo);
            owed = seL4_True;
        } else {
            owed = seL4_False;
            run_notified(badge);
        }
    }
}

int main(void)
{
    for (void (*const *f)(void) = __init_array_start; f != __init_array_end; f++) {
        (*f)();
    }
    init();
    ack_all_irqs();
    event_loop();
    return 0;
}
