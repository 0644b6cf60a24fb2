/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Sequences that random programs hardly ever make, and whose outcome is known.
 */

#include "steps.h"
#include "asid.h"
#include "bootinfo.h"
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/vspace.h>

#define ALARM  1        /* interrupt that wakes the root task */

/* --- CancelBadgedSends that is stopped in the middle: what is the same call, and what a new one.
 *
 * Threads in the order of their priority: `early` (badge 1) does not send at first; `other` (badge
 * 2), then `one` (badge 1) wait in the queue; the canceller. Its first step passes `other` and
 * stops: the root task, which slept, goes on. */

static word_t alarm_slot, ep, badge_1, badge_2, early, other, one, canceller;

static void sleep_until_alarm(void)
{
    struct call wait = {.number = SYS_Wait, .cap = alarm_slot};
    step_call(wait);
}

static struct call send_by(word_t cap) { return (struct call){.number = SYS_Send, .cap = cap}; }
static struct call cancel_badge(word_t cap) { return on_slot(CNodeCancelBadgedSends, cap); }

static void make_alarm(void)
{
    alarm_slot = step_make(STEP_NotificationObject, 0);
    const word_t handler = step_slot();
    struct call get = with_cap(SLOT_IRQControl, IRQIssueIRQHandler, SLOT_InitThreadCNode);
    add_word(&get, ALARM);
    add_word(&get, handler);
    add_word(&get, STEP_DEPTH);
    step(get);
    step(with_cap(handler, IRQSetIRQHandler, alarm_slot));
}

static void start_cancelling(const char *name)
{
    steps_start(name);
    make_alarm();
    ep = step_make(STEP_EndpointObject, 0);
    badge_1 = step_mint(ep, 1);
    badge_2 = step_mint(ep, 2);
    early = step_new_thread(SLOT_InitThreadVSpace, 40);
    other = step_new_thread(SLOT_InitThreadVSpace, 30);
    one = step_new_thread(SLOT_InitThreadVSpace, 20);
    canceller = step_new_thread(SLOT_InitThreadVSpace, 10);
    step_resume(other);
    step_resume(one);
    step_resume(canceller);
    sleep_until_alarm();
    step_expect(other);
    step_call(send_by(badge_2));
    step_expect(one);
    step_call(send_by(badge_1));
    step_expect(canceller);
    host_raise(ALARM);
    step_call(cancel_badge(badge_1));
    step_expect(SLOT_InitThreadTCB);
}

/* `early` sends at last, and is the first in the queue. Then the canceller runs. */
static void early_sends(void)
{
    step_resume(early);
    sleep_until_alarm();
    step_expect(early);
    step_call(send_by(badge_1));
    step_expect(canceller);
}

static void repeated_call_goes_on(void)
{
    start_cancelling("a CancelBadgedSends that was stopped goes on");
    early_sends();
    step_repeat();
    step_expect(one);
    steps_passed();
}

/* The faulting thread lends its time to the handler, who is known to wait from the second on. */
static void repeated_call_goes_on_behind_faults(void)
{
    start_cancelling("a CancelBadgedSends that was stopped goes on behind two faults");
    const word_t faults = step_make(STEP_EndpointObject, 0), reply = step_make(STEP_ReplyObject, 0);
    const word_t handler = step_new_thread(SLOT_InitThreadVSpace, 50);
    struct call space = with_cap(canceller, TCBSetSpace, faults);
    add_cap(&space, SLOT_InitThreadCNode);
    add_cap(&space, SLOT_InitThreadVSpace);
    add_word(&space, 0);
    add_word(&space, 0);
    step(space);
    step_resume(handler);
    sleep_until_alarm();
    step_expect(handler);
    step_call((struct call){.number = SYS_Recv, .cap = faults, .reply = reply});
    step_expect(canceller);
    host_raise(ALARM);
    user_interrupted();
    step_expect(SLOT_InitThreadTCB);
    step_take_time(handler);
    early_sends();
    for (word_t round = 0; round < 2; round++) {
        user_vm_fault(0, 0, false);
        step_expect(handler);
        step_call((struct call){.number = SYS_ReplyRecv, .cap = faults, .reply = reply});
        step_expect(canceller);
    }
    step_repeat();
    step_expect(one);
    steps_passed();
}

