/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * One good request for each invocation, and the comparison of wrong ones.
 */
#include "requests.h"

static const word self = seL4_CapInitThreadTCB, vspace = seL4_CapInitThreadVSpace;

struct request request_of(word cap, word label, word n_words, const word *words, word n_caps,
                          const word *caps)
{
    struct request r = { .cap = cap, .label = label, .n_words = n_words, .n_caps = n_caps };
    for (word i = 0; i < n_words; i++)
        r.words[i] = words[i];
    for (word i = 0; i < n_caps; i++)
        r.caps[i] = caps[i];
    return r;
}

struct reply request_send(const struct request *r)
{
    return invoke(r->cap, r->label, r->n_words, r->words, r->n_caps, r->caps);
}

/* --- one for each label ---------------------------------------------------------------------- */

/* A number that is free, in turn: those of a test are free again after it. */
word request_irq(void)
{
    static word n;
    n = (n + 1) % 50;
    return 40 + n;
}

struct request request_handler(word way, word irq, word to)
{
    struct request r = { .cap = seL4_CapIRQControl, .label = ARCH_IRQ_LABEL(way),
                         .n_words = ARCH_IRQ_WORDS(way), .n_caps = 1, .caps = { CNODE } };
    r.words[ARCH_IRQ_AT(way)] = irq;
    r.words[ARCH_INDEX_AT(way)] = to;
    r.words[ARCH_DEPTH_AT(way)] = DEPTH;
    return r;
}

#define GOOD(cap, words, caps) \
    return request_of(cap, label, LENGTH(words), (words) + 1, LENGTH(caps), (caps) + 1)

static word issued(void)
{
    const word to = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, request_irq(), CNODE, to, DEPTH));
    return to;
}

static word bound_tcb(void)
{
    const word tcb = TCB();
    OK(TCB_BindNotification(tcb, NOTIFICATION()));
    return tcb;
}

static word sc_with(word tcb)
{
    const word sc = sc_of(1000, 1000, 0, 0);
    OK(SchedContext_Bind(sc, tcb));
    return sc;
}

static struct request good_tcb(word label)
{
    const word tcb = TCB();
    switch (label) {
    case TCBReadRegisters: GOOD(tcb, LIST(0, 2), LIST());
    case TCBWriteRegisters: GOOD(tcb, LIST(0, 0), LIST());
    case TCBCopyRegisters: GOOD(tcb, LIST(0), LIST(TCB()));
    case TCBConfigure:
        GOOD(tcb, LIST(0, 0, 0x400), LIST(CNODE, vspace, make(ARCH_FRAME_TYPE, 0)));
    case TCBSetPriority: GOOD(tcb, LIST(7), LIST(self));
    case TCBSetMCPriority: GOOD(tcb, LIST(7), LIST(self));
    case TCBSetSchedParams:
        GOOD(tcb, LIST(7, 7), LIST(self, sc_of(1000, 1000, 0, 0), ENDPOINT()));
    case TCBSetTimeoutEndpoint: GOOD(tcb, LIST(), LIST(ENDPOINT()));
    case TCBSetIPCBuffer: GOOD(tcb, LIST(0x400), LIST(make(ARCH_FRAME_TYPE, 0)));
    case TCBSetSpace: GOOD(tcb, LIST(0, 0), LIST(ENDPOINT(), CNODE, vspace));
    case TCBBindNotification: GOOD(tcb, LIST(), LIST(NOTIFICATION()));
    case TCBUnbindNotification: GOOD(bound_tcb(), LIST(), LIST());
    case TCBSetTLSBase: GOOD(tcb, LIST(1), LIST());
    case TCBSetFlags: GOOD(tcb, LIST(0, 1), LIST());
    case TCBSuspend:
    case TCBResume: GOOD(tcb, LIST(), LIST());
    default: return (struct request){ 0 };
    }
}

static struct request good_cnode(word label)
{
    const word to = slot(), from = CNODE_OF(1);
    switch (label) {
    case CNodeRevoke: GOOD(CNODE, LIST(from, DEPTH), LIST());
    case CNodeDelete: GOOD(CNODE, LIST(from, DEPTH), LIST());
    case CNodeCancelBadgedSends: GOOD(CNODE, LIST(ENDPOINT(), DEPTH), LIST());
    case CNodeCopy: GOOD(CNODE, LIST(to, DEPTH, from, DEPTH, 15), LIST(CNODE));
    case CNodeMint: GOOD(CNODE, LIST(to, DEPTH, from, DEPTH, 15, 0), LIST(CNODE));
    case CNodeMove: GOOD(CNODE, LIST(to, DEPTH, from, DEPTH), LIST(CNODE));
    case CNodeMutate: GOOD(CNODE, LIST(to, DEPTH, from, DEPTH, 0), LIST(CNODE));
    default:
        GOOD(CNODE, LIST(to, DEPTH, 0, CNODE_OF(1), DEPTH, 0, from, DEPTH), LIST(CNODE, CNODE));
    }
}

