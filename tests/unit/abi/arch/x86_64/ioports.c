/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* I/O ports of a protection domain: which capability is invoked, and what a wrong id does. */
#include <microkit.h>

#include "fake.h"
#include "ioports.h"
#include "sent.h"

/* What libmicrokit has elsewhere: a report or a crash is counted. */
seL4_Word microkit_ioports;
static int reports;
static seL4_Error crash;

void microkit_internal_report(const char *function, unsigned int id, const char *why)
{
    (void)function;
    (void)id;
    (void)why;
    reports++;
}

void microkit_internal_crash(seL4_Error err)
{
    crash = err;
}

/* One Call to slot 394 + id with this label (of release) and these words. */
static bool sent(microkit_ioport id, seL4_Word label, seL4_Word n, seL4_Word port, seL4_Word data)
{
    seL4_Word shift = DEBUG_LABELS + (KEEL_DEBUG || KEEL_BENCHMARK ? 3 : 0);
    const struct call c = calls[0];
    bool same = n_calls == 1 && c.number == -1 && c.in.cap == 394 + id
                && c.in.info == ((label + shift) << 12 | n) && c.in.mr[0] == port
                && c.in.mr[1] == data && reports == 0 && crash == seL4_NoError;
    fake_reset();
    answer.mr[0] = 0xfedcba9876543210;
    return same;
}

static void right_ids(void)
{
    begin("microkit I/O ports, ids of the domain");
    microkit_ioports = 1ul << 62 | 1ul << 5 | 1;
    microkit_x86_ioport_write_8(0, 0x3f8, 0x41);
    expect(sent(0, 54, 2, 0x3f8, 0x41));
    microkit_x86_ioport_write_16(5, 0x604, 0x2000);
    expect(sent(5, 55, 2, 0x604, 0x2000));
    microkit_x86_ioport_write_32(62, 0xcf8, 0x80000000);
    expect(sent(62, 56, 2, 0xcf8, 0x80000000));
    expect(microkit_x86_ioport_read_8(0, 0x3fd) == 0x10 && sent(0, 51, 1, 0x3fd, 0));
    expect(microkit_x86_ioport_read_16(5, 0x604) == 0x3210 && sent(5, 52, 1, 0x604, 0));
    expect(microkit_x86_ioport_read_32(62, 0xcfc) == 0x76543210 && sent(62, 53, 1, 0xcfc, 0));
    end();
}

/* No system call, one line; a read is 0. */
static void wrong_ids(void)
{
    static const microkit_ioport wrong[] = {1, 61, 63, 64, 1000, ~0u};
    begin("microkit I/O ports, other ids");
    microkit_ioports = 1ul << 63 | 1ul << 62 | 1ul << 5 | 1;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        reports = 0;
        answer.mr[0] = 7;
        microkit_x86_ioport_write_8(wrong[i], 0x3f8, 1);
        microkit_x86_ioport_write_16(wrong[i], 0x3f8, 1);
        microkit_x86_ioport_write_32(wrong[i], 0x3f8, 1);
        expect(microkit_x86_ioport_read_8(wrong[i], 0x3f8) == 0);
        expect(microkit_x86_ioport_read_16(wrong[i], 0x3f8) == 0);
        expect(microkit_x86_ioport_read_32(wrong[i], 0x3f8) == 0);
        expect(n_calls == 0 && reports == 6 && crash == seL4_NoError);
    }
    reports = 0;
    end();
}

/* A port outside of the range: the kernel refuses, the domain crashes. */
static void refused(void)
{
    begin("microkit I/O ports, refused by the kernel");
    answer.info = 3ul << 12;
    microkit_x86_ioport_write_8(0, 0x400, 1);
    expect(reports == 1 && crash == seL4_IllegalOperation);
    crash = seL4_NoError;
    (void)microkit_x86_ioport_read_32(0, 0x3fe);
    expect(reports == 2 && crash == seL4_IllegalOperation);
    end();
}

void test_ioports(void)
{
    right_ids();
    wrong_ids();
    refused();
}