static void written_registers_are_a_new_call(void)
{
    start_cancelling("after WriteRegisters, CancelBadgedSends starts from the first sender");
    struct call write = invocation(canceller, TCBWriteRegisters);
    add_word(&write, 0);
    add_word(&write, 0);
    step(write);
    early_sends();
    step_call(cancel_badge(badge_1));
    step_expect(early);
    steps_passed();
}

static void copied_registers_are_a_new_call(void)
{
    start_cancelling("after CopyRegisters, CancelBadgedSends starts from the first sender");
    struct call copy = with_cap(canceller, TCBCopyRegisters, early);
    add_word(&copy, 4);
    step(copy);
    early_sends();
    step_call(cancel_badge(badge_1));
    step_expect(early);
    steps_passed();
}

static void suspended_call_starts_anew(void)
{
    start_cancelling("a CancelBadgedSends that was suspended starts from the first sender");
    step(invocation(canceller, TCBSuspend));
    step_resume(canceller);
    early_sends();
    step_repeat();
    step_expect(early);
    steps_passed();
}

static void other_badge_is_a_new_call(void)
{
    start_cancelling("with another badge, CancelBadgedSends starts from the first sender");
    step_on_slot(CNodeDelete, badge_1);
    struct call copy = on_slot(CNodeCopy, badge_1);
    add_word(&copy, badge_2);
    add_word(&copy, STEP_DEPTH);
    add_word(&copy, mask(4));
    add_cap(&copy, SLOT_InitThreadCNode);
    step(copy);
    sleep_until_alarm();
    step_expect(canceller);
    step_repeat();
    step_expect(other);
    steps_passed();
}

static void failed_repetition_ends_the_call(void)
{
    start_cancelling("a CancelBadgedSends that failed when repeated is over");
    const word_t elsewhere = step_slot();
    struct call move = on_slot(CNodeMove, elsewhere);
    add_word(&move, badge_1);
    add_word(&move, STEP_DEPTH);
    add_cap(&move, SLOT_InitThreadCNode);
    step(move);
    sleep_until_alarm();
    step_expect(canceller);
    step_repeat();
    host_raise(ALARM);
    user_interrupted();
    step_expect(SLOT_InitThreadTCB);
    badge_1 = elsewhere;
    early_sends();
    step_call(cancel_badge(elsewhere));
    step_expect(early);
    steps_passed();
}

/* --- combined calls */

static void second_half_waits_for_the_first(void)
{
    steps_start("a combined call that is stopped in its first half does not receive");
    make_alarm();
    const word_t untyped = step_make(STEP_UntypedObject, 12);
    step_make_in(untyped, STEP_UntypedObject, 11);
    step_on_slot(CNodeRevoke, untyped);
    step_call((struct call){.number = SYS_Send, .cap = alarm_slot});
    struct call c = with_cap(0, UntypedRetype, SLOT_InitThreadCNode);
    const word_t words[] = {STEP_UntypedObject, 11, 0, 0, step_slot(), 1};
    for (word_t i = 0; i < 6; i++)
        add_word(&c, words[i]);
    c.number = SYS_NBSendWait;
    c.cap = alarm_slot;
    c.reply = untyped;
    step_call(c);
    if (!user_repeats() || notification_at(cap_object(step_cap(alarm_slot)))->active == 0)
        steps_failed("the signal is gone");
    steps_passed();
}

/* --- a fault handler on lent time, which uses the FPU as the thread that faults does */

static void fault_handler_has_its_own_fpu_registers(void)
{
    steps_start("a fault handler finds its own FPU registers, and so does the thread it answers");
    make_alarm();
    const word_t faults = step_make(STEP_EndpointObject, 0), reply = step_make(STEP_ReplyObject, 0);
    const word_t handler = step_new_thread(SLOT_InitThreadVSpace, 40);
    const word_t faulting = step_new_thread(SLOT_InitThreadVSpace, 20);
    struct call space = with_cap(faulting, TCBSetSpace, faults);
    add_cap(&space, SLOT_InitThreadCNode);
    add_cap(&space, SLOT_InitThreadVSpace);
    add_word(&space, 0);
    add_word(&space, 0);
    step(space);
    step_resume(handler);
    step_resume(faulting);
    sleep_until_alarm();
    step_expect(handler);
    user_uses_fpu();
    step_call((struct call){.number = SYS_Recv, .cap = faults, .reply = reply});
    step_expect(faulting);
    host_raise(ALARM);
    user_interrupted();
    step_expect(SLOT_InitThreadTCB);
    step_take_time(handler);
    sleep_until_alarm();
    for (word_t round = 0; round < 2; round++) {
        step_expect(faulting);
        user_uses_fpu();
        user_vm_fault(0, 0, false);
        step_expect(handler);
        user_uses_fpu();
        step_call((struct call){.number = SYS_ReplyRecv, .cap = faults, .reply = reply});
    }
    steps_passed();
}

