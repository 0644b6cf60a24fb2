/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Each invocation function: which argument becomes which word or capability, under which label.
 *
 * Arguments are numbers that tell where they came from. The architecture's are in arch/.
 */
#include "sent.h"
#include "tests.h"

static void untyped_tcb_cnode(void)
{
    SENT(seL4_Untyped_Retype(1, 10, 11, 12, 13, 14, 15, 16), 1, CAPS(12),
         WORDS(10, 11, 13, 14, 15, 16));
    SENT(seL4_TCB_Configure(1, 10, 11, 12, 13, 14, 15), 5, CAPS(10, 12, 15), WORDS(11, 13, 14));
    SENT(seL4_TCB_SetPriority(1, 10, 11), 6, CAPS(10), WORDS(11));
    SENT(seL4_TCB_SetMCPriority(1, 10, 11), 7, CAPS(10), WORDS(11));
    SENT(seL4_TCB_SetSchedParams(1, 10, 11, 12, 13, 14), 8, CAPS(10, 13, 14), WORDS(11, 12));
    SENT(seL4_TCB_SetTimeoutEndpoint(1, 10), 9, CAPS(10), WORDS());
    SENT(seL4_TCB_SetIPCBuffer(1, 10, 11), 10, CAPS(11), WORDS(10));
    SENT(seL4_TCB_SetSpace(1, 10, 11, 12, 13, 14), 11, CAPS(10, 11, 13), WORDS(12, 14));
    SENT(seL4_TCB_Suspend(1), 12, CAPS(), WORDS());
    SENT(seL4_TCB_Resume(1), 13, CAPS(), WORDS());
    SENT(seL4_TCB_BindNotification(1, 10), 14, CAPS(10), WORDS());
    SENT(seL4_TCB_UnbindNotification(1), 15, CAPS(), WORDS());
    SENT(seL4_TCB_SetTLSBase(1, 10), 16, CAPS(), WORDS(10));
    RESULT(seL4_TCB_SetFlags(1, 10, 11), flags, 17, WORDS(10, 11));

    SENT(seL4_CNode_Revoke(1, 10, 11), 18, CAPS(), WORDS(10, 11));
    SENT(seL4_CNode_Delete(1, 10, 11), 19, CAPS(), WORDS(10, 11));
    SENT(seL4_CNode_CancelBadgedSends(1, 10, 11), 20, CAPS(), WORDS(10, 11));
    SENT(seL4_CNode_Copy(1, 10, 11, 12, 13, 14, RIGHTS), 21, CAPS(12), WORDS(10, 11, 13, 14, 10));
    SENT(seL4_CNode_Mint(1, 10, 11, 12, 13, 14, RIGHTS, 16), 22, CAPS(12),
         WORDS(10, 11, 13, 14, 10, 16));
    SENT(seL4_CNode_Move(1, 10, 11, 12, 13, 14), 23, CAPS(12), WORDS(10, 11, 13, 14));
    SENT(seL4_CNode_Mutate(1, 10, 11, 12, 13, 14, 15), 24, CAPS(12), WORDS(10, 11, 13, 14, 15));
    SENT(seL4_CNode_Rotate(1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19), 25, CAPS(13, 17),
         WORDS(10, 11, 12, 14, 15, 16, 18, 19));
    SENT(seL4_CNode_Delete(1, 10, (seL4_Uint8)0x1ff), 19, CAPS(), WORDS(10, 0xff));
}

static void others(void)
{
    SENT(seL4_IRQControl_Get(1, 10, 11, 12, 13), 26, CAPS(11), WORDS(10, 12, 13));
    SENT(seL4_IRQHandler_Ack(1), 27, CAPS(), WORDS());
    SENT(seL4_IRQHandler_SetNotification(1, 10), 28, CAPS(10), WORDS());
    SENT(seL4_IRQHandler_Clear(1), 29, CAPS(), WORDS());
    SENT(seL4_DomainSet_Set(1, 10, 11), 30, CAPS(11), WORDS(10));
    SENT(seL4_DomainSet_ScheduleConfigure(1, 10, 11, 12), 31, CAPS(), WORDS(10, 11, 12));
    SENT(seL4_DomainSet_ScheduleSetStart(1, 10), 32, CAPS(), WORDS(10));
    SENT(seL4_SchedControl_ConfigureFlags(1, 10, 11, 12, 13, 14, 15), 33, CAPS(10),
         WORDS(11, 12, 13, 14, 15));
    SENT(seL4_SchedControl_Configure(1, 10, 11, 12, 13, 14), 33, CAPS(10),
         WORDS(11, 12, 13, 14, 0));
    SENT(seL4_SchedContext_Bind(1, 10), 34, CAPS(10), WORDS());
    SENT(seL4_SchedContext_Unbind(1), 35, CAPS(), WORDS());
    SENT(seL4_SchedContext_UnbindObject(1, 10), 36, CAPS(10), WORDS());
    RESULT(seL4_SchedContext_Consumed(1), consumed, 37, WORDS());
    RESULT(seL4_SchedContext_YieldTo(1), consumed, 38, WORDS());
}

#ifdef CONFIG_HARDWARE_DEBUG_API
static void debug_stubs(void)
{
    SENT(seL4_TCB_SetBreakpoint(1, 10, 11, 12, 13, 14), DEBUG_LABEL(16), CAPS(),
         WORDS(10, 11, 12, 13, 14));
    SENT(seL4_TCB_UnsetBreakpoint(1, 10), DEBUG_LABEL(18), CAPS(), WORDS(10));

    begin("stub TCB_GetBreakpoint");
    answer = (struct keel_registers){0, 5, {21, 22, 23, 24}};
    buffer.msg[4] = 1;
    const seL4_TCB_GetBreakpoint_t b = seL4_TCB_GetBreakpoint(1, 9);
    expect(calls[0].in.info == (17ul << 12 | 1) && calls[0].in.mr[0] == 9 && b.error == 0);
    expect(b.vaddr == 21 && b.type == 22 && b.size == 23 && b.rw == 24 && b.is_enabled == 1);
    end();

    begin("stub TCB_ConfigureSingleStepping");
    answer = (struct keel_registers){0, 1, {1, 0, 0, 0}};
    const seL4_TCB_ConfigureSingleStepping_t s = seL4_TCB_ConfigureSingleStepping(1, 9, 7);
    expect(calls[0].in.info == (19ul << 12 | 2) && calls[0].in.mr[1] == 7);
    expect(s.error == 0 && s.bp_was_consumed == 1);
    end();
}
#else
static void debug_stubs(void)
{
}
#endif

void test_stubs(void)
{
    untyped_tcb_cnode();
    others();
    debug_stubs();
    test_arch_stubs();
}
