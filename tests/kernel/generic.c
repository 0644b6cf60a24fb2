/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Tests made from the invocation table: each label with every length and number of capabilities
 * below what it needs, and each object with every label that is not one of its own.
 */
#include "operations.h"

/* Each kind of object that has labels, and how to get one. */
#define KINDS(X)                                \
    X(Untyped, UNTYPED(6))                      \
    X(TCB, TCB())                               \
    X(CNode, CNODE)                             \
    X(IRQControl, seL4_CapIRQControl)           \
    X(IRQHandler, handler_of(70))               \
    X(DomainSet, seL4_CapDomain)                \
    X(SchedControl, SCHED_CONTROL)              \
    X(SchedContext, SC())                       \
    ARCH_KINDS(X)

#define KIND_NUMBER(name, how) kind_##name,
enum kind { KINDS(KIND_NUMBER) N_KINDS };

struct row {
    const char *name;
    word label;
    enum kind kind;
    word words, caps;
};

#define ROW_P(label, interface, method, doc) \
    { #label, label, kind_##interface, INV_WORDS(label), INV_CAPS(label) },
#define ROW_R(label, interface, method, type, name, doc) ROW_P(label, interface, method, doc)
static const struct row rows[] = { INVOCATIONS(ROW_P, ROW_R, ROW_P) };
#define N_ROWS (sizeof rows / sizeof *rows)

static word object[N_KINDS];

static word handler_of(word irq)
{
    const word to = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, irq, CNODE, to, DEPTH));
    return to;
}

#define KIND_MAKE(name, how) object[kind_##name] = how;
static void make_objects(void)
{
    KINDS(KIND_MAKE)
}

static enum kind kind_of_label(word label)
{
    for (word i = 0; i < N_ROWS; i++)
        if (rows[i].label == label)
            return rows[i].kind;
    return N_KINDS;
}

static void labels_of_other_objects(void)
{
    make_objects();
    for (word k = 0; k < N_KINDS; k++)
        for (word label = 0; label < nArchInvocationLabels + 4; label++) {
            if (kind_of_label(label) != k)
                ERR(INVOKE(object[k], label, LIST(), LIST()), IllegalOperation);
        }
    for (word k = 0; k < N_KINDS; k++)
        ERR(INVOKE(object[k], ((word)1 << 52) - 1, LIST(), LIST()), IllegalOperation);
}

/*
 * Words and capabilities that are good for each label, for those whose length is looked at again
 * after the first arguments: CNode operations, and DomainSet_Set, which checks its domain first.
 */
static void good_arguments(const struct row *row, word *words, word *caps)
{
    for (word i = 0; i < 8; i++)
        words[i] = 0;
    for (word i = 0; i < 3; i++)
        caps[i] = object[kind_TCB];
    if (row->kind != kind_CNode)
        return;
    const word full = object[kind_TCB], empty = object[kind_Untyped] + 100000;
    caps[0] = caps[1] = CNODE;
    words[0] = empty;
    words[1] = words[3] = DEPTH;
    words[2] = full;
}

static void truncated_messages(void)
{
    make_objects();
    for (word i = 0; i < N_ROWS; i++) {
        const struct row *row = &rows[i];
        word words[8], caps[3];
        if (ARCH_LENGTH_UNCHECKED(row->label))
            continue;
        good_arguments(row, words, caps);
        for (word n = 0; n < row->words; n++)
            ERR(invoke(object[row->kind], row->label, n, words, row->caps, caps),
                TruncatedMessage);
        for (word n = 0; n < row->caps; n++)
            ERR(invoke(object[row->kind], row->label, row->words, words, n, caps),
                TruncatedMessage);
    }
}

/* A null capability refuses every label, whatever comes with it. */
static void null_capability(void)
{
    const word empty = slot();
    for (word label = 0; label < nArchInvocationLabels + 2; label++) {
        ERR(INVOKE(empty, label, LIST(), LIST()), InvalidCapability, 0);
        ERR(INVOKE(seL4_CapNull, label, LIST(1, 2, 3, 4, 5, 6), LIST(CNODE, CNODE, CNODE)),
            InvalidCapability, 0);
    }
}

/* Notifications and replies do not look at the label: the call comes back empty. */
static void label_is_not_interpreted(void)
{
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 3), reply = REPLY();
    for (word label = 0; label < nArchInvocationLabels + 2; label++) {
        EQ(OK(INVOKE(badged, label, LIST(1, 2), LIST())).length, 0);
        EQ(poll(n), 3);
        EQ(OK(INVOKE(reply, label, LIST(1, 2), LIST())).length, 0);
    }
}

/* In the first phase of a combined call five kinds of object cannot be invoked, the others can. */
static void first_phase(void)
{
    struct thread *t = thread_new(HIGH);
    const word flag = NOTIFICATION(), u = UNTYPED(5), to = slot(), sc = SC();
    OK(TCB_BindNotification(t->tcb, flag));
    signal(flag);
    START(t, .number = seL4_SysNBSendWait, .reply = t->tcb, .cap = flag,
          .info = INFO(TCBUnbindNotification, 0, 0));
    TRUE(t->done);
    OK(TCB_UnbindNotification(t->tcb));     /* still bound */

    OK(SchedContext_Bind(sc, TCB()));
    signal(flag);
    START(t, .number = seL4_SysNBSendWait, .reply = sc, .cap = flag,
          .info = INFO(SchedContextUnbind, 0, 0));
    ERR(SchedContext_Bind(sc, TCB()), IllegalOperation);
    signal(flag);
    START(t, .number = seL4_SysNBSendWait, .reply = CNODE, .cap = flag,
          .info = INFO(CNodeDelete, 0, 2), .mr = { u, DEPTH });
    FALSE(slot_is_empty(u));

    t->buffer->caps_or_badges[0] = CNODE;
    t->buffer->msg[4] = to;
    t->buffer->msg[5] = 1;
    signal(flag);
    START(t, .number = seL4_SysNBSendWait, .reply = u, .cap = flag,
          .info = INFO(UntypedRetype, 1, 6), .mr = { seL4_EndpointObject, 0, 0, 0 });
    TRUE(t->done);
    FALSE(slot_is_empty(to));
}

SUITE(generic,
    { "labels-of-other-objects", labels_of_other_objects },
    { "truncated-messages", truncated_messages },
    { "null-capability", null_capability },
    { "label-is-not-interpreted", label_is_not_interpreted },
    { "first-phase", first_phase },
);