static struct request good_time(word label)
{
    const word tcb = TCB(), sc = SC();
    switch (label) {
    case DomainSetSet: GOOD(seL4_CapDomain, LIST(1), LIST(tcb));
    case DomainScheduleConfigure: GOOD(seL4_CapDomain, LIST(7, 0, 0), LIST());
    case DomainScheduleSetStart: GOOD(seL4_CapDomain, LIST(0), LIST());
    case SchedControlConfigureFlags: GOOD(SCHED_CONTROL, LIST(100, 200, 8, 1, 0), LIST(sc));
    case SchedContextBind: GOOD(sc, LIST(), LIST(tcb));
    case SchedContextUnbind: GOOD(sc, LIST(), LIST());
    case SchedContextUnbindObject: GOOD(sc_with(tcb), LIST(), LIST(tcb));
    case SchedContextConsumed: GOOD(sc, LIST(), LIST());
    default: GOOD(sc_with(tcb), LIST(), LIST());    /* YieldTo */
    }
}

struct request request_good(word label)
{
    if (label >= TCBReadRegisters && label <= TCBSetFlags)
        return good_tcb(label);
    if (label >= CNodeRevoke && label <= CNodeRotate)
        return good_cnode(label);
    if (label >= DomainSetSet && label <= SchedContextYieldTo)
        return good_time(label);
    switch (label) {
    case UntypedRetype:
        GOOD(UNTYPED(8), LIST(seL4_EndpointObject, 0, 0, 0, slot(), 1), LIST(CNODE));
    case ARCH_IRQ_LABEL(0): return request_handler(0, request_irq(), slot());
    case ARCH_IRQ_LABEL(1): return request_handler(1, request_irq(), slot());
    case IRQSetIRQHandler: GOOD(issued(), LIST(), LIST(NOTIFICATION()));
    case IRQAckIRQ:
    case IRQClearIRQHandler: GOOD(issued(), LIST(), LIST());
    default: return arch_request_good(label);
    }
}

#define NAME_P(label, interface, method, doc)             [label] = #label,
#define NAME_R(label, interface, method, type, name, doc) [label] = #label,
static const char *const names[] = { INVOCATIONS(NAME_P, NAME_R, NAME_P) };

const char *request_name(word label)
{
    return names[label];
}

/* --- comparing ------------------------------------------------------------------------------- */

static char text[80];
static word text_length;

static void add(const char *s)
{
    for (; *s && text_length < sizeof text - 1; s++)
        text[text_length++] = *s;
    text[text_length] = 0;
}

static void add_number(word n)
{
    char digits[21] = { 0 };
    word i = sizeof digits - 1;
    do
        digits[--i] = (char)('0' + n % 10);
    while (n /= 10);
    add(digits + i);
}

static void compose(word label, const char *what, word i, word j)
{
    text_length = 0;
    add(request_name(label));
    add(what);
    add_number(i);
    add(" ");
    add_number(j);
}

void check_answer(const struct request *r, const char *what, word i, word j,
                  const struct answer *want, bool exact)
{
    const struct reply got = request_send(r);
    word list[6] = { 0 };
    for (word k = 0; k < want->n; k++)
        list[k + 1] = want->word[k];
    compose(r->label, what, i, j);
    if (exact || got.label != want->label)
        check_reply(HERE, text, got, want->label, list, want->n);
}

void check_label(word label, const char *what, word i, word j, word got, word want)
{
    compose(label, what, i, j);
    check_equal(HERE, text, got, want);
}

static void spoil(struct request *r, const struct row *row)
{
    if (row->place == LENGTH_IS)
        r->n_words = row->value;
    else if (row->place == CAPS_ARE)
        r->n_caps = row->value;
    else if (row->place == SELF)
        r->cap = row->value;
    else if (row->place < CAP_0)
        r->words[row->place - WORD_0] = row->value;
    else
        r->caps[row->place - CAP_0] = row->value;
}

static void allowed(const struct request *good, const struct row *row, word i, void (*undo)(void))
{
    struct request r = *good;
    spoil(&r, row);
    check_answer(&r, ", allowed value ", i, i, &row->answer, true);
    if (undo)
        undo();
}

static void with_later_faults(const struct request *good, const struct row *rows, word n, word i)
{
    struct request first = *good;
    spoil(&first, &rows[i]);
    check_answer(&first, ", fault ", i, i, &rows[i].answer, true);
    for (word j = i + 1; j < n; j++) {
        struct request both = first;
        if (rows[j].place == rows[i].place || rows[j].answer.label == seL4_NoError)
            continue;
        spoil(&both, &rows[j]);
        check_answer(&both, ", faults ", i, j, &rows[i].answer, !rows[i].answer.loose);
    }
}

void precedence(const struct request *good, const struct row *rows, word n, void (*undo)(void))
{
    for (word i = 0; i < n; i++)
        if (rows[i].answer.label != seL4_NoError)
            with_later_faults(good, rows, n, i);
    for (word i = 0; i < n; i++)
        if (rows[i].answer.label == seL4_NoError)
            allowed(good, &rows[i], i, undo);
}
