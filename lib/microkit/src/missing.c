/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Stand-ins for the entry points that only some domains need: they say which one is missing. */
#include <microkit.h>

static void missing(const char *function, unsigned int id, const char *why)
{
    microkit_internal_report(function, id, why);
    microkit_internal_crash(seL4_NoError);
}

LIBSEL4_WEAK microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    missing("protected", ch, "somebody called this PD, but its program has no `protected`");
    return msginfo;
}

LIBSEL4_WEAK seL4_Bool fault(microkit_child child, microkit_msginfo msginfo,
                             microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    missing("fault", child, "a child of this PD faulted, but its program has no `fault`");
    return seL4_False;
}
