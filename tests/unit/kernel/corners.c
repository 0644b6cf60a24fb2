/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What random programs do not do: messages too short for every operation there is, the calls of
 * debug and benchmark kernels, and what stops the machine on purpose. The whole kernel is checked
 * after every exit that is one.
 */

#include "bootinfo.h"
#include "debug.h"
#include "benchmark.h"
#include "delete.h"
#include "derive.h"
#include "fastpath.h"
#include "invocation.h"
#include "ipc.h"
#include "survey.h"
#include "user.h"
#include <arch/machine.h>
#include <arch/vspace.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT_TCB     1
#define ROOT_CNODE   2
#define FULL_DEPTH   64
#define MOST_WORDS   10
#define MOST_CAPS    3
#define FREE_MEMORY  0x40000

#define COUNTER_(n, name) COUNTER_##name = (n),
enum { UTILISATION_COUNTERS(COUNTER_) };

static word_t first, next_slot, memory;
static jmp_buf halted;
static char printed[1 << 16];
static word_t n_printed;
static bool failed;

void console_putchar(char c)
{
    if (n_printed + 1 < sizeof printed)
        printed[n_printed++] = c;
}

_Noreturn void machine_halt(void) { longjmp(halted, 1); }
void machine_wait_for_interrupt(void) { machine_halt(); }

static void expect(bool condition, const char *name, const char *what)
{
    if (condition || failed)
        return;
    failed = true;
    printf("not ok %s: %s\n", name, what);
}

static void check(const char *name)
{
    const char *why = invariants_check();
    expect(why == NULL, name, why);
}

static void passed(const char *name)
{
    if (!failed)
        printf("ok %s\n", name);
    failed = false;
}

static struct cap cap_in(word_t slot) { return slot_at(survey_root_cnode())[slot].cap; }

static void start(void)
{
    host_start();
    host_boot(FREE_MEMORY);
    node.arch.preempt_after = 100;
    word_t root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    first = next_slot = user_first_free_slot(root);
    invariants_start(root, first);
    user_start(first);
    for (memory = 16; !cap_is(cap_in(memory), CAP_untyped) ||
                      untyped_cap_device(cap_in(memory)) != 0 ||
                      untyped_cap_size_bits(cap_in(memory)) < 16;)
        memory++;
    n_printed = 0;
    memset(printed, 0, sizeof printed);
}

static word_t retype(word_t type, word_t size_bits)
{
    struct call c = invocation(memory, UntypedRetype);
    const word_t words[] = {type, size_bits, 0, 0, next_slot, 1};
    for (word_t i = 0; i < sizeof words / sizeof words[0]; i++)
        add_word(&c, words[i]);
    add_cap(&c, ROOT_CNODE);
    user_call(&c);
    return next_slot++;
}

/* ------------------------------------------------------------------------------ messages */

/* Each label with each length: what is too short is refused, and changes no capability. */
static void send_all_lengths(word_t slot, word_t label, word_t argument)
{
    for (word_t words = 0; words <= MOST_WORDS; words++) {
        for (word_t caps = 0; caps <= MOST_CAPS; caps++) {
            struct call c = invocation(slot, label);
            while (c.n_words < words)
                add_word(&c, 0);
            while (c.n_caps < caps)
                add_cap(&c, argument);
            user_call(&c);
            check("short messages");
        }
    }
}

static void short_messages_to_everything(void)
{
    static const struct { word_t type, bits; } types[] = {
        {0, 4}, {1, 0}, {3, 0}, {4, 2}, {5, 8}, {8, 0}, {10, 0}};
    start();
    word_t thread = retype(1, 0);
    for (word_t i = 0; i < sizeof types / sizeof types[0]; i++)
        retype(types[i].type, types[i].bits);
    for (word_t slot = ROOT_CNODE; slot < next_slot; slot++)
        for (word_t label = 1; label < nArchInvocationLabels; label++)
            if (!slot_is_empty(slot_at(survey_root_cnode()) + slot) &&
                !cap_is(cap_in(slot), CAP_endpoint) && slot != thread)
                send_all_lengths(slot, label, thread);
    for (word_t label = 1; label < nArchInvocationLabels; label++)
        send_all_lengths(thread, label, first + 1);
    passed("messages of every length to every operation");
}

/* --------------------------------------------------------------------------- extra calls */

/* CNode_Delete of a slot that is not found: what the answer says of the reason. */
static void delete_refused(word_t cnode, word_t index, word_t depth, word_t type, word_t length)
{
    const char *name = "lookups that fail";
    struct call c = invocation(cnode, CNodeDelete);
    add_word(&c, index);
    add_word(&c, depth);
    user_call(&c);
    const struct context *answer = &current_thread()->context;
    expect(answer->info == ((word_t)E_FailedLookup << 12 | length), name, "another answer");
    expect(answer->mr[0] == 0 && answer->mr[1] == type, name, "another reason");
    check(name);
}

