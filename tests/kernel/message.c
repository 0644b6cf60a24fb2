/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * System calls and invocations of the root task.
 */
#include "internal.h"
#include "operations.h"

seL4_IPCBuffer *root_buffer;
const seL4_BootInfo *boot_info;

struct sys sys_do(struct sys call)
{
    arch_trap(&call);
    return call;
}

struct reply invoke_on(seL4_IPCBuffer *buffer, word cap, word label, word n_words,
                       const word *words, word n_caps, const word *caps)
{
    struct sys call = { .number = seL4_SysCall, .cap = cap, .info = INFO(label, n_caps, n_words) };
    for (word i = 0; i < n_words && i < 4; i++)
        call.mr[i] = words[i];
    for (word i = 4; i < n_words; i++)
        buffer->msg[i] = words[i];
    for (word i = 0; i < n_caps; i++)
        buffer->caps_or_badges[i] = caps[i];
    arch_trap(&call);

    struct reply got = {
        .label = info_label(call.info), .length = info_length(call.info),
        .caps = info_caps(call.info), .unwrapped = info_unwrapped(call.info), .badge = call.cap,
    };
    for (word i = 0; i < REPLY_WORDS; i++)
        got.mr[i] = i < 4 ? call.mr[i] : buffer->msg[i];
    return got;
}

struct reply invoke(word cap, word label, word n_words, const word *words, word n_caps,
                    const word *caps)
{
    const struct reply got = invoke_on(root_buffer, cap, label, n_words, words, n_caps, caps);
    if (label != UntypedRetype || got.label != seL4_NotEnoughMemory)
        return got;
    /* A refusal changes nothing: the second is the same, unless the kernel is one that lies about
     * its memory every other time (HOSTILE=memory). */
    return invoke_on(root_buffer, cap, label, n_words, words, n_caps, caps);
}

struct reply write_registers(word tcb, word flags, word count, const word *registers)
{
    word words[2 + ARCH_N_REGISTERS] = { flags, count };
    const word n = count < ARCH_N_REGISTERS ? count : ARCH_N_REGISTERS;
    for (word i = 0; i < n; i++)
        words[2 + i] = registers[i];
    return invoke(tcb, TCBWriteRegisters, 2 + n, words, 0, NULL);
}

void signal(word notification)
{
    SYS(.number = seL4_SysSend, .cap = notification);
}

word poll(word notification)
{
    return SYS(.number = seL4_SysNBWait, .cap = notification).cap;
}
