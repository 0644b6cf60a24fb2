/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* keelc: from a system description to a bootable image. */

#include <libxml/parser.h>
#include <stdio.h>

#include "sdk/options.h"

static int run(struct arena *arena, struct diags *diags, int argc, char **argv)
{
    struct options options;
    struct compiled compiled;
    switch (options_parse(arena, diags, argc, argv, &options)) {
    case OPTIONS_DONE: return 0;
    case OPTIONS_WRONG:
        diag_print(diags, stderr);
        fputs("\nkeelc --help explains the command line.\n", stderr);
        return 1;
    case OPTIONS_RUN: break;
    }
    int status = compile(arena, diags, &options, &compiled);
    diag_print(diags, stderr);
    if (!status)
        printf("%s: %zu protection domain%s, %zu objects in %llu KiB of RAM, initial task %llu "
               "KiB, image %zu KiB\n",
               options.output, compiled.system->pds.n, compiled.system->pds.n == 1 ? "" : "s",
               compiled.tables->objects.n,
               (unsigned long long)compiled.memory.used / 1024,
               (unsigned long long)(compiled.layout.init.end - compiled.layout.init.start) / 1024,
               compiled.image_size / 1024);
    return status;
}

int main(int argc, char **argv)
{
    struct arena arena = {.blocks = NULL};
    struct diags diags = {.arena = &arena, .file = ""};
    int status = run(&arena, &diags, argc, argv);
    arena_free(&arena);
    xmlCleanupParser();
    return status;
}
