/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * I/O ports: issuing ranges, using them, giving them back.
 */
#include "operations.h"

#define CONTROL  ((word)seL4_CapIOPortControl)
#define FREE     0x5000         /* no device is here; arch_some_port() takes others */
#define N_FREE   0x800
#define PCI      0xcf8          /* PCI configuration: address, data */
#define PCI_DATA 0xcfc
#define CMOS     0x70

static struct reply issue_to(word first, word last, word to)
{
    return X86_IOPortControl_Issue(CONTROL, first, last, CNODE, to, DEPTH);
}

static word issue(word first, word last)
{
    const word to = slot();
    OK(issue_to(first, last, to));
    return to;
}

/* --- issuing --------------------------------------------------------------------------------- */

static void errors_in_order(void)
{
    const word to = slot(), full = NOTIFICATION(), port = issue(FREE + 8, FREE + 15);
    ERR(INVOKE(CONTROL, X86IOPortIn8, LIST(FREE), LIST(CNODE)), IllegalOperation);
    ERR(INVOKE(CONTROL, X86PageUnmap, LIST(), LIST()), IllegalOperation);
    ERR(INVOKE(CONTROL, X86IOPortControlIssue, LIST(9, 8, to), LIST(CNODE)), TruncatedMessage);
    ERR(INVOKE(CONTROL, X86IOPortControlIssue, LIST(9, 8, to, DEPTH), LIST()), TruncatedMessage);
    ERR(X86_IOPortControl_Issue(CONTROL, FREE + 9, FREE + 8, full, full, 65), InvalidArgument, 1);
    ERR(X86_IOPortControl_Issue(CONTROL, FREE + 8, FREE + 8, full, full, 65), RevokeFirst);
    ERR(X86_IOPortControl_Issue(CONTROL, FREE, FREE, full, to, DEPTH), FailedLookup, 0,
        seL4_InvalidRoot);
    ERR(X86_IOPortControl_Issue(CONTROL, FREE, FREE, CNODE, to, 65), RangeError, 1, 64);
    ERR(X86_IOPortControl_Issue(CONTROL, FREE, FREE, CNODE, full, DEPTH), DeleteFirst);
    OK(X86_IOPortControl_Issue(CONTROL, FREE, FREE, CNODE, to, DEPTH));
    FALSE(slot_is_empty(port));
}

/* A refused request issues nothing. */
static void refused_is_not_issued(void)
{
    const word full = NOTIFICATION();
    ERR(issue_to(FREE, FREE + 99, full), DeleteFirst);
    discard(issue(FREE, FREE + 99));
}

/* Port numbers have 16 bits; those above are ignored. */
static void numbers_have_16_bits(void)
{
    const word to = slot();
    ERR(issue_to(0x10000 + FREE + 1, FREE, to), InvalidArgument, 1);
    ERR(issue_to(FREE + 1, 0x10000 + FREE, to), InvalidArgument, 1);
    OK(issue_to(0xffff000000000000 + FREE, 0x20000 + FREE + 1, to));
    OK(X86_IOPort_In8(to, FREE));
    OK(X86_IOPort_In8(to, 0x10000 + FREE + 1));
    ERR(X86_IOPort_In8(to, FREE + 2), IllegalOperation);
    ERR(issue_to(FREE + 1, FREE + 1, slot()), RevokeFirst);
}

/* The first and the last port; the whole range cannot be had, as the harness has some. */
static void edges(void)
{
    const word last = issue(0xfff0, 0xffff), first = issue(0, 0);
    ERR(issue_to(0, 0xffff, slot()), RevokeFirst);
    OK(X86_IOPort_In8(last, 0xffff));
    ERR(X86_IOPort_In16(last, 0xffff), IllegalOperation);
    ERR(X86_IOPort_In32(last, 0xfffd), IllegalOperation);
    OK(X86_IOPort_In32(last, 0xfffc));
    ERR(X86_IOPort_In16(first, 0), IllegalOperation);
    ERR(X86_IOPort_In8(first, 0xffff), IllegalOperation);
}

