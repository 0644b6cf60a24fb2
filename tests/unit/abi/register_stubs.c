/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The three invocations on register sets: packed flags, and arrays in both directions. */
#include "fake.h"
#include "tests.h"

#include <string.h>

/* Registers in a user context. */
#define N (sizeof(seL4_UserContext) / sizeof(seL4_Word))

static void fill_reply(void)
{
    for (int i = 0; i < 120; i++) {
        buffer.msg[i] = 2000 + (seL4_Word)i;
    }
}

static void read_registers(void)
{
    seL4_UserContext regs;
    const seL4_Word *word = (const seL4_Word *)&regs;

    begin("stub TCB_ReadRegisters");
    memset(&regs, 0xee, sizeof(regs));
    answer = (struct keel_registers){0, 32, {41, 42, 43, 44}};
    on_call = fill_reply;
    expect(seL4_TCB_ReadRegisters(1, seL4_True, 0x5a, 10, &regs) == seL4_NoError);
    expect(calls[0].in.info == (2ul << 12 | 2));
    expect(calls[0].in.mr[0] == 0x5a01 && calls[0].in.mr[1] == 10);
    expect(word[0] == 41 && word[3] == 44 && word[4] == 2004 && word[9] == 2009);
    expect(word[10] == 0xeeeeeeeeeeeeeeee);
    expect(word[1] == 42);

    fake_reset();
    answer = (struct keel_registers){0, 32, {41, 42, 43, 44}};
    expect(seL4_TCB_ReadRegisters(1, seL4_False, 0, 1000, &regs) == seL4_NoError);
    expect(calls[0].in.mr[0] == 0 && calls[0].in.mr[1] == 1000 && word[N - 1] == 999 + N);

    fake_reset();
    memset(&regs, 0xee, sizeof(regs));
    answer = (struct keel_registers){0, 4ul << 12 | 2, {1, 32, 0, 0}};
    expect(seL4_TCB_ReadRegisters(1, seL4_False, 0, 0, &regs) == seL4_RangeError);
    expect(buffer.msg[0] == 1 && buffer.msg[1] == 32 && word[0] == 0xeeeeeeeeeeeeeeee);
    end();
}

static void write_registers(void)
{
    seL4_UserContext regs;
    seL4_Word *word = (seL4_Word *)&regs;
    for (seL4_Word i = 0; i < N; i++) {
        word[i] = 3000 + i;
    }

    begin("stub TCB_WriteRegisters");
    expect(seL4_TCB_WriteRegisters(1, seL4_True, 0x5a, N, &regs) == seL4_NoError);
    expect(calls[0].in.info == (3ul << 12 | (N + 2)));
    expect(calls[0].in.mr[0] == 0x5a01 && calls[0].in.mr[1] == N);
    expect(calls[0].in.mr[2] == 3000 && calls[0].in.mr[3] == 3001);
    expect(buffer.msg[4] == 3002 && buffer.msg[N + 1] == 2999 + N && buffer.msg[N + 2] == 1002 + N);

    fake_reset();
    expect(seL4_TCB_WriteRegisters(1, seL4_False, 0, 1, &regs) == seL4_NoError);
    expect(calls[0].in.info == (3ul << 12 | 3));
    expect(calls[0].in.mr[0] == 0 && calls[0].in.mr[2] == 3000 && calls[0].in.mr[3] == 0);

    fake_reset();
    answer.info = 3ul << 12;
    expect(seL4_TCB_WriteRegisters(1, seL4_False, 0, 0, &regs) == seL4_IllegalOperation);
    end();
}

static void copy_registers(void)
{
    begin("stub TCB_CopyRegisters");
    expect(seL4_TCB_CopyRegisters(1, 9, 1, 0, 0, 0, 0x5a) == seL4_NoError);
    expect(calls[0].in.info == (4ul << 12 | 1 << 7 | 1));
    expect(calls[0].in.mr[0] == 0x5a01 && buffer.caps_or_badges[0] == 9);
    seL4_TCB_CopyRegisters(1, 9, 0, 1, 0, 0, 0);
    seL4_TCB_CopyRegisters(1, 9, 0, 0, 1, 0, 0);
    seL4_TCB_CopyRegisters(1, 9, 0, 0, 0, 1, 0);
    expect(calls[1].in.mr[0] == 2 && calls[2].in.mr[0] == 4 && calls[3].in.mr[0] == 8);
    end();
}

void test_register_stubs(void)
{
    read_registers();
    write_registers();
    copy_registers();
}
