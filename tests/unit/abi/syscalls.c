/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Each system-call function: number, operands, what it takes from and leaves in msg[0..3]. */
#include "fake.h"
#include "tests.h"

#include <stddef.h>

#define TAG seL4_MessageInfo_new(5, 0, 0, 3)
#define TAG_WORD (5ul << 12 | 3)

/* The one call recorded: number, capability, and where reply and dest are in use, these. */
static bool was(long number, seL4_Word cap, seL4_Word reply, seL4_Word dest)
{
    return n_calls == 1 && calls[0].number == number && calls[0].in.cap == cap
           && calls[0].reply == reply && calls[0].dest == dest;
}

/* Words 0–3 went out from msg[]. */
static bool loaded(void)
{
    const struct keel_registers *in = &calls[0].in;
    return in->info == TAG_WORD && in->mr[0] == 1000 && in->mr[1] == 1001 && in->mr[2] == 1002
           && in->mr[3] == 1003;
}

static bool untouched(void)
{
    return buffer.msg[0] == 1000 && buffer.msg[3] == 1003;
}

static void prepare(void)
{
    fake_reset();
    answer = (struct keel_registers){77, 9ul << 12 | 2, {11, 12, 13, 14}};
}

/* Words 0–3 came back to msg[], the badge to the sender, info to the result. */
static bool stored(seL4_MessageInfo_t result, seL4_Word sender)
{
    return result.words[0] == (9ul << 12 | 2) && sender == 77 && buffer.msg[0] == 11
           && buffer.msg[1] == 12 && buffer.msg[2] == 13 && buffer.msg[3] == 14
           && buffer.msg[4] == 1004;
}

static void plain(void)
{
    seL4_Word sender;
    seL4_MessageInfo_t info;

    begin("syscalls Send, NBSend, Signal, Yield");
    seL4_Send(3, TAG);
    expect(was(-5, 3, ABSENT, ABSENT) && loaded() && untouched());
    prepare();
    seL4_NBSend(3, TAG);
    expect(was(-6, 3, ABSENT, ABSENT) && loaded() && untouched());
    prepare();
    seL4_Signal(3);
    expect(was(-5, 3, ABSENT, ABSENT) && calls[0].in.info == 0 && untouched());
    prepare();
    seL4_Yield();
    expect(n_calls == 1 && calls[0].number == -11);
    end();

    begin("syscalls Call");
    prepare();
    info = seL4_Call(3, TAG);
    expect(was(-1, 3, ABSENT, ABSENT) && loaded() && stored(info, 77));
    end();

    begin("syscalls Recv, NBRecv, Wait, NBWait, Poll");
    prepare();
    info = seL4_Recv(4, &sender, 6);
    expect(was(-7, 4, 6, ABSENT) && stored(info, sender) && calls[0].in.info == 0);
    prepare();
    info = seL4_NBRecv(4, &sender, 6);
    expect(was(-8, 4, 6, ABSENT) && stored(info, sender) && calls[0].in.info == 0);
    prepare();
    info = seL4_Wait(4, &sender);
    expect(was(-9, 4, ABSENT, ABSENT) && stored(info, sender));
    prepare();
    info = seL4_NBWait(4, &sender);
    expect(was(-10, 4, ABSENT, ABSENT) && stored(info, sender));
    prepare();
    info = seL4_Poll(4, &sender);
    expect(was(-10, 4, ABSENT, ABSENT) && stored(info, sender));
    prepare();
    info = seL4_Wait(4, NULL);
    expect(stored(info, 77));
    end();

    begin("syscalls ReplyRecv, NBSendRecv, NBSendWait");
    prepare();
    info = seL4_ReplyRecv(4, TAG, &sender, 6);
    expect(was(-2, 4, 6, ABSENT) && loaded() && stored(info, sender));
    prepare();
    info = seL4_NBSendRecv(8, TAG, 4, &sender, 6);
    expect(was(-3, 4, 6, 8) && loaded() && stored(info, sender));
    prepare();
    info = seL4_NBSendWait(8, TAG, 4, &sender);
    expect(was(-4, 4, 8, ABSENT) && loaded() && stored(info, sender));
    end();
}

static seL4_Word w[4];

static void prepare_words(void)
{
    prepare();
    for (int i = 0; i < 4; i++) {
        w[i] = 50 + (seL4_Word)i;
    }
}

/* Length 3 sends three of the four; the IPC buffer is not involved. */
static bool words_sent(void)
{
    const struct keel_registers *in = &calls[0].in;
    return in->info == TAG_WORD && in->mr[0] == 50 && in->mr[1] == 51 && in->mr[2] == 52
           && in->mr[3] == 0 && untouched();
}

static bool words_back(seL4_MessageInfo_t result, seL4_Word sender)
{
    return result.words[0] == (9ul << 12 | 2) && sender == 77 && w[0] == 11 && w[1] == 12
           && w[2] == 13 && w[3] == 14 && untouched();
}

