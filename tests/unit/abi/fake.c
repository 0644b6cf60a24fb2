/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The kernel's side of the system calls, for tests on the host. See fake.h. */
#include "fake.h"

#include <stdio.h>
#include <string.h>

struct call calls[MAX_CALLS];
int n_calls;
struct keel_registers answer;
void (*on_call)(void);
seL4_IPCBuffer buffer;
bool capture;
char printed[4096];

static const char *test_name;
static bool test_failed;
static int n_failed;

void fake_reset(void)
{
    memset(&buffer, 0, sizeof(buffer));
    for (int i = 0; i < 120; i++) {
        buffer.msg[i] = 1000 + (seL4_Word)i;
    }
    memset(&answer, 0, sizeof(answer));
    n_calls = 0;
    printed[0] = '\0';
    on_call = NULL;
    __sel4_ipc_buffer = &buffer;
}

void begin(const char *name)
{
    test_name = name;
    test_failed = false;
    fake_reset();
}

void end(void)
{
    if (!test_failed) {
        printf("ok %s\n", test_name);
    }
}

void expect_(bool holds, const char *what, const char *file, int line)
{
    if (!holds && !test_failed) {
        printf("not ok %s: %s:%d: not true: %s\n", test_name, file, line, what);
        test_failed = true;
        n_failed++;
    }
}

int failures(void)
{
    return n_failed;
}

static void record(long number, const struct keel_registers *r, seL4_Word reply, seL4_Word dest)
{
    struct call *c = &calls[n_calls < MAX_CALLS ? n_calls++ : MAX_CALLS - 1];
    c->number = number;
    c->in = *r;
    c->reply = reply;
    c->dest = dest;
    if (on_call != NULL) {
        on_call();
    }
}

seL4_Word keel_trap_short(seL4_Int64 number, seL4_Word cap, seL4_Word info)
{
    struct keel_registers r = {cap, info, {ABSENT, ABSENT, ABSENT, ABSENT}};
    size_t length = strlen(printed);
    if (capture && number == -12) {
        if (length + 1 < sizeof(printed)) {
            printed[length] = (char)cap;
            printed[length + 1] = '\0';
        }
        return cap;
    }
    record(number, &r, ABSENT, ABSENT);
    return answer.cap;
}

void keel_trap_send(seL4_Int64 number, const struct keel_registers *r)
{
    record(number, r, ABSENT, ABSENT);
}

void keel_trap_call(seL4_Int64 number, struct keel_registers *r)
{
    record(number, r, ABSENT, ABSENT);
    *r = answer;
}

void keel_trap_wait(seL4_Int64 number, struct keel_registers *r)
{
    record(number, r, ABSENT, ABSENT);
    *r = answer;
}

void keel_trap_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply)
{
    record(number, r, reply, ABSENT);
    *r = answer;
}

void keel_trap_send_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply)
{
    record(number, r, reply, ABSENT);
    *r = answer;
}

void keel_trap_send_to_recv(seL4_Int64 number, struct keel_registers *r, seL4_Word reply,
                            seL4_Word dest)
{
    record(number, r, reply, dest);
    *r = answer;
}
