/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What one invocation function sends: SENT(call, label, CAPS(…), WORDS(…)), typed from the
 * specification's table of arguments as packed, with the label of a kernel without debugging.
 */
#pragma once

#include "arch_labels.h"
#include "fake.h"

/* The label of an invocation that only a kernel with debugging has. */
#define DEBUG_LABEL(n) (1000 + (n))

static inline seL4_Word shifted(seL4_Word label)
{
    return label >= DEBUG_LABEL(0) ? label - DEBUG_LABEL(0)
                                   : label + (label > 15 ? DEBUG_LABELS : 0);
}

/* Up to 9 words and 3 capabilities; unused words in registers must be 0. */
struct sent {
    seL4_Word label;
    int n_caps;
    seL4_Word cap[3];
    int n_words;
    seL4_Word word[9];
};

static inline bool matches(const struct sent *s)
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
        const struct sent s = {shifted(expected_label), caps, words};                       \
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

/* The same for a function with one result: word 0 of the reply, cut to the result's type. */
#define RESULT(call, member, expected_label, words)                                         \
    do {                                                                                    \
        const struct sent s = {shifted(expected_label), 0, {0}, words};                     \
        begin("stub " #call);                                                              \
        answer = (struct keel_registers){0, 1, {0xfedcba9876543210, 22, 23, 24}};           \
        expect((call).error == 0 && matches(&s));                                           \
        expect((call).member == (__typeof__((call).member))0xfedcba9876543210);             \
        fake_reset();                                                                       \
        answer = (struct keel_registers){0, 3ul << 12, {21, 22, 23, 24}};                   \
        expect((call).error == seL4_IllegalOperation && buffer.msg[0] == 21);               \
        end();                                                                              \
    } while (0)

#define RIGHTS seL4_CapRights_new(1, 0, 1, 0)
