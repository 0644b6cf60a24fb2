/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* The command line. */

#include "sdk/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

static struct fixture fixture;
static struct options options;

#define ALL                                                                                       \
    "--board", "qemu_virt_riscv64", "--config", "debug", "--kernel", "k", "--loader=l", "--init", \
        "i"
#define PARSE(...) parse((char *[]){"keelc", __VA_ARGS__, NULL})

static enum options_result parse(char **argv)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    fixture.diags = (struct diags){.arena = &fixture.arena};
    return options_parse(&fixture.arena, &fixture.diags, argc, argv, &options);
}

static void wrong(const char *name, enum options_result result, const char *word)
{
    bool named = fixture.diags.n && strstr(fixture.diags.at[0].text, word);
    expect(result == OPTIONS_WRONG && named, name,
           fixture.diags.n ? fixture.diags.at[0].text : "accepted");
}

int main(void)
{
    fixture_make(&fixture);
    enum options_result result = PARSE(ALL, "s", "-o", "x", "-r", "y");
    expect(result == OPTIONS_RUN && !strcmp(options.system, "s") && !strcmp(options.output, "x") &&
               !strcmp(options.report, "y") && options.image_type == IMAGE_UIMAGE &&
               !strcmp(options.loader, "l") && options.search.n == 1,
           "a plain command line", fixture_found(&fixture));
    result = PARSE(ALL, "s", "--search-path", "a", "b", "--image-type=elf", "--search-path=c");
    expect(result == OPTIONS_RUN && options.search.n == 4 && !strcmp(options.search.at[2], "c") &&
               !*options.search.at[3] && options.image_type == IMAGE_ELF,
           "search paths in order, then the current one", fixture_found(&fixture));
    result = PARSE(ALL, "--search-path", "a", "--", "-s");
    expect(result == OPTIONS_RUN && !strcmp(options.system, "-s") && options.search.n == 2, "--",
           fixture_found(&fixture));
    wrong("no description", PARSE(ALL, "--search-path", "a"), "--search-path");
    wrong("two descriptions", PARSE(ALL, "s", "t"), "'t'");
    wrong("unknown option", PARSE(ALL, "s", "--bord", "x"), "--board");
    wrong("foreign option", PARSE(ALL, "s", "--capdl-json", "x"), "--capdl-json");
    wrong("option without argument", PARSE(ALL, "s", "-o"), "-o");
    wrong("unknown board", PARSE("s", "--board", "qemu_virt_riscv", "--config", "debug"),
          "qemu_virt_riscv64");
    wrong("unknown configuration", PARSE(ALL, "s", "--config", "fast"), "release");
    wrong("unknown image type", PARSE(ALL, "s", "--image-type", "exe"), "uimage");
    setenv("MICROKIT_SDK", fixture.directory, 1);
    wrong("board without a kernel", PARSE("s", "--board", "qemu_virt_riscv64", "--config", "debug"),
          "MICROKIT_SDK");
    expect(fixture.diags.n == 3, "kernel, loader and init are each reported",
           fixture_found(&fixture));
    fixture_remove(&fixture);
    return failures != 0;
}