static void with_words(void)
{
    seL4_Word sender;
    seL4_MessageInfo_t info;

    begin("syscalls words in variables");
    prepare_words();
    seL4_SendWithMRs(3, TAG, &w[0], &w[1], &w[2], &w[3]);
    expect(was(-5, 3, ABSENT, ABSENT) && words_sent());
    prepare_words();
    seL4_NBSendWithMRs(3, TAG, &w[0], &w[1], &w[2], &w[3]);
    expect(was(-6, 3, ABSENT, ABSENT) && words_sent());
    prepare_words();
    info = seL4_CallWithMRs(3, TAG, &w[0], &w[1], &w[2], &w[3]);
    expect(was(-1, 3, ABSENT, ABSENT) && words_sent() && words_back(info, 77));
    prepare_words();
    info = arch_recv_with_words(4, &sender, 6, w);
    expect(was(-7, 4, 6, ABSENT) && words_back(info, sender));
    prepare_words();
    info = seL4_WaitWithMRs(4, &sender, &w[0], &w[1], &w[2], &w[3]);
    expect(was(-9, 4, ABSENT, ABSENT) && words_back(info, sender));
    prepare_words();
    info = seL4_ReplyRecvWithMRs(4, TAG, &sender, &w[0], &w[1], &w[2], &w[3], 6);
    expect(was(-2, 4, 6, ABSENT) && words_sent() && words_back(info, sender));
    prepare_words();
    info = seL4_NBSendRecvWithMRs(8, TAG, 4, &sender, &w[0], &w[1], &w[2], &w[3], 6);
    expect(was(-3, 4, 6, 8) && words_sent() && words_back(info, sender));
    prepare_words();
    info = seL4_CallWithMRs(3, TAG, NULL, &w[1], NULL, NULL);
    expect(calls[0].in.mr[0] == 0 && calls[0].in.mr[1] == 51 && w[0] == 50 && w[1] == 12);
    end();

    /* The reference's library issues NBSendRecv here; ours must not. */
    begin("syscalls NBSendWaitWithMRs is NBSendWait");
    prepare_words();
    info = seL4_NBSendWaitWithMRs(8, TAG, 4, &sender, &w[0], &w[1], &w[2], &w[3]);
    expect(was(-4, 4, 8, ABSENT) && words_sent() && words_back(info, sender));
    end();
}

static void debug_calls(void)
{
#ifdef CONFIG_DEBUG_BUILD
    begin("syscalls debug");
    seL4_DebugPutChar((char)0xc3);
    expect(n_calls == 1 && calls[0].number == -12 && calls[0].in.cap == 0xc3);
    fake_reset();
    char text[] = "ab";
    seL4_DebugPutString(text);
    expect(n_calls == 2 && calls[0].in.cap == 'a' && calls[1].in.cap == 'b');
    fake_reset();
    answer.cap = 12;
    expect(seL4_DebugCapIdentify(5) == 12 && was(-15, 5, ABSENT, ABSENT));
    fake_reset();
    seL4_DebugNameThread(5, "me");
    expect(was(-17, 5, ABSENT, ABSENT) && ((char *)buffer.msg)[1] == 'e');
    expect(((char *)buffer.msg)[2] == '\0');
    fake_reset();
    char name[2000];
    for (int i = 0; i < 1999; i++) {
        name[i] = 'x';
    }
    name[1999] = '\0';
    seL4_DebugNameThread(5, name);
    expect(((char *)buffer.msg)[958] == 'x' && ((char *)buffer.msg)[959] == '\0');
    expect(buffer.userData == 0);
    end();
#endif
#ifdef CONFIG_ENABLE_BENCHMARKS
    begin("syscalls benchmark");
    expect(seL4_BenchmarkResetLog() == seL4_NoError && calls[0].number == -22);
    seL4_BenchmarkGetThreadUtilisation(5);
    expect(calls[1].number == -26 && calls[1].in.cap == 5);
    end();
#endif
}

static void ipc_buffer(void)
{
    seL4_CPtr cnode;
    seL4_CPtr index;
    seL4_Word depth;

    begin("syscalls IPC buffer accessors");
    expect(seL4_GetIPCBuffer() == &buffer);
    expect(seL4_GetMR(119) == 1119);
    seL4_SetMR(7, 1);
    seL4_SetUserData(2);
    seL4_SetCap(2, 3);
    seL4_SetCapReceivePath(4, 5, 6);
    const seL4_Word *word = (const seL4_Word *)&buffer;
    expect(word[8] == 1 && word[121] == 2 && word[124] == 3);
    expect(word[125] == 4 && word[126] == 5 && word[127] == 6);
    expect(seL4_GetUserData() == 2 && seL4_GetCap(2) == 3 && seL4_GetBadge(2) == 3);
    seL4_GetCapReceivePath(&cnode, &index, &depth);
    expect(cnode == 4 && index == 5 && depth == 6);
    seL4_GetCapReceivePath(NULL, NULL, NULL);
    expect(seL4_MappingFailedLookupLevel() == 1002);
    end();
}

void test_syscalls(void)
{
    plain();
    with_words();
    debug_calls();
    ipc_buffer();
}
