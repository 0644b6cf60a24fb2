/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which of two errors is reported, and addresses at the edge: tables, frames, ASID pools, I/O
 * ports, interrupts. And one good request for each of their invocations.
 */
#include "requests.h"

#define LARGE   0x200000UL
#define A       ARCH_SCRATCH
#define FRAME() make(ARCH_FRAME_TYPE, 0)

static word new_root(word pool)
{
    const word root = make(ARCH_VSPACE_TYPE, 0);
    OK(X86_ASIDPool_Assign(pool, root));
    return root;
}

static word new_pool(void)
{
    const word to = slot();
    OK(X86_ASIDControl_MakePool(seL4_CapASIDControl, UNTYPED(12), CNODE, to, DEPTH));
    return to;
}

/* A root whose pool is gone. */
static word lost_root(void)
{
    const word pool = new_pool(), root = new_root(pool);
    discard(pool);
    return root;
}

static word table_at(word root, word address, word level)
{
    const word table = make(arch_table_type(level), 0);
    OK(INVOKE(table, arch_table_map_label(level), LIST(address, 0), LIST(root)));
    return table;
}

static void tables(word root, word address, word n)
{
    for (word i = 0; i < n; i++)
        table_at(root, address, i);
}

/* --- one of each ----------------------------------------------------------------------------- */

static struct request good_table(word label)
{
    const word level = (label - X86PDPTMap) / 2, table = make(arch_table_type(level), 0);
    const word root = new_root(seL4_CapInitThreadASIDPool);
    tables(root, A, level);
    if (label == arch_table_map_label(level))
        return REQUEST(table, label, LIST(A, 0), LIST(root));
    return REQUEST(table, label, LIST(), LIST());
}

static struct request good_port(word label)
{
    const word to = slot(), port = arch_port_number();
    OK(X86_IOPortControl_Issue(seL4_CapIOPortControl, port, port + 3, CNODE, to, DEPTH));
    if (label >= X86IOPortOut8)
        return REQUEST(to, label, LIST(port, 0), LIST());
    return REQUEST(to, label, LIST(port), LIST());
}

struct request arch_request_good(word label)
{
    const word pool = seL4_CapInitThreadASIDPool, frame = FRAME();
    if (label >= X86PDPTMap && label <= X86PageTableUnmap)
        return good_table(label);
    if (label >= X86IOPortIn8 && label <= X86IOPortOut32)
        return good_port(label);
    switch (label) {
    case X86PageMap: {
        const word root = new_root(pool);
        tables(root, A, 3);
        return REQUEST(frame, label, LIST(A, 3, 0), LIST(root));
    }
    case X86PageUnmap:
    case X86PageGetAddress: return REQUEST(frame, label, LIST(), LIST());
    case X86ASIDControlMakePool:
        return REQUEST(seL4_CapASIDControl, label, LIST(slot(), DEPTH), LIST(UNTYPED(12), CNODE));
    case X86ASIDPoolAssign:
        return REQUEST(pool, label, LIST(), LIST(make(ARCH_VSPACE_TYPE, 0)));
    case X86IOPortControlIssue: {
        const word port = arch_port_number();
        return REQUEST(seL4_CapIOPortControl, label, LIST(port, port, slot(), DEPTH), LIST(CNODE));
    }
    default: return (struct request){ 0 };
    }
}

/* --- tables and frames ----------------------------------------------------------------------- */

static word subject, subject_level;

static void unmap_table(void)
{
    OK(INVOKE(subject, arch_table_map_label(subject_level) + 1, LIST(), LIST()));
}

static void unmap_frame(void)
{
    OK(X86_Page_Unmap(subject));
}

#define ADDRESSES_BEYOND                            \
    { WORD(0), USER_LAST + 1, BAD_ARG(0) },         \
    { WORD(0), 0x7fffffffffffffffUL, BAD_ARG(0) },  \
    { WORD(0), 0xffff800000000000UL, BAD_ARG(0) },  \
    { WORD(0), 0xffffff8000000000UL, BAD_ARG(0) },  \
    { WORD(0), 0xffffffff80100000UL, BAD_ARG(0) },  \
    { WORD(0), ~(word)0, BAD_ARG(0) }

