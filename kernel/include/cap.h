/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Capabilities: two packed words, and the slot that holds one.
 *
 * Word 0 of every capability is  [ object address 63..16 | attributes 15..5 | type 4..0 ], word 1
 * belongs to the type. A slot whose first word is zero is empty; its other words mean nothing.
 * Object addresses are kernel window addresses, sign-extended from 48 bits, also for device memory
 * that the window does not map: there they are only compared and subtracted.
 */

#include "types.h"
#include <abi/layout.h>
#include <abi/objects.h>
#include <abi/message.h>

struct cap { word_t word[2]; };
_Static_assert(sizeof(struct cap) == 16, "cap size");

#define CAP_TYPE_ENUM_(n, name) CAP_##name = n,
enum cap_type { CAP_TYPES(CAP_TYPE_ENUM_) ARCH_CAP_TYPES(CAP_TYPE_ENUM_) };

/* Accessors T_field(cap), T_set_field(&cap, v): layout rows over the one struct cap. */
#define CAP_GET_(T, f, w, hi, lo)                                                         \
    static inline word_t T##_##f(struct cap x) { return (x.word[w] & LAYOUT_BITS(hi, lo)) >> (lo); }
#define CAP_SET_(T, f, w, hi, lo)                                                         \
    static inline void T##_set_##f(struct cap *x, word_t v)                               \
    {                                                                                     \
        x->word[w] = (x->word[w] & ~LAYOUT_BITS(hi, lo)) | ((v << (lo)) & LAYOUT_BITS(hi, lo)); \
    }
