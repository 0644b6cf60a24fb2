/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * TCB operations: each error, and which one comes first. Where a request is wrong in several ways
 * the one that the manual lists first is expected.
 */
#include "operations.h"

static const word self = seL4_CapInitThreadTCB, vspace = seL4_CapInitThreadVSpace;

static void read_registers(void)
{
    const word tcb = TCB();
    ERR(INVOKE(tcb, TCBReadRegisters, LIST(0), LIST()), TruncatedMessage);
    ERR(TCB_ReadRegisters(tcb, 0, 0), RangeError, 1, ARCH_N_REGISTERS);
    ERR(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS + 1), RangeError, 1, ARCH_N_REGISTERS);
    ERR(TCB_ReadRegisters(tcb, 0, ~(word)0), RangeError, 1, ARCH_N_REGISTERS);
    ERR(TCB_ReadRegisters(self, 0, 0), RangeError, 1, ARCH_N_REGISTERS);
    ERR(TCB_ReadRegisters(self, 0, 1), IllegalOperation);
    EQ(OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS)).length, ARCH_N_REGISTERS);
    EQ(OK(TCB_ReadRegisters(tcb, 0, 3)).length, 3);
}

static void write_registers_errors(void)
{
    const word tcb = TCB();
    ERR(INVOKE(tcb, TCBWriteRegisters, LIST(0), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBWriteRegisters, LIST(0, 1), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBWriteRegisters, LIST(0, 4, 1, 2, 3), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBWriteRegisters, LIST(0, ~(word)0, 1), LIST()), TruncatedMessage);
    ERR(INVOKE(self, TCBWriteRegisters, LIST(0, 1), LIST()), TruncatedMessage);
    ERR(INVOKE(self, TCBWriteRegisters, LIST(0, 0), LIST()), IllegalOperation);
    OK(INVOKE(tcb, TCBWriteRegisters, LIST(0, 0), LIST()));
    word many[2 + ARCH_N_REGISTERS + 8] = { 0, ARCH_N_REGISTERS + 8 };
    OK(invoke(tcb, TCBWriteRegisters, LENGTH(many) + 1, many, 0, NULL));
}

static void copy_registers(void)
{
    const word tcb = TCB(), ep = ENDPOINT();
    ERR(INVOKE(tcb, TCBCopyRegisters, LIST(), LIST(tcb)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBCopyRegisters, LIST(0), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBCopyRegisters, LIST(0), LIST(ep)), InvalidCapability, 1);
    ERR(INVOKE(tcb, TCBCopyRegisters, LIST(0), LIST(seL4_CapNull)), InvalidCapability, 1);
    OK(TCB_CopyRegisters(tcb, self, 0));
}

/* A TCB whose CSpace and VSpace slots hold last capabilities to a CNode. */
static word tcb_with_last_cspace(void)
{
    const word tcb = TCB(), c = CNODE_OF(1);
    OK(TCB_SetSpace(tcb, 0, c, 0, vspace, 0));
    discard(c);
    return tcb;
}