static void table_map(void)
{
    for (subject_level = 0; subject_level < 3; subject_level++) {
        const word span = (word)1 << (39 - 9 * subject_level);
        const word root = new_root(seL4_CapInitThreadASIDPool), ep = ENDPOINT();
        tables(root, A, subject_level);
        const word mapped = table_at(root, A, subject_level);
        const word type = arch_table_type(subject_level);
        /* A table that is missing for an address which is taken cannot be: instead one level. */
        const word far = A + ((word)1 << (48 - 9 * subject_level));
        const struct answer missing = subject_level == 0 ? (struct answer)OCCUPIED
            : (struct answer)LOOKUP(0, seL4_MissingCapability, 48 - 9 * subject_level);
        subject = make(type, 0);
        const struct request good = REQUEST(subject, arch_table_map_label(subject_level),
                                            LIST(A + span, 0), LIST(root));
        const struct row rows[] = {
            { LENGTH_IS, 0, TRUNCATED },
            { LENGTH_IS, 1, TRUNCATED },
            { CAPS_ARE, 0, TRUNCATED },
            { SELF, mapped, BAD_CAP(0) },
            { CAP(0), ep, BAD_CAP(1) },
            { CAP(0), seL4_CapNull, BAD_CAP(1) },
            { CAP(0), make(type, 0), BAD_CAP(1) },
            { CAP(0), mapped, BAD_CAP(1) },
            { CAP(0), FRAME(), BAD_CAP(1) },
            { CAP(0), make(ARCH_VSPACE_TYPE, 0), BAD_CAP(1) },
            ADDRESSES_BEYOND,
            { CAP(0), lost_root(), LOOKUP(0, seL4_InvalidRoot) },
            { WORD(0), subject_level ? far : A, missing },
            { WORD(0), A, OCCUPIED },
            { WORD(0), A | (span - 1), OCCUPIED },
            { WORD(0), (A + span) | (span - 1), SUCCESS },
            { WORD(0), A + 2 * span, SUCCESS },
            { WORD(1), ~(word)0, SUCCESS },
        };
        PRECEDENCE(&good, rows, unmap_table);
    }
}

static void page_map(void)
{
    const word root = new_root(seL4_CapInitThreadASIDPool), ep = ENDPOINT();
    const word other = new_root(seL4_CapInitThreadASIDPool);
    const word elsewhere = FRAME(), there = FRAME();
    tables(root, A, 3);
    tables(root, USER_LAST, 3);
    tables(root, A + (1UL << 39), 1);
    table_at(root, A + 0x80000000, 1);
    tables(other, A, 3);
    OK(X86_Page_Map(elsewhere, other, A, 3, 0));
    OK(X86_Page_Map(there, root, A + 0x3000, 3, 0));
    subject = FRAME();
    const struct request good = REQUEST(subject, X86PageMap, LIST(A, 3, 0), LIST(root));
    const struct row rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 2, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { CAP(0), make(ARCH_TABLE_TYPE, 0), BAD_CAP(1) },
        { CAP(0), make(ARCH_VSPACE_TYPE, 0), BAD_CAP(1) },
        { SELF, elsewhere, BAD_CAP(1) },
        ADDRESSES_BEYOND,
        { WORD(0), USER_LAST, BAD_ARG(0) },
        { WORD(0), USER_LAST - 0xffe, BAD_ARG(0) },
        { WORD(0), USER_LAST - 0xfff, BAD_ARG(0) },
        { CAP(0), lost_root(), LOOKUP(0, seL4_InvalidRoot) },
        { WORD(0), A + 1, UNALIGNED },
        { WORD(0), A + 0xfff, UNALIGNED },
        { WORD(0), A + (2UL << 39), LOOKUP(0, seL4_MissingCapability, 39) },
        { WORD(0), A + (1UL << 39), LOOKUP(0, seL4_MissingCapability, 30) },
        { WORD(0), A + 0x40000000, LOOKUP(0, seL4_MissingCapability, 30) },
        { WORD(0), A + 0x80000000, LOOKUP(0, seL4_MissingCapability, 21) },
        { WORD(0), A + LARGE, LOOKUP(0, seL4_MissingCapability, 21) },
        { WORD(0), A + 0x3000, SUCCESS },               /* what is there is replaced */
        { WORD(0), USER_LAST - 0x1fff, SUCCESS },
        { WORD(0), A + 0x1ff000, SUCCESS },
        { WORD(1), ~(word)0, SUCCESS },
        { WORD(2), ~(word)0, SUCCESS },
    };
    PRECEDENCE(&good, rows, unmap_frame);
}

static word pool_slot;

static void pools(void)
{
    const word ep = ENDPOINT(), used = UNTYPED(12), u = UNTYPED(12);
    const word device = make_in(device_ram_cap, seL4_UntypedObject, 12);
    make_in(used, seL4_EndpointObject, 0);
    pool_slot = slot();
    const struct request make_pool = REQUEST(seL4_CapASIDControl, X86ASIDControlMakePool,
                                             LIST(pool_slot, DEPTH), LIST(u, CNODE));
    const struct row pool_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 1, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAPS_ARE, 1, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { CAP(0), UNTYPED(11), BAD_CAP(1) },
        { CAP(0), UNTYPED(13), BAD_CAP(1) },
        { CAP(0), device, BAD_CAP(1) },
        { CAP(0), used, REVOKE },
        { CAP(1), ep, LOOKUP(0, seL4_InvalidRoot) },
        { WORD(1), 0, RANGE(1, 64) },
        { WORD(1), 65, RANGE(1, 64) },
        { WORD(1), ~(word)0, RANGE(1, 64) },
        { WORD(0), (word)1 << 63, LOOKUP(0, seL4_GuardMismatch, 64, 0, 47) },
        { WORD(0), ep, OCCUPIED },
    };
    PRECEDENCE(&make_pool, pool_rows, NULL);
    OK(request_send(&make_pool));
    const struct request assign =
        REQUEST(pool_slot, X86ASIDPoolAssign, LIST(), LIST(make(ARCH_VSPACE_TYPE, 0)));
    const struct row assign_rows[] = {
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), make(PDPT_TYPE, 0), BAD_CAP(1) },
        { CAP(0), new_root(pool_slot), BAD_CAP(1) },
        { CAP(0), seL4_CapInitThreadVSpace, BAD_CAP(1) },
    };
    PRECEDENCE(&assign, assign_rows, NULL);
    OK(request_send(&assign));
}

