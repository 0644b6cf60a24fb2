/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Gives files to a target, one after the other, without libFuzzer:
 *
 *     program FILE...
 */

#include "target.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECONDS_FOR_ONE 30

static const char *program, *file;

/* Both sanitizers end by abort(), so that we can say where. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "abort_on_error=1:detect_leaks=0"; }
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) { return "abort_on_error=1:print_stacktrace=1"; }

static void stopped(int number)
{
    const char *why = number == SIGALRM ? "it does not end" : "see above";
    printf("\nnot ok %s: %s; to repeat: %s %s\n", file, why, program, file);
    fflush(stdout);
    _exit(1);
}

/* In a buffer of exactly its size: the sanitizer sees any read beyond it. */
static void replay(void)
{
    FILE *f = fopen(file, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        printf("not ok %s: cannot be read\n", file);
        exit(1);
    }
    size_t size = (size_t)ftell(f);
    rewind(f);
    uint8_t *data = malloc(size != 0 ? size : 1);
    size = fread(data, 1, size, f);
    fclose(f);
    alarm(SECONDS_FOR_ONE);
    LLVMFuzzerTestOneInput(data, size);
    alarm(0);
    free(data);
}

int main(int argc, char **argv)
{
    program = argv[0];
    signal(SIGABRT, stopped);
    signal(SIGALRM, stopped);
    for (int i = 1; i < argc; i++) {
        file = argv[i];
        replay();
    }
    const char *name = strrchr(program, '/') != NULL ? strrchr(program, '/') + 1 : program;
    printf("ok %s, %d inputs\n", name, argc - 1);
    return 0;
}