static void configure(void)
{
    const word tcb = TCB(), ep = ENDPOINT(), frame = make(ARCH_FRAME_TYPE, 0);
    const word device = make_in(device_ram_cap, ARCH_FRAME_TYPE, 0);
    const word parent = UNTYPED(6), table = make(ARCH_TABLE_TYPE, 0);
    const word held = tcb_with_last_cspace();
    make_in(parent, seL4_EndpointObject, 0);

    ERR(INVOKE(tcb, TCBConfigure, LIST(0, 0), LIST(CNODE, vspace, frame)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBConfigure, LIST(0, 0, 1), LIST(ep, ep)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBConfigure, LIST(0, 0, 1), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBConfigure, LIST(0, 0, 1), LIST()), TruncatedMessage);
    ERR(TCB_Configure(held, ep, 0, ep, 0, 0x401, parent), RevokeFirst);
    ERR(TCB_Configure(held, ep, 0, ep, 0, 0x401, table), IllegalOperation);
    ERR(TCB_Configure(held, ep, 0, ep, 0, 0x401, ep), IllegalOperation);
    ERR(TCB_Configure(held, ep, 0, ep, 0, 0x401, seL4_CapNull), IllegalOperation);
    ERR(TCB_Configure(held, ep, 0, ep, 0, 0x401, device), IllegalOperation);
    ERR(TCB_Configure(held, parent, 0, parent, 0, 0x401, frame), AlignmentError);
    ERR(TCB_Configure(held, parent, 0, parent, 0, 0x200, frame), AlignmentError);
    ERR(TCB_Configure(held, parent, 0, parent, 0, 0x400, frame), IllegalOperation);
    ERR(TCB_Configure(tcb, parent, 0, ep, 0, 0x400, frame), RevokeFirst);
    ERR(TCB_Configure(tcb, seL4_CapIRQControl, 0, parent, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, ep, 0, parent, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, seL4_CapNull, 0, parent, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, CNODE, GUARD(0, 63), parent, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, CNODE, 0, parent, 0, 0, ep), RevokeFirst);
    ERR(TCB_Configure(tcb, CNODE, 0, table, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, CNODE, 0, ep, 0, 0, ep), IllegalOperation);
    ERR(TCB_Configure(tcb, CNODE, 0, seL4_CapNull, 0, 0, ep), IllegalOperation);
    OK(TCB_Configure(tcb, CNODE, 0, vspace, 0, 0, ep));
    OK(TCB_Configure(tcb, CNODE, 0, vspace, 0, 0, seL4_CapNull));
    OK(TCB_Configure(tcb, CNODE, 0, vspace, 0, 0x400, frame));
}

static void priorities(void)
{
    const word tcb = TCB(), ep = ENDPOINT(), low = TCB();
    OK(TCB_SetMCPriority(low, self, 50));
    for (word label = TCBSetPriority; label <= TCBSetMCPriority; label++) {
        ERR(INVOKE(tcb, label, LIST(), LIST(self)), TruncatedMessage);
        ERR(INVOKE(tcb, label, LIST(256), LIST()), TruncatedMessage);
        ERR(INVOKE(tcb, label, LIST(256), LIST(ep)), InvalidCapability, 1);
        ERR(INVOKE(tcb, label, LIST(0), LIST(seL4_CapNull)), InvalidCapability, 1);
        ERR(INVOKE(tcb, label, LIST(256), LIST(self)), RangeError, 0, 255);
        ERR(INVOKE(tcb, label, LIST(~(word)0), LIST(self)), RangeError, 0, 255);
        ERR(INVOKE(tcb, label, LIST(51), LIST(low)), RangeError, 0, 50);
        OK(INVOKE(tcb, label, LIST(50), LIST(low)));
        OK(INVOKE(tcb, label, LIST(255), LIST(self)));
    }
}

