/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * How init speaks and how it gives up. Configurations without a console print nothing and stop
 * just the same: a system that is not as described does not run.
 */
#include "init/explain.h"
#include "init/init.h"
#include <stdarg.h>

void print(const char *text)
{
#ifdef CONFIG_PRINTING
    for (; *text; text++)
        seL4_DebugPutChar(*text);
#else
    (void)text;
#endif
}

static noreturn void stop_here(void)
{
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugHalt();
#endif
    seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    for (;;)
        seL4_Wait(seL4_CapNull, 0);     /* after seal(): an unhandled fault ends a thread */
}

noreturn void fail(const char *format, ...)
{
    static char buffer[1024];
    struct text t = text_on(buffer, sizeof buffer);

    va_list args;
    va_start(args, format);
    text_format_list(&t, format, args);
    va_end(args);

    print("init: ");
    print(buffer);
    print("\ninit: the system does not start.\n");
    stop_here();
}

void must(seL4_Error error, const char *what, const char *name)
{
    if (error != seL4_NoError)
        fail("cannot %s '%s': the kernel says %s (words %x %x %x)", what, name,
             explain_error((uint64_t)error), (uint64_t)seL4_GetMR(0), (uint64_t)seL4_GetMR(1),
             (uint64_t)seL4_GetMR(2));
}

/* libsel4's assertions end here. */
noreturn void __assert_fail(const char *str, const char *file, int line, const char *function);

noreturn void __assert_fail(const char *str, const char *file, int line, const char *function)
{
    fail("assertion %s failed in %s (%s:%u)", str, function, file, (uint64_t)line);
}