static void lookups_that_fail(void)
{
    start();
    const word_t cnode = retype(4, 4);
    delete_refused(ROOT_CNODE, bit(50) | cnode, 64, LOOKUP_GuardMismatch, 5);
    delete_refused(ROOT_CNODE, 0, 10, LOOKUP_GuardMismatch, 5);
    delete_refused(cnode, 0, 2, LOOKUP_DepthMismatch, 4);
    delete_refused(cnode, 0, 60, LOOKUP_DepthMismatch, 4);
    passed("lookups that fail");
}

static void call_with(enum system_call number, word_t cap)
{
    struct tcb *t = current_thread();
    t->context.cap = cap;
    entry_syscall((word_t)number);
}

static void debug_calls(void)
{
    start();
    call_with(SYS_DebugPutChar, 'x');
    expect(strcmp(printed, "x") == 0, "debug calls", "DebugPutChar prints otherwise");
    check("debug calls");
    call_with(SYS_DebugCapIdentify, ROOT_CNODE);
    expect(current_thread()->context.cap == CAP_cnode, "debug calls",
           "DebugCapIdentify does not know a CNode");
    set_buffer_word(IPC_BUFFER_MSG, 0x0065656c);        /* "lee" */
    call_with(SYS_DebugNameThread, ROOT_TCB);
    call_with(SYS_DebugDumpScheduler, 0);
    expect(strstr(printed, "lee") != NULL, "debug calls", "no thread is named lee");
    n_printed = 0;
    call_with(SYS_DebugSnapshot, 0);
    expect(strstr(printed, "CNode") != NULL, "debug calls",
           "DebugSnapshot shows no CNode");
    check("debug calls");
    n_printed = 0;
    memset(printed, 0, sizeof printed);
    debug_print("%p %c %ld %%", (void *)0xab, 'c', -5L);
    expect(strcmp(printed, "ab c -5 %") == 0, "debug calls", printed);
    passed("debug calls");
}

static void benchmark_calls(void)
{
    start();
    call_with(SYS_BenchmarkResetLog, 0);
    call_with(SYS_BenchmarkResetThreadUtilisation, ROOT_TCB);
    node.arch.time += 7;
    call_with(SYS_BenchmarkGetThreadUtilisation, ROOT_CNODE);
    call_with(SYS_BenchmarkGetThreadUtilisation, ROOT_TCB);
    word_t buffer = ipc_buffer_for_reading(current_thread());
    expect(buffer_word(buffer, IPC_BUFFER_MSG + COUNTER_TCB_UTILISATION) == 7,
           "benchmark calls", "seven cycles were used, another number is reported");
    node.arch.time += 5;
    call_with(SYS_BenchmarkFinalizeLog, 0);
    call_with(SYS_BenchmarkFinalizeLog, 0);
    call_with(SYS_BenchmarkGetThreadUtilisation, ROOT_TCB);
    expect(buffer_word(buffer, IPC_BUFFER_MSG + COUNTER_TOTAL_UTILISATION) == 12,
           "benchmark calls", "the log lasted twelve cycles, another number is reported");
    call_with(SYS_BenchmarkNullSyscall, 0);
    call_with(SYS_BenchmarkFlushCaches, 0);
    check("benchmark calls");
    passed("benchmark calls");
}

/* A switch to the idle thread, which stays. */
static void switch_while_tracking(void)
{
    const char *name = "a switch is counted while the log is kept";
    start();
    const word_t notification = retype(3, 0);
    const struct tcb *root = current_thread();
    call_with(SYS_BenchmarkResetLog, 0);
    call_with(SYS_BenchmarkResetThreadUtilisation, ROOT_TCB);
    node.arch.time += 9;
    if (setjmp(halted) == 0)
        call_with(SYS_Wait, notification);
    expect(node.current == tcb_addr(&node.idle), name, "the idle thread does not run");
    expect(node.total_schedules == 1 && node.idle.times_scheduled == 1, name,
           "not one switch is counted");
    expect(root->used_cycles == 9, name, "nine cycles were used, another number is kept");
    passed(name);
}

/* ------------------------------------------------------------------------------- the end */

/* The machine must stop, and say why. */
#define STOPS(name, reason, ...)                                                            \
    do {                                                                                  \
        start();                                                                          \
        if (setjmp(halted) == 0) {                                                        \
            __VA_ARGS__;                                                                  \
            expect(false, name, "the machine goes on");                                  \
        } else {                                                                          \
            expect(strstr(kernel_epitaph.why, reason) != NULL, name, kernel_epitaph.why);    \
        }                                                                                 \
        passed(name);                                                                     \
    } while (0)

static void name_without_end(void)
{
    for (word_t i = 0; i < MSG_MAX_LENGTH; i++)
        set_buffer_word(IPC_BUFFER_MSG + i, ~0UL);
    call_with(SYS_DebugNameThread, ROOT_TCB);
}