/* --- address spaces that end while they are used */

static void not_in_any_space(void)
{
    if (node.arch.satp != node.arch.kernel_satp)
        steps_failed("the address space that is gone is still in use");
}

static word_t make_pool(void)
{
    const word_t untyped = step_make(STEP_UntypedObject, PAGE_BITS), pool = step_slot();
    struct call make = with_cap(SLOT_ASIDControl, RISCVASIDControlMakePool, untyped);
    add_cap(&make, SLOT_InitThreadCNode);
    add_word(&make, pool);
    add_word(&make, STEP_DEPTH);
    step(make);
    return pool;
}

/* A thread in a space of its own, which is made of `untyped` and of the pool, is current. */
static word_t enter_space(word_t untyped, word_t pool)
{
    const word_t space = step_make_in(untyped, STEP_RISCV_PageTableObject, 0);
    step(with_cap(pool, RISCVASIDPoolAssign, space));
    const word_t thread = step_new_thread(space, 10);
    make_alarm();
    step_resume(thread);
    sleep_until_alarm();
    step_expect(thread);
    host_touch(host_image);
    return thread;
}

static void space_of_the_current_thread_deleted(void)
{
    steps_start("a thread that destroys its own address space leaves it");
    const word_t untyped = step_make(STEP_UntypedObject, PAGE_TABLE_BITS);
    const word_t thread = enter_space(untyped, SLOT_InitThreadASIDPool);
    step_on_slot(CNodeRevoke, untyped);
    step_expect(thread);
    not_in_any_space();
    steps_passed();
}

static void pool_of_the_current_thread_deleted(void)
{
    steps_start("a thread that destroys the ASID pool of its address space leaves it");
    const word_t pool = make_pool();
    const word_t thread = enter_space(step_make(STEP_UntypedObject, PAGE_TABLE_BITS), pool);
    step_on_slot(CNodeDelete, pool);
    step_expect(thread);
    not_in_any_space();
    steps_passed();
}

/* The checker cannot follow: it starts from the capabilities that boot has made. */
static void first_pool_is_free_again(void)
{
    steps_start("when the first ASID pool is gone, the next one takes its number");
    user_start(0);
    const struct call away = on_slot(CNodeDelete, SLOT_InitThreadASIDPool);
    user_call(&away);
    steps_unchecked();
    if (asid_pool_cap_base(step_cap(make_pool())) != 0)
        steps_failed("it has another");
    steps_passed();
}

/* --- boot: the root task's image at places that need more page tables or fewer */

static word_t root_tables(void)
{
    const struct bootinfo *pages = bootinfo_at(cap_object(step_cap(SLOT_BootInfoFrame)));
    return pages->userImagePaging.end - pages->userImagePaging.start;
}

static void page_tables_at(const char *name, word_t image, word_t tables)
{
    const word_t usual = host_image;
    host_image = image;
    steps_start(name);
    if (root_tables() != tables)
        steps_failed("there are %lu page tables", root_tables());
    host_image = usual;
    steps_passed();
}

static void page_tables_of_the_root_task(void)
{
    const word_t span = bit(LARGE_PAGE_BITS), page = bit(PAGE_BITS);
    page_tables_at("an image in the middle of what a page table covers", span / 2, 2);
    page_tables_at("all pages of the root task end with the page table", span - 3 * page, 2);
    page_tables_at("the image ends with its page table, the others follow", span - page, 3);
}

int main(void)
{
    page_tables_of_the_root_task();
    repeated_call_goes_on();
    repeated_call_goes_on_behind_faults();
    written_registers_are_a_new_call();
    copied_registers_are_a_new_call();
    suspended_call_starts_anew();
    other_badge_is_a_new_call();
    failed_repetition_ends_the_call();
    second_half_waits_for_the_first();
    fault_handler_has_its_own_fpu_registers();
    space_of_the_current_thread_deleted();
    pool_of_the_current_thread_deleted();
    first_pool_is_free_again();
    return 0;
}
