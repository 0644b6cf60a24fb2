/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Pages: made, mapped, mapped with fewer and with more rights, unmapped; and revocation by number
 * of children.
 */
#include "measure.h"

/* The answer of a kernel object to a call with these words and capabilities, timed. */
static word timed_invoke(word cap, word label, word n_words, const word *words, word n_caps,
                         const word *caps)
{
    struct timed c = { .sys = { .number = seL4_SysCall, .cap = cap,
                                .info = INFO(label, n_caps, n_words) } };
    for (word i = 0; i < n_words; i++)
        if (i < 4)
            c.sys.mr[i] = words[i];
        else
            root_buffer->msg[i] = words[i];
    for (word i = 0; i < n_caps; i++)
        root_buffer->caps_or_badges[i] = caps[i];
    timed_trap(&c);
    EQ(info_label(c.sys.info), seL4_NoError);
    return between(c.before, c.after);
}
#define TIMED(cap, label, words, caps) \
    timed_invoke(cap, label, LENGTH(words), (words) + 1, LENGTH(caps), (caps) + 1)

static word retype_page(word to)
{
    return TIMED(arena, UntypedRetype, LIST(ARCH_FRAME_TYPE, 0, 0, 0, to, 1), LIST(CNODE));
}

static word map_page(word frame, word address, word rights)
{
    return TIMED(frame, ARCH_LABEL_PAGE_MAP, LIST(address, rights, ARCH_VM_DEFAULT),
                 LIST(seL4_CapInitThreadVSpace));
}

static void pages(void)
{
    struct series made = { 0 }, mapped = { 0 }, less = { 0 }, more = { 0 }, unmapped = { 0 };
    arch_map(arena, make(ARCH_FRAME_TYPE, 0), ARCH_SCRATCH, true);
    make(ARCH_FRAME_TYPE, 0);
    for (word i = 0; i < SAMPLES; i++) {
        const word frame = slot(), at = ARCH_SCRATCH + (i + 1) * 4096;
        series_add(&made, retype_page(frame));
        series_add(&mapped, map_page(frame, at, R_READ | R_WRITE));
        series_add(&less, map_page(frame, at, R_READ));
        series_add(&more, map_page(frame, at, R_READ | R_WRITE));
        series_add(&unmapped, TIMED(frame, ARCH_LABEL_PAGE_UNMAP, LIST(), LIST()));
    }
    series_report("page_retype", &made);
    series_report("page_map", &mapped);
    series_report("page_protect", &less);
    series_report("page_unprotect", &more);
    series_report("page_unmap", &unmapped);
}

SUITE(memory, { "pages", pages },);