static void name_without_buffer(void)
{
    fast_slot_emptied(&current_thread()->slot[TCB_IPC_BUFFER]);
    call_with(SYS_DebugNameThread, ROOT_TCB);
}

/* What boot refuses. */
static struct boot_input described;

static void boot_with(word_t free, word_t image_bytes, word_t image_moves)
{
    host_start();
    host_describe(&described, free);
    described.image.end = described.image.start + image_bytes;
    described.image_offset -= image_moves;
    boot_root_task(&described);
}

static void boot_without_memory(void)
{
    host_start();
    host_describe(&described, FREE_MEMORY);
    described.memory.count = 1;
    boot_root_task(&described);
}

static struct cap zombie_of(enum zombie_kind kind)
{
    struct cap c = cap_make(CAP_zombie, HOST_RAM_BASE);
    zombie_cap_set_kind(&c, kind);
    zombie_cap_set_radix(&c, 3);
    return c;
}

/* What a listing of capabilities says of their size. */
static void sizes(void)
{
    const char *name = "each type knows its size";
    static const struct { enum cap_type type; word_t bits; } sizes[] = {
        {CAP_endpoint, ENDPOINT_BITS}, {CAP_notification, NOTIFICATION_BITS},
        {CAP_reply, REPLY_BITS}, {CAP_tcb, TCB_BITS}, {CAP_page_table, PAGE_TABLE_BITS},
        {CAP_asid_pool, ASID_POOL_BITS}, {CAP_irq_control, 0}, {CAP_domain_set, 0}};
    static const word_t zombies[] = {
        [ZOMBIE_CNODE] = 3 + SLOT_BITS, [ZOMBIE_TCB] = TCB_BITS, [ZOMBIE_ENDPOINT] = ENDPOINT_BITS,
        [ZOMBIE_NOTIFICATION] = NOTIFICATION_BITS, [ZOMBIE_IRQ] = 0};
    for (word_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        expect(cap_size_bits(cap_make(sizes[i].type, HOST_RAM_BASE)) == sizes[i].bits, name,
               "an object is of another size");
    for (word_t i = 0; i < sizeof zombies / sizeof zombies[0]; i++)
        expect(cap_size_bits(zombie_of((enum zombie_kind)i)) == zombies[i], name,
               "a dying object is of another size");
    passed(name);
}

/* The device tree's bytes are handed on, behind the header of their chunk. */
static void boot_hands_on_the_device_tree(void)
{
    const word_t half = bit(PAGE_BITS) / 2;
    const char *name = "boot hands on the device tree";
    host_start();
    host_describe(&described, FREE_MEMORY);
    described.kernel.end -= half;
    described.device_tree = (struct range){described.kernel.end, described.image.start};
    bootinfo_add_chunk(&described, BOOTINFO_CHUNK_FDT,
                       described.window + described.device_tree.start,
                       range_bytes(described.device_tree));
    memset((void *)(HOST_RAM_BASE + half), 0x5c, half);
    if (setjmp(halted) != 0) {
        expect(false, name, kernel_epitaph.why);
        passed(name);
        return;
    }
    boot_root_task(&described);
    word_t found = 0;
    for (word_t at = 0; at < FREE_MEMORY + bit(21); at += sizeof(word_t)) {
        const word_t *w = (const word_t *)(HOST_RAM_BASE + 0x3000000 + at);
        found += *w == 0x5c5c5c5c5c5c5c5c;
    }
    expect(found == half / sizeof(word_t), name, "its bytes are not in the root task's pages");
    passed(name);
}

int main(void)
{
    short_messages_to_everything();
    lookups_that_fail();
    sizes();
    if (KEEL_BENCHMARK) {
        benchmark_calls();
        switch_while_tracking();
    }
    if (!KEEL_DEBUG)
        return 0;
    debug_calls();
    boot_hands_on_the_device_tree();
    STOPS("DebugHalt stops the machine", "DebugHalt", call_with(SYS_DebugHalt, 0));
    STOPS("DebugNameThread of no thread stops the machine", "not a thread",
          call_with(SYS_DebugNameThread, ROOT_CNODE));
    STOPS("DebugNameThread without a buffer stops the machine", "no IPC buffer",
          name_without_buffer());
    STOPS("DebugNameThread of an endless name stops the machine", "no end", name_without_end());
    STOPS("an image that is not page aligned is not started", "page aligned",
          boot_with(FREE_MEMORY, 100, 0));
    STOPS("an image at an address of the kernel's is not started", "outside the addresses",
          boot_with(FREE_MEMORY, bit(PAGE_BITS), bit(46)));
    STOPS("a machine without room for the root task stops", "large enough", boot_without_memory());
    STOPS("a broken assertion stops the machine", "assertion",
          debug_assert_failed("x", __FILE__, __LINE__));
    STOPS("an impossible branch stops the machine", "impossible",
          debug_unreachable(__FILE__, __LINE__));
    return 0;
}
