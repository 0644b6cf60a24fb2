/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* See pd.h. The loop under test never returns: the script's end jumps out of it. */
#define _GNU_SOURCE
#include "pd.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

int microkit_main(void);

char trace[512];
void (*act)(void);
seL4_Bool fault_answer;

static const struct keel_registers *script;
static int n_script;
static jmp_buf out_of_loop;
static sigjmp_buf out_of_crash;
static seL4_Word crashed_at;

static void write_down(const char *what, seL4_Word a, seL4_Word b)
{
    size_t used = strlen(trace);
    snprintf(trace + used, sizeof(trace) - used, "%s %lu %lu; ", what, a, b);
}

static void constructor(void)
{
    write_down("constructor", 0, 0);
}
void (*const pd_constructors[])(void) = {constructor, constructor};
__asm__(".globl pd_constructors_end\n.set pd_constructors_end, pd_constructors + 16");

void init(void)
{
    write_down("init", 0, 0);
    if (act != NULL) {
        act();
    }
}

void notified(microkit_channel ch)
{
    write_down("notified", ch, 0);
    if (act != NULL) {
        act();
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    write_down("protected", ch, microkit_msginfo_get_label(msginfo));
    if (act != NULL) {
        act();
    }
    return microkit_msginfo_new(99, 2);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    write_down("fault", child, microkit_msginfo_get_label(msginfo));
    *reply_msginfo = microkit_msginfo_new(0, 1);
    if (act != NULL) {
        act();
    }
    return fault_answer;
}

/* Recv, ReplyRecv, NBSendRecv take the next event; the kernel accepts everything else. */
static void next_event(void)
{
    long number = calls[n_calls - 1].number;
    answer = (struct keel_registers){0};
    if (number == -7 || number == -2 || number == -3) {
        if (n_script-- == 0) {
            longjmp(out_of_loop, 1);
        }
        answer = *script++;
    }
}

void run(const struct keel_registers *events, int n_events)
{
    script = events;
    n_script = n_events;
    trace[0] = '\0';
    on_call = next_event;
    if (setjmp(out_of_loop) == 0) {
        microkit_main();
    }
    on_call = NULL;
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    crashed_at = (seL4_Word)info->si_addr;
    siglongjmp(out_of_crash, 1);
}

seL4_Word crash_address(void (*f)(void))
{
    struct sigaction old;
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, &old);
    crashed_at = ABSENT;
    if (sigsetjmp(out_of_crash, 1) == 0) {
        f();
    }
    sigaction(SIGSEGV, &old, NULL);
    return crashed_at;
}

int main(void)
{
    capture = true;
    printf("ok microkit numbers\n");
    test_loop();
    test_functions();
    return failures() != 0;
}
