/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What each capability type says about itself: size, region, identity, copies.
 *
 * These are the tables of docs/reference/capabilities.md as switches; every type that only one
 * architecture knows is answered by arch/caps.h. Nothing here changes state.
 */

#include "cap.h"
#include "delete.h"
#include "derive.h"
#include <arch/caps.h>

static word_t zombie_size_bits(struct cap c)
{
    switch ((enum zombie_kind)zombie_cap_kind(c)) {
    case ZOMBIE_CNODE:        return zombie_cap_radix(c) + SLOT_BITS;
    case ZOMBIE_TCB:          return TCB_BITS;
    case ZOMBIE_ENDPOINT:     return ENDPOINT_BITS;
    case ZOMBIE_NOTIFICATION: return NOTIFICATION_BITS;
    case ZOMBIE_IRQ:          return 0;
    }
    return 0;
}

word_t cap_size_bits(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_untyped:       return untyped_cap_size_bits(c);
    case CAP_endpoint:      return ENDPOINT_BITS;
    case CAP_notification:  return NOTIFICATION_BITS;
    case CAP_reply:         return REPLY_BITS;
    case CAP_cnode:         return cnode_cap_radix(c) + SLOT_BITS;
    case CAP_tcb:           return TCB_BITS;
    case CAP_sched_context: return sched_context_cap_size_bits(c);
    case CAP_zombie:        return zombie_size_bits(c);
    case CAP_null:
    case CAP_irq_control:
    case CAP_irq_handler:
    case CAP_domain_set:
    case CAP_sched_control: return 0;
    default:                return arch_cap_size_bits(c);
    }
}

/* An interrupt's handler, also while it is dying: then it names no memory, only its number. */
static bool is_handler(struct cap c)
{
    return cap_is(c, CAP_irq_handler) ||
           (cap_is(c, CAP_zombie) && zombie_cap_kind(c) == ZOMBIE_IRQ) ||
           arch_cap_is_of_irq_control(c);
}

bool cap_same_region(struct cap a, struct cap b)
{
    bool same_type = cap_type(a) == cap_type(b);
    bool same_address = cap_object(a) == cap_object(b);
    switch (cap_type(a)) {
    case CAP_endpoint:
    case CAP_notification:
    case CAP_reply:
    case CAP_tcb:
        return same_type && same_address;
    case CAP_cnode:
        return same_type && same_address && cnode_cap_radix(a) == cnode_cap_radix(b);
    case CAP_sched_context:
        return same_type && same_address &&
               sched_context_cap_size_bits(a) == sched_context_cap_size_bits(b);
    case CAP_sched_control:
    case CAP_domain_set:
        return same_type;
    case CAP_irq_control:
        return same_type || is_handler(b);
    case CAP_irq_handler:
        return same_type && irq_handler_cap_irq(a) == irq_handler_cap_irq(b);
    case CAP_null:
    case CAP_untyped:
    case CAP_zombie:
        return false;
    default:
        return arch_cap_same_region(a, b);
    }
}

bool cap_same_object(struct cap a, struct cap b)
{
    if (cap_is(a, CAP_untyped) || cap_is(a, CAP_irq_control))
        return false;
    if (cap_type(a) % 2 == 1)
        return arch_cap_same_object(a, b);
    return cap_same_region(a, b);
}

struct cap cap_mask_rights(struct cap c, word_t rights)
{
    switch (cap_type(c)) {
    case CAP_endpoint:
        return endpoint_cap_with(c, endpoint_cap_rights(c) & rights);
    case CAP_notification:
        notification_cap_set_rights(&c, notification_cap_rights(c) & rights);
        return c;
    case CAP_reply:
        reply_cap_set_can_grant(&c, reply_cap_can_grant(c) & (rights / RIGHT_GRANT));
        return c;
    default:
        return cap_type(c) % 2 == 1 ? arch_cap_mask_rights(c, rights) : c;
    }
}

static struct cap cnode_with_guard(struct cap c, word_t data)
{
    cnode_cap_set_guard_size(&c, data);
    if (cnode_cap_guard_size(c) + cnode_cap_radix(c) > WORD_BITS)
        return cap_null();
    cnode_cap_set_guard(&c, (data >> 6) & mask(cnode_cap_guard_size(c)));
    return c;
}

struct cap cap_update_data(struct cap c, word_t data, bool preserve)
{
    switch (cap_type(c)) {
    case CAP_endpoint:
    case CAP_notification:
        if (preserve || endpoint_cap_badge(c) != 0)
            return cap_null();
        endpoint_cap_set_badge(&c, data);
        return c;
    case CAP_cnode:
        return cnode_with_guard(c, data);
    default:
        return cap_type(c) % 2 == 1 ? arch_cap_update_data(c, data, preserve) : c;
    }
}

struct cap cap_derive(const struct slot *source, struct cap c)
{
    bool refused = false;
    switch (cap_type(c)) {
    case CAP_untyped:
        refused = slot_has_children(source);
        if (refused)
            fail_revoke_first("this untyped has children; revoke it before copying");
        return refused ? cap_null() : c;
    case CAP_null:
    case CAP_zombie:
    case CAP_irq_control:
        fail_illegal("there is no capability, or it cannot be copied");
        return cap_null();
    default:
        return cap_type(c) % 2 == 1 ? arch_cap_derive(c) : c;
    }
}
