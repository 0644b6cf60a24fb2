/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What holds for every invocation, made from the table: each succeeds once with the request of
 * requests.h; each is refused with any number of words and capabilities below what it needs, and
 * does not mind more; and each kind of capability is tried in every position.
 */
#include "requests.h"

/* Kinds of capabilities, first those with labels, named like their interface. */
#define ZOO(X)                                                                              \
    X(Untyped, UNTYPED(6)) X(CNode, CNODE_OF(2)) X(TCB, TCB())                              \
    X(IRQControl, seL4_CapIRQControl) X(IRQHandler, handler()) X(DomainSet, seL4_CapDomain) \
    X(SchedContext, SC()) X(SchedControl, SCHED_CONTROL) ARCH_KINDS(X)                      \
    X(null, seL4_CapNull) X(endpoint, ENDPOINT()) X(notification, NOTIFICATION())           \
    X(reply, REPLY()) X(vspace, seL4_CapInitThreadVSpace)

#define ZOO_NUMBER(name, how) kind_##name,
enum kind { ZOO(ZOO_NUMBER) N_KINDS };
#define K(name)  K_(name)
#define K_(name) ((word)1 << kind_##name)

struct need {
    word label, words, caps;
    enum kind kind;
};

#define NEED_P(label, interface, method, doc) \
    { label, INV_WORDS(label), INV_CAPS(label), kind_##interface },
#define NEED_R(label, interface, method, type, name, doc) NEED_P(label, interface, method, doc)
static const struct need needs[] = { INVOCATIONS(NEED_P, NEED_R, NEED_P) };
#define N_LABELS (sizeof needs / sizeof *needs)

static const struct answer success = SUCCESS, truncated = TRUNCATED;

static void good_requests_succeed(void)
{
    word missing = 0;
    for (word i = 0; i < N_LABELS; i++) {
        const struct request r = request_good(needs[i].label);
        missing += !r.label;
        if (r.label)
            check_answer(&r, " ", 0, 0, &success, true);
    }
    TRUE(missing <= ARCH_N_WITHOUT_REQUEST);
}

/* A word or capability that is missing is noticed before anything happens: the request is still
 * good afterwards. */
static void too_short(void)
{
    for (word i = 0; i < N_LABELS; i++) {
        const struct request good = request_good(needs[i].label);
        struct request r = good;
        if (!good.label)
            continue;
        for (r.n_words = 0; r.n_words <= good.n_words; r.n_words++)
            for (r.n_caps = 0; r.n_caps <= good.n_caps; r.n_caps++)
                if (r.n_words < needs[i].words || r.n_caps < needs[i].caps)
                    check_answer(&r, ", length ", r.n_words, r.n_caps, &truncated, true);
        check_answer(&good, " ", 0, 0, &success, true);
    }
}

static word label_of_longer(const struct request *r, word length)
{
    struct sys call = { .number = seL4_SysCall, .cap = r->cap, .info = INFO(r->label, 3, length) };
    for (word i = 0; i < 120; i++)
        root_buffer->msg[i] = i < r->n_words ? r->words[i] : ~(word)0;
    for (word i = 0; i < 4; i++)
        call.mr[i] = root_buffer->msg[i];
    for (word i = 0; i < 3; i++)
        root_buffer->caps_or_badges[i] = i < r->n_caps ? r->caps[i] : seL4_CapNull;
    arch_trap(&call);
    return info_label(call.info);
}

/* More words than needed, up to 120 and, by the info word, 127, and more capabilities. */
static void too_long(void)
{
    static const word lengths[] = { 12, 119, 120, 121, 127 };
    for (word i = 0; i < N_LABELS; i++)
        for (word k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            const struct request r = request_good(needs[i].label);
            if (r.label)
                check_label(r.label, ", length ", lengths[k], 3,
                            label_of_longer(&r, lengths[k]), 0);
        }
}

/* --- each kind of capability in every position ----------------------------------------------- */

static word handler(void)
{
    const word to = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, request_irq(), CNODE, to, DEPTH));
    return to;
}

/* Extra capability `at`: the kinds that will do there, and the answer to all others. */
struct position {
    word label, at, right;
    struct answer answer;
};

#define FROM_NOWHERE LOOKUP(1, seL4_InvalidRoot)
#define TO_NOWHERE   LOOKUP(0, seL4_InvalidRoot)