static void sched_params(void)
{
    struct thread *blocked = thread_new(HIGH);
    const word tcb = TCB(), ep = ENDPOINT(), low = TCB(), sc = sc_of(1000, 1000, 0, 0), idle = SC();
    const word weak = mint(ep, R_WRITE, 1), mute = mint(ep, ALL_RIGHTS & ~R_WRITE, 1);
    OK(TCB_SetMCPriority(low, self, 50));
    START(blocked, .number = seL4_SysWait, .cap = ep);
    ERR(INVOKE(tcb, TCBSetSchedParams, LIST(256), LIST(ep, ep, tcb)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetSchedParams, LIST(256, 256), LIST(ep, ep)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetSchedParams, LIST(256, 256), LIST()), TruncatedMessage);
    ERR(TCB_SetSchedParams(tcb, ep, 256, 256, ep, tcb), InvalidCapability, 1);
    ERR(TCB_SetSchedParams(tcb, low, 51, 60, ep, tcb), RangeError, 0, 50);
    ERR(TCB_SetSchedParams(tcb, low, 50, 60, ep, tcb), RangeError, 0, 50);
    ERR(TCB_SetSchedParams(blocked->tcb, self, 50, 60, sc, tcb), IllegalOperation);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, blocked->sc, tcb), IllegalOperation);
    ERR(TCB_SetSchedParams(self, self, 50, 60, seL4_CapNull, tcb), IllegalOperation);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, ep, tcb), InvalidCapability, 2);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, tcb, tcb), InvalidCapability, 2);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, seL4_CapNull, tcb), InvalidCapability, 3);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, sc, weak), InvalidCapability, 3);
    ERR(TCB_SetSchedParams(tcb, self, 50, 60, sc, mute), InvalidCapability, 3);
    OK(TCB_SetSchedParams(tcb, self, 50, 60, sc, mint(ep, R_WRITE | R_GRANTREPLY, 1)));
    OK(TCB_SetSchedParams(tcb, self, 50, 60, sc, mint(ep, R_WRITE | R_GRANT, 1)));
    OK(TCB_SetSchedParams(tcb, self, 50, 60, seL4_CapNull, seL4_CapNull));
    /* A blocked thread takes only an SC that is configured and ready. */
    OK(SchedContext_Unbind(blocked->sc));
    ERR(TCB_SetSchedParams(blocked->tcb, self, 50, HIGH, idle, tcb), IllegalOperation);
    OK(TCB_SetSchedParams(blocked->tcb, self, 50, HIGH, sc, seL4_CapNull));
    FALSE(blocked->done);
}

static void timeout_endpoint(void)
{
    const word tcb = TCB(), ep = ENDPOINT();
    ERR(INVOKE(tcb, TCBSetTimeoutEndpoint, LIST(), LIST()), TruncatedMessage);
    ERR(TCB_SetTimeoutEndpoint(tcb, NOTIFICATION()), InvalidCapability, 1);
    ERR(TCB_SetTimeoutEndpoint(tcb, mint(ep, R_WRITE, 0)), InvalidCapability, 1);
    ERR(TCB_SetTimeoutEndpoint(tcb, mint(ep, R_READ | R_GRANT, 0)), InvalidCapability, 1);
    OK(TCB_SetTimeoutEndpoint(tcb, mint(ep, R_WRITE | R_GRANT, 0)));
    OK(TCB_SetTimeoutEndpoint(tcb, mint(ep, R_WRITE | R_GRANTREPLY, 0)));
    OK(TCB_SetTimeoutEndpoint(tcb, seL4_CapNull));
}

static void ipc_buffer(void)
{
    const word tcb = TCB(), ep = ENDPOINT(), frame = make(ARCH_FRAME_TYPE, 0), u = UNTYPED(6);
    make_in(u, seL4_EndpointObject, 0);
    ERR(INVOKE(tcb, TCBSetIPCBuffer, LIST(), LIST(frame)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetIPCBuffer, LIST(0x400), LIST()), TruncatedMessage);
    ERR(TCB_SetIPCBuffer(tcb, 0x401, u), RevokeFirst);
    ERR(TCB_SetIPCBuffer(tcb, 0x401, make(ARCH_TABLE_TYPE, 0)), IllegalOperation);
    ERR(TCB_SetIPCBuffer(tcb, 0x401, ep), IllegalOperation);
    ERR(TCB_SetIPCBuffer(tcb, 0x401, make_in(device_ram_cap, ARCH_FRAME_TYPE, 0)),
        IllegalOperation);
    ERR(TCB_SetIPCBuffer(tcb, 0x401, frame), AlignmentError);
    ERR(TCB_SetIPCBuffer(tcb, 0x3ff, frame), AlignmentError);
    OK(TCB_SetIPCBuffer(tcb, 0xc00, frame));
    OK(TCB_SetIPCBuffer(tcb, 0, ep));
}