static word number;
static word draw(word below)
{
    number = number * 6364136223846793005 + 1442695040888963407;
    return (number >> 33) % below;
}

static bool model[N_FREE];

static bool model_has(word first, word last)
{
    for (word p = first; p <= last; p++)
        if (model[p])
            return true;
    return false;
}

static void model_set(word first, word last, bool value)
{
    for (word p = first; p <= last; p++)
        model[p] = value;
}

/* Random ranges come and go; a list of all ports says what has to happen. */
static void random_ranges(void)
{
    enum { HELD = 16 };
    word held[HELD] = { 0 }, first[HELD], last[HELD], spare = slot();
    number = 1;
    model_set(0, N_FREE - 1, false);
    for (word round = 0; round < 600; round++) {
        const word i = draw(HELD), from = draw(N_FREE);
        const word bytes = 1 + draw(round % 2 ? 8 : 300);
        const word to = from + bytes <= N_FREE ? from + bytes - 1 : N_FREE - 1;
        if (held[i]) {
            spare = discard(held[i]);
            model_set(first[i], last[i], false);
            held[i] = 0;
        } else if (model_has(from, to)) {
            ERR(issue_to(FREE + from, FREE + to, spare), RevokeFirst);
        } else {
            OK(issue_to(FREE + from, FREE + to, spare));
            held[i] = spare;
            first[i] = from;
            last[i] = to;
            model_set(from, to, true);
            spare = slot();
        }
    }
}

/* --- capabilities ---------------------------------------------------------------------------- */

static void control_is_single(void)
{
    const word to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, CONTROL, DEPTH, ALL_RIGHTS), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, CONTROL, DEPTH, ALL_RIGHTS, 7), IllegalOperation);
    OK(CNode_Mutate(CNODE, to, DEPTH, CNODE, CONTROL, DEPTH, 7));
    OK(X86_IOPortControl_Issue(to, FREE, FREE, CNODE, slot(), DEPTH));
    OK(CNode_Move(CNODE, CONTROL, DEPTH, CNODE, to, DEPTH));
}

/* Rights and data mean nothing; the last copy frees the ports. */
static void copies(void)
{
    const word port = issue(FREE, FREE + 3), plain = copy(port), minted = mint(port, 0, 0x1234);
    OK(X86_IOPort_Out8(minted, FREE + 3, 0));
    discard(port);
    ERR(issue_to(FREE, FREE, slot()), RevokeFirst);
    OK(X86_IOPort_In8(plain, FREE));
    discard(plain);
    ERR(issue_to(FREE + 3, FREE + 3, slot()), RevokeFirst);
    discard(minted);
    discard(issue(FREE, FREE + 3));
}

/* The issued capability is the parent of its copies, a copy of none, neighbours are strangers. */
static void revocation(void)
{
    const word a = issue(FREE, FREE + 3), b = issue(FREE + 4, FREE + 7);
    const word a1 = copy(a), a2 = copy(a1), b1 = copy(b);
    OK(CNode_Revoke(CNODE, a1, DEPTH));
    FALSE(slot_is_empty(a2));
    OK(CNode_Revoke(CNODE, a, DEPTH));
    TRUE(slot_is_empty(a1));
    TRUE(slot_is_empty(a2));
    FALSE(slot_is_empty(b));
    FALSE(slot_is_empty(b1));
    OK(X86_IOPort_In8(a, FREE));
    discard(a);
    OK(issue_to(FREE, FREE + 3, a));
    ERR(issue_to(FREE + 4, FREE + 4, slot()), RevokeFirst);
}

/* Ports are no memory: revoking an untyped leaves them. A CNode that dies takes them along. */
static void in_a_dying_cnode(void)
{
    const word cnode = CNODE_OF(1);
    OK(X86_IOPortControl_Issue(CONTROL, FREE, FREE + 64, cnode, 0, 1));
    ERR(issue_to(FREE + 64, FREE + 64, slot()), RevokeFirst);
    discard(cnode);
    discard(issue(FREE, FREE + 64));
}

/* --- in and out ------------------------------------------------------------------------------ */

