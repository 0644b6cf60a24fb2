/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Each invocation function: which argument becomes which word or capability, under which label.
 *
 * A row is SENT(call, label, capabilities…)(words…), typed from the specification's table of
 * arguments as packed. Arguments are numbers that tell where they came from.
 */
#include "fake.h"
#include "tests.h"

/* Up to 9 words and 3 capabilities; unused words in registers must be 0. */
struct sent {
    seL4_Word label;
    int n_caps;
    seL4_Word cap[3];
    int n_words;
    seL4_Word word[9];
};

static bool matches(const struct sent *s)
{
    const struct call *c = &calls[0];
    if (n_calls != 1 || c->number != -1 || c->in.cap != 1) {
        return false;
    }
    if (c->in.info != (s->label << 12 | (seL4_Word)s->n_caps << 7 | (seL4_Word)s->n_words)) {
        return false;
    }
    for (int i = 0; i < s->n_caps; i++) {
        if (buffer.caps_or_badges[i] != s->cap[i]) {
            return false;
        }
    }
    for (int i = 0; i < 4; i++) {
        if (c->in.mr[i] != (i < s->n_words ? s->word[i] : 0)) {
            return false;
        }
    }
    for (int i = 4; i < s->n_words; i++) {
        if (buffer.msg[i] != s->word[i]) {
            return false;
        }
    }
    return true;
}

#define CAPS(...) (sizeof((seL4_Word[]){0, ##__VA_ARGS__}) / 8 - 1), {__VA_ARGS__}
#define WORDS(...) (sizeof((seL4_Word[]){0, ##__VA_ARGS__}) / 8 - 1), {__VA_ARGS__}

/*
 * Success: NoError, and msg[0..3] as before. Failure: the reply's label is the result, and words
 * 0–3 of the reply are in msg[].
 */
#define SENT(call, expected_label, caps, words)                                             \
    do {                                                                                    \
        const struct sent s = {expected_label, caps, words};                                \
        begin("stub " #call);                                                              \
        expect((call) == seL4_NoError);                                                     \
        expect(matches(&s));                                                                \
        expect(buffer.msg[0] == 1000 && buffer.msg[3] == 1003);                             \
        fake_reset();                                                                       \
        answer = (struct keel_registers){0, 4ul << 12 | 2, {21, 22, 23, 24}};               \
        expect((call) == seL4_RangeError);                                                  \
        expect(buffer.msg[0] == 21 && buffer.msg[1] == 22 && buffer.msg[3] == 24);          \
        end();                                                                              \
    } while (0)

/* The same for a function with one result, which is word 0 of the reply. */
#define RESULT(call, member, expected_label, words)                                         \
    do {                                                                                    \
        const struct sent s = {expected_label, 0, {0}, words};                              \
        begin("stub " #call);                                                              \
        answer = (struct keel_registers){0, 1, {0xfedcba9876543210, 22, 23, 24}};           \
        expect((call).error == 0 && matches(&s));                                           \
        expect((call).member == 0xfedcba9876543210);                                        \
        fake_reset();                                                                       \
        answer = (struct keel_registers){0, 3ul << 12, {21, 22, 23, 24}};                   \
        expect((call).error == seL4_IllegalOperation && buffer.msg[0] == 21);               \
        end();                                                                              \
    } while (0)

#define RIGHTS seL4_CapRights_new(1, 0, 1, 0)

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

static void riscv64(void)
{
    SENT(seL4_RISCV_PageTable_Map(1, 10, 11, seL4_RISCV_ExecuteNever), 39, CAPS(10),
         WORDS(11, 1));
    SENT(seL4_RISCV_PageTable_Unmap(1), 40, CAPS(), WORDS());
    SENT(seL4_RISCV_Page_Map(1, 10, 11, RIGHTS, seL4_RISCV_ExecuteNever), 41, CAPS(10),
         WORDS(11, 10, 1));
    SENT(seL4_RISCV_Page_Unmap(1), 42, CAPS(), WORDS());
    RESULT(seL4_RISCV_Page_GetAddress(1), paddr, 43, WORDS());
    SENT(seL4_RISCV_ASIDControl_MakePool(1, 10, 11, 12, 13), 44, CAPS(10, 11), WORDS(12, 13));
    SENT(seL4_RISCV_ASIDPool_Assign(1, 10), 45, CAPS(10), WORDS());
    SENT(seL4_IRQControl_GetTrigger(1, 10, 11, 12, 13, 14), 46, CAPS(12), WORDS(10, 11, 13, 14));
}

void test_stubs(void)
{
    untyped_tcb_cnode();
    others();
    riscv64();
}