static void space(void)
{
    const word tcb = TCB(), ep = ENDPOINT(), u = UNTYPED(6), table = make(ARCH_TABLE_TYPE, 0);
    const word held = tcb_with_last_cspace();
    make_in(u, seL4_EndpointObject, 0);
    ERR(INVOKE(tcb, TCBSetSpace, LIST(0), LIST(ep, CNODE, vspace)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetSpace, LIST(0, 0), LIST(tcb, ep)), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetSpace, LIST(0, 0), LIST()), TruncatedMessage);
    ERR(TCB_SetSpace(held, tcb, u, 0, u, 0), IllegalOperation);
    ERR(TCB_SetSpace(tcb, tcb, u, 0, ep, 0), RevokeFirst);
    ERR(TCB_SetSpace(tcb, tcb, ep, 0, u, 0), IllegalOperation);
    ERR(TCB_SetSpace(tcb, tcb, CNODE, GUARD(0, 62), u, 0), IllegalOperation);
    ERR(TCB_SetSpace(tcb, tcb, CNODE, 0, u, 0), RevokeFirst);
    ERR(TCB_SetSpace(tcb, tcb, CNODE, 0, table, 0), IllegalOperation);
    ERR(TCB_SetSpace(tcb, tcb, CNODE, 0, ep, 0), IllegalOperation);
    ERR(TCB_SetSpace(tcb, tcb, CNODE, 0, vspace, 0), InvalidCapability, 1);
    ERR(TCB_SetSpace(tcb, mint(ep, R_WRITE, 0), CNODE, 0, vspace, 0), InvalidCapability, 1);
    ERR(TCB_SetSpace(tcb, mint(ep, R_GRANT, 0), CNODE, 0, vspace, 0), InvalidCapability, 1);
    OK(TCB_SetSpace(tcb, ep, CNODE, 0, vspace, 0));
    OK(TCB_SetSpace(tcb, seL4_CapNull, CNODE, 0, vspace, 0));
}

static void bind_notification(void)
{
    struct thread *waiter = thread_new(HIGH);
    const word tcb = TCB(), other = TCB(), n = NOTIFICATION(), m = NOTIFICATION(), ep = ENDPOINT();
    ERR(INVOKE(tcb, TCBBindNotification, LIST(), LIST()), TruncatedMessage);
    ERR(TCB_UnbindNotification(tcb), IllegalOperation);
    ERR(TCB_BindNotification(tcb, ep), IllegalOperation);
    ERR(TCB_BindNotification(tcb, seL4_CapNull), IllegalOperation);
    ERR(TCB_BindNotification(tcb, mint(n, R_WRITE, 0)), IllegalOperation);
    START(waiter, .number = seL4_SysWait, .cap = m);
    ERR(TCB_BindNotification(tcb, m), IllegalOperation);
    OK(TCB_BindNotification(tcb, n));
    ERR(TCB_BindNotification(tcb, n), IllegalOperation);
    ERR(TCB_BindNotification(other, n), IllegalOperation);
    OK(TCB_UnbindNotification(tcb));
    ERR(TCB_UnbindNotification(tcb), IllegalOperation);
    signal(n);
    OK(TCB_BindNotification(other, n));     /* an active one can be bound */
}

static void words_missing(void)
{
    const word tcb = TCB();
    ERR(INVOKE(tcb, TCBSetTLSBase, LIST(), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetFlags, LIST(1), LIST()), TruncatedMessage);
    ERR(INVOKE(tcb, TCBSetFlags, LIST(), LIST()), TruncatedMessage);
}

SUITE(tcb_error,
    { "read-registers", read_registers },
    { "write-registers", write_registers_errors },
    { "copy-registers", copy_registers },
    { "configure", configure },
    { "priorities", priorities },
    { "sched-params", sched_params },
    { "timeout-endpoint", timeout_endpoint },
    { "ipc-buffer", ipc_buffer },
    { "space", space },
    { "bind-notification", bind_notification },
    { "words-missing", words_missing },
);