static void in_out_errors(void)
{
    const word port = issue(FREE, FREE + 3);
    static const word in[] = { X86IOPortIn8, X86IOPortIn16, X86IOPortIn32 };
    static const word out[] = { X86IOPortOut8, X86IOPortOut16, X86IOPortOut32 };
    for (word i = 0; i < 3; i++) {
        const word bytes = (word)1 << i;
        ERR(INVOKE(port, in[i], LIST(), LIST()), TruncatedMessage);
        ERR(INVOKE(port, out[i], LIST(FREE + 4), LIST()), TruncatedMessage);
        for (word at = FREE - 4; at <= FREE + 8; at++) {
            const bool inside = at >= FREE && at + bytes <= FREE + 4;
            const word want = inside ? seL4_NoError : seL4_IllegalOperation;
            EQ(INVOKE(port, in[i], LIST(at), LIST()).label, want);
            EQ(INVOKE(port, out[i], LIST(at, 0), LIST()).label, want);
        }
    }
    ERR(INVOKE(port, X86IOPortControlIssue, LIST(FREE, FREE, 1, DEPTH), LIST(CNODE)),
        IllegalOperation);
    ERR(INVOKE(port, X86PageUnmap, LIST(), LIST()), IllegalOperation);
    ERR(INVOKE(port, X86IOPortOut32 + 1, LIST(FREE, 0), LIST()), IllegalOperation);
}

/* One word comes back, zero above the port's width; Out gives nothing back. */
static void values(void)
{
    const word pci = issue(PCI, PCI + 7), cmos = issue(CMOS, CMOS + 1);
    struct reply r = OK(X86_IOPort_Out32(pci, PCI, 0xffffffff80000000));
    EQ(r.length, 0);
    r = OK(X86_IOPort_In32(pci, PCI));
    EQ(r.length, 1);
    EQ(r.mr[0], 0x80000000);
    EQ(OK(X86_IOPort_In16(pci, PCI_DATA)).mr[0], 0x8086);       /* the host bridge is Intel's */
    EQ(OK(X86_IOPort_In8(pci, PCI_DATA + 1)).mr[0], 0x80);
    EQ(OK(X86_IOPort_In32(pci, PCI_DATA)).mr[0] & 0xffff, 0x8086);
    OK(X86_IOPort_Out8(cmos, CMOS, 0x60));          /* a byte of memory that nobody uses */
    const word before = OK(X86_IOPort_In8(cmos, CMOS + 1)).mr[0];
    OK(X86_IOPort_Out8(cmos, CMOS + 1, 0xffffffffffffff5a));
    EQ(OK(X86_IOPort_In8(cmos, CMOS + 1)).mr[0], 0x5a);
    OK(X86_IOPort_Out8(cmos, CMOS + 1, before));
    EQ(OK(X86_IOPort_In8(cmos, CMOS + 1)).mr[0], before);
}

/* A send that expects no answer works, too. */
static void without_answer(void)
{
    const word pci = issue(PCI, PCI + 3);
    SYS(.number = seL4_SysSend, .cap = pci, .info = INFO(X86IOPortOut32, 0, 2),
        .mr = { PCI, 0x80001000 });
    EQ(OK(X86_IOPort_In32(pci, PCI)).mr[0], 0x80001000);
    SYS(.number = seL4_SysNBSend, .cap = pci, .info = INFO(X86IOPortOut32, 0, 2),
        .mr = { PCI + 1, 0 });
    EQ(OK(X86_IOPort_In32(pci, PCI)).mr[0], 0x80001000);
}

SUITE(io_port,
    { "errors-in-order", errors_in_order },
    { "refused-is-not-issued", refused_is_not_issued },
    { "numbers-have-16-bits", numbers_have_16_bits },
    { "edges", edges },
    { "random-ranges", random_ranges },
    { "control-is-single", control_is_single },
    { "copies", copies },
    { "revocation", revocation },
    { "in-a-dying-cnode", in_a_dying_cnode },
    { "in-out-errors", in_out_errors },
    { "values", values },
    { "without-answer", without_answer },
);
