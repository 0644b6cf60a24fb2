/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What the functions of <microkit.h> send, what they refuse, and how a domain dies. */
#include "pd.h"

#include <string.h>

static bool sent(long number, seL4_Word cap, seL4_Word info)
{
    return n_calls == 1 && calls[0].number == number && calls[0].in.cap == cap
           && calls[0].in.info == info;
}

static void channels(void)
{
    begin("functions notify, irq_ack, ppcall");
    microkit_notifications = 1ul << 61;
    microkit_irqs = 1 << 4;
    microkit_pps = 1 << 9;
    microkit_notify(61);
    expect(sent(-5, 71, 0));
    fake_reset();
    microkit_irq_ack(4);
    expect(sent(-1, 142, 27ul << 12));
    fake_reset();
    answer = (struct keel_registers){0, 8ul << 12 | 1, {31, 0, 0, 0}};
    microkit_msginfo reply = microkit_ppcall(9, microkit_msginfo_new(7, 2));
    expect(sent(-1, 83, 7ul << 12 | 2) && calls[0].in.mr[0] == 1000);
    expect(microkit_msginfo_get_label(reply) == 8 && microkit_msginfo_get_count(reply) == 1);
    expect(microkit_mr_get(0) == 31);
    microkit_mr_set(5, 55);
    expect(buffer.msg[5] == 55);
    end();
}

static void children(void)
{
    begin("functions restart, stop and resume a child");
    microkit_pd_restart(3, 0x200000);
    expect(sent(-1, 205, 3ul << 12 | 3));
    expect(calls[0].in.mr[0] == 1 && calls[0].in.mr[1] == 1 && calls[0].in.mr[2] == 0x200000);
    fake_reset();
    microkit_pd_stop(3);
    expect(sent(-1, 205, 12ul << 12));
    fake_reset();
    microkit_pd_resume(3);
    expect(sent(-1, 205, 13ul << 12));
    end();
}

/* One line that has all of this; and no system call beside printing. */
static bool refused(const char *function_and_id)
{
    bool said = printed[0] != '\0' && strncmp(printed, "client: ", 8) == 0
                && strstr(printed, function_and_id) != NULL
                && strchr(printed, '\n') == printed + strlen(printed) - 1;
#ifndef CONFIG_PRINTING
    said = printed[0] == '\0';
#endif
    bool quiet = n_calls == 0;
    fake_reset();
    return said && quiet;
}

static void wrong_ids(void)
{
    begin("functions an id without the channel is said, not done");
    strcpy(microkit_name, "client");
    microkit_notifications = microkit_irqs = microkit_pps = 1;
    microkit_have_signal = seL4_False;
    microkit_notify(1);
    expect(refused("microkit_notify(1)"));
    microkit_irq_ack(1);
    expect(refused("microkit_irq_ack(1)"));
    expect(microkit_ppcall(1, microkit_msginfo_new(7, 2)).words[0] == 0);
    expect(refused("microkit_ppcall(1)"));
    microkit_deferred_notify(1);
    expect(refused("microkit_deferred_notify(1)"));
    microkit_deferred_irq_ack(1);
    expect(refused("microkit_deferred_irq_ack(1)"));
    expect(!microkit_have_signal);
    microkit_notifications = ~0ul;
    microkit_notify(62);
    expect(refused("microkit_notify(62)"));
    microkit_notify(4294967295);
    expect(refused("microkit_notify(4294967295)"));
    end();
}

static void ack_refused(void)
{
    answer.info = 2ul << 12;
    microkit_irqs = 1;
    microkit_irq_ack(0);
}

static void stop_refused(void)
{
    answer.info = 2ul << 12;
    microkit_pd_stop(5);
}

static void no_such_child(void)
{
    microkit_pd_resume(62);
}

static void call_missing(void)
{
    missing_protected(3, microkit_msginfo_new(0, 0));
}

static void fault_missing(void)
{
    microkit_msginfo reply;
    missing_fault(3, microkit_msginfo_new(0, 0), &reply);
}

static void assert_wrong(void)
{
    seL4_Assert(1 == 2);
}

static bool printed_has(const char *text)
{
#ifdef CONFIG_PRINTING
    return strstr(printed, text) != NULL;
#else
    (void)text;
    return true;
#endif
}

static void deaths(void)
{
    begin("functions an error of the kernel is the address of the crash");
    expect(crash_address(ack_refused) == 2 && printed_has("client: microkit_irq_ack(0)"));
    fake_reset();
    expect(crash_address(stop_refused) == 2 && printed_has("client: microkit_pd_stop(5)"));
    fake_reset();
    expect(crash_address(no_such_child) == 2 && n_calls == 0);
    expect(printed_has("client: microkit_pd_resume(62)"));
    end();

    begin("functions a missing entry point is named");
    expect(crash_address(call_missing) == 0 && printed_has("client: protected(3)"));
    fake_reset();
    expect(crash_address(fault_missing) == 0 && printed_has("client: fault(3)"));
    end();

    begin("functions a failed assertion is printed with its place");
    expect(crash_address(assert_wrong) == 0);
    expect(printed_has("client: ") && printed_has("1 == 2") && printed_has("functions.c:"));
    expect(printed_has("assert_wrong"));
    end();
}

static void printing(void)
{
#ifdef CONFIG_PRINTING
    begin("functions debug output");
    microkit_dbg_putc('a');
    microkit_dbg_puts("b\n");
    microkit_dbg_put8(0);
    microkit_dbg_puts(" ");
    microkit_dbg_put8(255);
    microkit_dbg_puts(" ");
    microkit_dbg_put32(4294967295);
    expect(strcmp(printed, "ab\n0 255 4294967295") == 0);
    fake_reset();
    memset(microkit_name, 'n', sizeof(microkit_name));
    microkit_internal_report("f", 0, "why");
    expect(strlen(printed) == 64 + strlen(": f(0): why\n"));
    end();
#endif
}

static void root_slots(void)
{
    begin("functions slots of the root CNode");
    expect(microkit_cspace_root_slot_to_cptr(0) == seL4_CapNull);
    expect(microkit_cspace_root_slot_to_cptr(1) == 1ul << 58);
    expect(microkit_cspace_root_slot_to_cptr(63) == 63ul << 58);
    expect(microkit_cspace_root_slot_to_cptr(64) == seL4_CapNull);
    end();
}

void test_functions(void)
{
    channels();
    children();
    wrong_ids();
    deaths();
    printing();
    root_slots();
}
