/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the loader says. In release and benchmark configurations it speaks only to explain why it
 * stops; log_* are then empty and the compiler drops their text.
 */
#include <stdint.h>
#include <stdnoreturn.h>

void say_text(const char *text);
void say_hex(uint64_t value);
void say_decimal(uint64_t value);

/* "LOADER: " and the text; the caller finishes the line with say_*() and stop(). */
void complain(const char *text);

/* End the line that complain() began and switch the machine off, reporting failure. */
noreturn void stop(void);

static inline void log_text(const char *text)
{
    if (KEEL_DEBUG)
        say_text(text);
}

static inline void log_hex(uint64_t value)
{
    if (KEEL_DEBUG)
        say_hex(value);
}