/* --- interrupts ------------------------------------------------------------------------------ */

static word spare;

static void empty_spare(void)
{
    discard(spare);
}

#define TO_SLOT                                                 \
    { LENGTH_IS, 6, TRUNCATED },                                \
    { CAPS_ARE, 0, TRUNCATED },                                 \
    { WORD(6), 108, RANGE(0, 107) },                            \
    { WORD(6), ~(word)0, RANGE(0, 107) },                       \
    { WORD(6), 70, REVOKE },                                    \
    { CAP(0), ep, LOOKUP(0, seL4_InvalidRoot) },                \
    { WORD(1), 0, RANGE(1, 64) },                               \
    { WORD(1), 65, RANGE(1, 64) },                              \
    { WORD(0), (word)1 << 63, LOOKUP(0, seL4_GuardMismatch, 64, 0, 47) },   \
    { WORD(0), ep, OCCUPIED }

static void pin_handlers(void)
{
    const word ep = ENDPOINT(), control = seL4_CapIRQControl;
    OK(IRQControl_GetMSI(control, CNODE, slot(), DEPTH, 0, 0, 0, 0, 70));
    spare = slot();
    const struct request good = REQUEST(control, X86IRQIssueIRQHandlerIOAPIC,
                                        LIST(spare, DEPTH, 0, 20, 0, 0, 71), LIST(CNODE));
    const struct row rows[] = {
        TO_SLOT,
        { WORD(2), 1, RANGE(0, 0) },
        { WORD(2), ~(word)0, RANGE(0, 0) },
        { WORD(3), 24, RANGE(0, 23) },
        { WORD(3), ~(word)0, RANGE(0, 23) },
        { WORD(4), 2, RANGE(0, 1) },
        { WORD(4), ~(word)0, RANGE(0, 1) },
        { WORD(5), 2, RANGE(0, 1) },
        { WORD(5), ~(word)0, RANGE(0, 1) },
        { WORD(6), 0, SUCCESS },
        { WORD(6), 107, SUCCESS },
        { WORD(3), 0, SUCCESS },
        { WORD(3), 23, SUCCESS },
        { WORD(4), 1, SUCCESS },
        { WORD(5), 1, SUCCESS },
    };
    PRECEDENCE(&good, rows, empty_spare);
}

static void message_handlers(void)
{
    const word ep = ENDPOINT(), control = seL4_CapIRQControl;
    OK(IRQControl_GetMSI(control, CNODE, slot(), DEPTH, 0, 0, 0, 0, 70));
    spare = slot();
    const struct request good = REQUEST(control, X86IRQIssueIRQHandlerMSI,
                                        LIST(spare, DEPTH, 0, 3, 0, 0, 71), LIST(CNODE));
    const struct row rows[] = {
        TO_SLOT,
        { WORD(2), 256, RANGE(0, 255) },
        { WORD(2), ~(word)0, RANGE(0, 255) },
        { WORD(3), 32, RANGE(0, 31) },
        { WORD(3), ~(word)0, RANGE(0, 31) },
        { WORD(4), 8, RANGE(0, 7) },
        { WORD(4), ~(word)0, RANGE(0, 7) },
        { WORD(2), 255, SUCCESS },
        { WORD(3), 31, SUCCESS },
        { WORD(4), 7, SUCCESS },
        { WORD(5), ~(word)0, SUCCESS },
        { WORD(6), 0, SUCCESS },
        { WORD(6), 107, SUCCESS },
    };
    PRECEDENCE(&good, rows, empty_spare);
}

/* By number alone there is none; how long the message is, is looked at before. */
static void plain_handler(void)
{
    const word ep = ENDPOINT(), control = seL4_CapIRQControl;
    ERR(INVOKE(control, IRQIssueIRQHandler, LIST(1, 0), LIST(CNODE)), TruncatedMessage);
    ERR(INVOKE(control, IRQIssueIRQHandler, LIST(1, 0, 0), LIST()), TruncatedMessage);
    for (word irq = 0; irq < 160; irq++)
        ERR(IRQControl_Get(control, irq, ep, 0, 0), IllegalOperation);
    ERR(IRQControl_Get(control, ~(word)0, CNODE, slot(), DEPTH), IllegalOperation);
}

SUITE(precedence_vm,
    { "table-map", table_map },
    { "page-map", page_map },
    { "asid-pools", pools },
    { "pin-handlers", pin_handlers },
    { "message-handlers", message_handlers },
    { "plain-handler", plain_handler },
);