#define CAP_LAYOUT_(T, ROWS)                                                              \
    ROWS(CAP_GET_, T) ROWS(CAP_SET_, T)                                                   \
    _Static_assert((0 ROWS(LAYOUT_SUM0, T)) == (0 ROWS(LAYOUT_OR0, T)), #T ": overlap");  \
    _Static_assert((0 ROWS(LAYOUT_SUM1, T)) == (0 ROWS(LAYOUT_OR1, T)), #T ": overlap")

/* What the short ways ask first, a bit of word 0 for each, where no other capability has anything:
 * an endpoint that can be called, one that can be received from, a Reply. */
#define CAP_CALLABLE   5
#define CAP_RECEIVABLE 6
#define CAP_REPLIES    7
#define CAP_SHORT_WAYS LAYOUT_BITS(CAP_REPLIES, CAP_CALLABLE)
#define CAP_LAYOUT(T, ROWS)                                                               \
    CAP_LAYOUT_(T, ROWS);                                                                 \
    _Static_assert(((0 ROWS(LAYOUT_OR0, T)) & CAP_SHORT_WAYS) == 0, #T ": bits 7..5")

/*                       word  high low */
#define CAP_COMMON(F, T)        \
    F(T, type,            0, 4,  0)
#define UNTYPED_CAP(F, T)       \
    F(T, address_,        0, 63, 16) \
    F(T, size_bits,       0, 15, 10) \
    F(T, device,          0, 9,  9) \
    F(T, type_,           0, 4,  0) \
    F(T, watermark,       1, 63, 0)     /* bytes from the start that have been handed out */
/* The four rights stand in the order of the rights word, so masking is one AND. */
#define ENDPOINT_CAP(F, T)      \
    F(T, address_,        0, 63, 16) \
    F(T, rights,          0, 11, 8)     /* grant reply, grant, receive, send */ \
    F(T, receivable,      0, CAP_RECEIVABLE, CAP_RECEIVABLE)    /* has the right to receive */ \
    F(T, callable,        0, CAP_CALLABLE, CAP_CALLABLE)        /* may send, and be answered */ \
    F(T, type_,           0, 4,  0) \
    F(T, badge,           1, 63, 0)
#define NOTIFICATION_CAP(F, T)  \
    F(T, address_,        0, 63, 16) \
    F(T, rights,          0, 9,  8)     /* receive, send */ \
    F(T, type_,           0, 4,  0) \
    F(T, badge,           1, 63, 0)
#define REPLY_CAP(F, T)         \
    F(T, address_,        0, 63, 16) \
    F(T, can_grant,       0, 8,  8) \
    F(T, replies,         0, CAP_REPLIES, CAP_REPLIES)          /* always 1 */ \
    F(T, type_,           0, 4,  0)
#define CNODE_CAP(F, T)         \
    F(T, address_,        0, 63, 16) \
    F(T, radix,           0, 13, 8) \
    F(T, type_,           0, 4,  0) \
    F(T, guard,           1, 63, 6)     /* word 1 is the user's capability data word, masked */ \
    F(T, guard_size,      1, 5,  0)
#define SCHED_CONTEXT_CAP(F, T) \
    F(T, address_,        0, 63, 16) \
    F(T, size_bits,       0, 15, 10) \
    F(T, type_,           0, 4,  0)
#define SCHED_CONTROL_CAP(F, T) \
    F(T, type_,           0, 4,  0) \
    F(T, core,            1, 63, 0)
#define IRQ_HANDLER_CAP(F, T)   \
    F(T, type_,           0, 4,  0) \
    F(T, irq,             1, 63, 0)
/* A dying object: see delete.c. */
#define ZOMBIE_CAP(F, T)        \
    F(T, address_,        0, 63, 16) \
    F(T, kind,            0, 15, 13)    /* enum zombie_kind */ \
    F(T, has_next,        0, 12, 12)    /* slot 0 holds the zombie to go on with afterwards */ \
    F(T, type_,           0, 4,  0) \
    F(T, radix,           1, 63, 58)    /* of a CNode */ \
    F(T, count,           1, 57, 0)     /* slots not yet emptied: those below this index */
CAP_LAYOUT(cap, CAP_COMMON);
CAP_LAYOUT(untyped_cap, UNTYPED_CAP);
CAP_LAYOUT_(endpoint_cap, ENDPOINT_CAP);
CAP_LAYOUT(notification_cap, NOTIFICATION_CAP);
CAP_LAYOUT_(reply_cap, REPLY_CAP);
CAP_LAYOUT(cnode_cap, CNODE_CAP);
CAP_LAYOUT(sched_context_cap, SCHED_CONTEXT_CAP);
CAP_LAYOUT(sched_control_cap, SCHED_CONTROL_CAP);
CAP_LAYOUT(irq_handler_cap, IRQ_HANDLER_CAP);
CAP_LAYOUT(zombie_cap, ZOMBIE_CAP);

/* Bits of the rights word, and of endpoint_cap_rights / notification_cap_rights. */
#define RIGHT_SEND         1UL
#define RIGHT_RECEIVE      2UL
#define RIGHT_GRANT        4UL
#define RIGHT_GRANT_REPLY  8UL
#define RIGHTS_ALL         15UL

/* An endpoint capability with these rights, from which `callable` and `receivable` follow; callers
 * never set `rights` alone. */
static inline struct cap endpoint_cap_with(struct cap c, word_t rights)
{
    const bool answered = (rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0;
    endpoint_cap_set_rights(&c, rights);
    endpoint_cap_set_callable(&c, (rights & RIGHT_SEND) != 0 && answered ? 1 : 0);
    endpoint_cap_set_receivable(&c, (rights & RIGHT_RECEIVE) != 0 ? 1 : 0);
    return c;
}

#define CAP_OBJECT_BITS 48

/* Kernel address of the object, for every capability that names memory. */
static inline word_t cap_object(struct cap c)
{
    return (word_t)((int64_t)c.word[0] >> (WORD_BITS - CAP_OBJECT_BITS));
}
static inline bool cap_is(struct cap c, enum cap_type type) { return cap_type(c) == (word_t)type; }
static inline bool cap_has(struct cap c, word_t n) { return (c.word[0] & bit(n)) != 0; }
static inline bool cap_is_callable(struct cap c) { return cap_has(c, CAP_CALLABLE); }
static inline bool cap_is_receivable(struct cap c) { return cap_has(c, CAP_RECEIVABLE); }
static inline bool cap_is_reply(struct cap c) { return cap_has(c, CAP_REPLIES); }
/* A notification capability that can be signalled: one comparison. */
static inline bool cap_is_signallable(struct cap c)
{
    struct cap bits = {{0, 0}}, want = {{0, 0}};
    cap_set_type(&bits, ~(word_t)0);
    notification_cap_set_rights(&bits, RIGHT_SEND);
    cap_set_type(&want, CAP_notification);
    notification_cap_set_rights(&want, RIGHT_SEND);
    return (c.word[0] & bits.word[0]) == want.word[0];
}
/* One of a kernel object that decodes messages itself. */
static inline bool cap_decodes_messages(struct cap c)
{
    const word_t others = bit(CAP_null) | bit(CAP_endpoint) | bit(CAP_notification) |
                          bit(CAP_reply) | bit(CAP_zombie);
    return (others >> cap_type(c) & 1) == 0;
}
static inline bool cap_is_null(struct cap c) { return c.word[0] == 0; }
static inline struct cap cap_null(void) { return (struct cap){{0, 0}}; }

/* A capability of `type` to the object at `address`, everything else zero. */
static inline struct cap cap_make(enum cap_type type, word_t address)
{
    return (struct cap){{address << (WORD_BITS - CAP_OBJECT_BITS) | (word_t)type, 0}};
}

/* The same to an object that is `bytes` behind. */
static inline struct cap cap_behind(struct cap c, word_t bytes)
{
    return (struct cap){{c.word[0] + (bytes << (WORD_BITS - CAP_OBJECT_BITS)), c.word[1]}};
}

/*
 * A slot: a capability and its place in the derivation order (derive.c). 32-byte aligned, so
 * link words have five spare bits; the low three of `next` hold the marks.
 */
struct slot {
    struct cap cap;
    word_t prev;        /* slot before this one, or 0 */
    word_t next;        /* slot behind this one, or 0; bits 2, 1, 0: T, R, B (see derive.h) */
};
_Static_assert(sizeof(struct slot) == 1 << SLOT_BITS, "slot size");
ADDRESSABLE(slot)

static inline bool slot_is_empty(const struct slot *s) { return cap_is_null(s->cap); }