static const struct position positions[] = {
    { UntypedRetype, 0, K(CNode), LOOKUP(0, seL4_MissingCapability, 0) },
    { TCBCopyRegisters, 0, K(TCB), BAD_CAP(1) },
    { TCBConfigure, 0, K(CNode), ILLEGAL },
    { TCBConfigure, 1, K(vspace), ILLEGAL },
    { TCBConfigure, 2, K(ARCH_FRAME_INTERFACE), ILLEGAL },
    { TCBSetPriority, 0, K(TCB), BAD_CAP(1) },
    { TCBSetMCPriority, 0, K(TCB), BAD_CAP(1) },
    { TCBSetSchedParams, 0, K(TCB), BAD_CAP(1) },
    { TCBSetSchedParams, 1, K(SchedContext) | K(null), BAD_CAP(2) },
    { TCBSetSchedParams, 2, K(endpoint) | K(null), BAD_CAP(3) },
    { TCBSetTimeoutEndpoint, 0, K(endpoint) | K(null), BAD_CAP(1) },
    { TCBSetIPCBuffer, 0, K(ARCH_FRAME_INTERFACE), ILLEGAL },
    { TCBSetSpace, 0, K(endpoint) | K(null), BAD_CAP(1) },
    { TCBSetSpace, 1, K(CNode), ILLEGAL },
    { TCBSetSpace, 2, K(vspace), ILLEGAL },
    { TCBBindNotification, 0, K(notification), ILLEGAL },
    { CNodeCopy, 0, K(CNode), FROM_NOWHERE },
    { CNodeMint, 0, K(CNode), FROM_NOWHERE },
    { CNodeMove, 0, K(CNode), FROM_NOWHERE },
    { CNodeMutate, 0, K(CNode), FROM_NOWHERE },
    { CNodeRotate, 0, K(CNode), FROM_NOWHERE },
    { CNodeRotate, 1, K(CNode), FROM_NOWHERE },
    { ARCH_IRQ_LABEL(0), 0, K(CNode), TO_NOWHERE },
    { ARCH_IRQ_LABEL(1), 0, K(CNode), TO_NOWHERE },
    { IRQSetIRQHandler, 0, K(notification), BAD_CAP(0) },
    { DomainSetSet, 0, K(TCB), BAD_ARG(1) },
    { SchedControlConfigureFlags, 0, K(SchedContext), BAD_CAP(1) },
    { SchedContextBind, 0, K(TCB) | K(notification), BAD_CAP(1) },
    { SchedContextUnbindObject, 0, K(TCB) | K(notification), BAD_CAP(1) },
    ARCH_POSITIONS
};
#define N_POSITIONS (sizeof positions / sizeof *positions)

static void other_kinds(const struct position *p, const word *zoo)
{
    const struct request good = request_good(p->label);
    for (word kind = 0; kind < N_KINDS; kind++) {
        struct request r = good;
        r.caps[p->at] = zoo[kind];
        if (!(p->right >> kind & 1))
            check_answer(&r, ", kind and position ", kind, p->at, &p->answer, true);
    }
    check_answer(&good, " ", 0, 0, &success, true);
}

/* The table above is complete. */
static bool is_listed(word label, word at)
{
    for (word i = 0; i < N_POSITIONS; i++)
        if (positions[i].label == label && positions[i].at == at)
            return true;
    return false;
}

#define ZOO_MAKE(name, how) how,
static void wrong_kinds(void)
{
    const word zoo[] = { ZOO(ZOO_MAKE) };
    for (word i = 0; i < N_LABELS; i++)
        for (word at = 0; at < needs[i].caps; at++)
            if (!is_listed(needs[i].label, at) && request_good(needs[i].label).label)
                FAIL(request_name(needs[i].label));
    for (word i = 0; i < N_POSITIONS; i++)
        other_kinds(&positions[i], zoo);
}

/*
 * A good request to an object of another kind. Endpoints, notifications and replies take it for a
 * message; a null capability is InvalidCapability(0); all others do not know the label.
 */
static void wrong_objects(void)
{
    static const struct answer illegal = ILLEGAL, nothing = BAD_CAP(0);
    const word zoo[] = { ZOO(ZOO_MAKE) };
    for (word i = 0; i < N_LABELS; i++) {
        struct request r = request_good(needs[i].label);
        for (word kind = 0; r.label && kind <= kind_null; kind++) {
            r.cap = zoo[kind];
            if (kind != needs[i].kind)
                check_answer(&r, ", object ", kind, 0, kind == kind_null ? &nothing : &illegal,
                             true);
        }
    }
}

SUITE(every_request,
    { "succeeds-once", good_requests_succeed },
    { "too-short", too_short },
    { "too-long", too_long },
    { "wrong-kinds", wrong_kinds },
    { "wrong-objects", wrong_objects },
);
