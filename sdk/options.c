/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See options.h. Also finds the kernel, the loader and init that belong to the board. */

#include "sdk/options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef KEEL_VERSION
#define KEEL_VERSION "0.1.0"
#endif

const char options_usage[] =
    "usage: keelc [options] --board BOARD --config CONFIG SYSTEM\n"
    "\n"
    "Makes a bootable image from SYSTEM, a system description in XML.\n"
    "\n"
    "  -o, --output FILE       the image (default loader.img)\n"
    "  -r, --report FILE       what is in it, to read (default report.txt)\n"
    "      --report-json FILE  the same for programs\n"
    "      --board BOARD       what it runs on\n"
    "      --config CONFIG     debug, release or benchmark\n"
    "      --image-type TYPE   binary, elf or uimage (default: what the board boots)\n"
    "      --name NAME         what messages call SYSTEM, if it was made from another file\n"
    "      --search-path P...  directories in which program images are looked for; then the "
    "current one\n"
    "      --kernel ELF        in place of the board's kernel (also --override-kernel)\n"
    "      --loader ELF        in place of the board's loader (x86-64 has none: beside the image\n"
    "                          the kernel is written, as sel4.elf and sel4_32.elf)\n"
    "      --init ELF          in place of the board's initial task\n"
    "  -h, --help              this text\n"
    "      --version           the version\n"
    "      --                  what follows is SYSTEM\n"
    "\n"
    "An option's argument may also be given as --option=ARGUMENT. Status 0: everything was "
    "written;\n"
    "1: nothing was written, all errors are on standard error.\n";

/* What was said, before it is checked. */
struct said {
    const char *system, *board, *config, *image_type;
};

struct words {
    int n, next;
    char **at;
};

struct option {
    const char *name, *other_name;
    const char **value;
};

/* --- words ------------------------------------------------------------------------------------ */

/* True when `word` is this option; *argument is what follows `=`, or null. */
static bool matches(const char *word, const char *name, const char **argument)
{
    size_t length = name ? strlen(name) : 0;
    *argument = NULL;
    if (!name || strncmp(word, name, length))
        return false;
    if (word[length] == '=' && length > 2)
        *argument = word + length + 1;
    return !word[length] || *argument;
}

static void unknown_option(struct diags *diags, const char *word, const struct option *options,
                           size_t n)
{
    static const char *const foreign[] = {"--capdl-json", "--viper-output"};
    const char *argument;
    struct suggestion near = {.wanted = word};
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
        if (matches(word, foreign[i], &argument)) {
            diag_error(diags, NOWHERE, "E-ARG",
                       "option %s is not supported by this version; --report-json has the same "
                       "facts in another form",
                       foreign[i]);
            return;
        }
    for (size_t i = 0; i < n; i++)
        suggest_offer(&near, options[i].name);
    diag_error(diags, NOWHERE, "E-ARG", "there is no option '%s'%s", word,
               near.best ? suggest_text(diags->arena, &near) : "; keelc --help lists them");
}

static void take_search_path(struct arena *arena, struct words *words, const char *argument,
                             struct search *search)
{
    if (argument) {
        *array_add(arena, search) = argument;
        return;
    }
    while (words->next < words->n && words->at[words->next][0] != '-')
        *array_add(arena, search) = words->at[words->next++];
}

static void take_option(struct arena *arena, struct diags *diags, struct words *words,
                        const char *word, const struct option *options, size_t n,
                        struct search *search)
{
    const char *argument;
    if (matches(word, "--search-path", &argument)) {
        take_search_path(arena, words, argument, search);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (!matches(word, options[i].name, &argument) &&
            !matches(word, options[i].other_name, &argument))
            continue;
        if (!argument && words->next < words->n)
            argument = words->at[words->next++];
        if (!argument)
            diag_error(diags, NOWHERE, "E-ARG",
                       "option %s needs an argument; add it after the option", word);
        *options[i].value = argument;
        return;
    }
    unknown_option(diags, word, options, n);
}

static void take_system(struct diags *diags, struct said *said, const char *word)
{
    if (said->system)
        diag_error(diags, NOWHERE, "E-ARG",
                   "'%s' is a second system description after '%s'; a run compiles one; "
                   "remove one of them",
                   word, said->system);
    else
        said->system = word;
}

/* --- meaning ---------------------------------------------------------------------------------- */

static void find_board(struct arena *arena, struct diags *diags, const struct said *said,
                       struct options *options)
{
    struct text list = {.arena = arena};
    struct suggestion near = {.wanted = said->board ? said->board : ""};
    for (size_t i = 0; board_at(i); i++) {
        text_add(&list, "%s%s", i ? ", " : "", board_at(i)->name);
        suggest_offer(&near, board_at(i)->name);
    }
    options->board = said->board ? board_find(said->board) : NULL;
    if (!said->board)
        diag_error(diags, NOWHERE, "E-ARG",
                   "no board was given; an image is made for one board; add --board with one "
                   "of: %.*s",
                   (int)list.n, list.at);
    else if (!options->board)
        diag_error(diags, NOWHERE, "E-ARG", "there is no board '%s'; boards are %.*s%s",
                   said->board, (int)list.n, list.at, suggest_text(arena, &near));
}

static void find_config(struct diags *diags, const struct said *said, struct options *options)
{
    static const char *const configs[] = {"debug", "release", "benchmark"};
    options->config = NULL;
    for (size_t i = 0; said->config && i < sizeof(configs) / sizeof(configs[0]); i++)
        if (!strcmp(said->config, configs[i]))
            options->config = configs[i];
    if (!said->config)
        diag_error(diags, NOWHERE, "E-ARG",
                   "no configuration was given; add --config debug, release or benchmark");
    else if (!options->config)
        diag_error(diags, NOWHERE, "E-ARG",
                   "there is no configuration '%s'; choose debug, release or benchmark",
                   said->config);
}

static void find_image_type(struct diags *diags, const struct said *said, struct options *options)
{
    static const char *const types[] = {
        [IMAGE_BINARY] = "binary", [IMAGE_ELF] = "elf", [IMAGE_UIMAGE] = "uimage"};
    options->image_type = options->board ? options->board->image_type : IMAGE_ELF;
    if (!said->image_type)
        return;
    for (unsigned i = 0; i < IMAGE_TYPES; i++)
        if (!strcmp(said->image_type, types[i])) {
            options->image_type = (enum image_type)i;
            if (options->board && !options->board->image_types[i])
                diag_error(diags, NOWHERE, "E-ARG",
                           "board %s has no images of type '%s'; leave --image-type out for '%s'",
                           options->board->name, types[i], types[options->board->image_type]);
            return;
        }
    diag_error(diags, NOWHERE, "E-ARG", "there is no image type '%s'; choose binary, elf or uimage",
               said->image_type);
}

/* The directory two levels above the executable, or MICROKIT_SDK. */
static const char *sdk_root(struct arena *arena)
{
    const char *named = getenv("MICROKIT_SDK");
    char path[4096];
    if (named && *named)
        return named;
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
    for (unsigned levels = 0; n > 0 && levels < 2; levels++)
        while (n > 0 && path[--n] != '/')
            ;
    return n > 0 ? arena_copy(arena, path, (size_t)n) : ".";
}

/* A file of the board: in an SDK, or in the build directory that this executable is in. */
static void find_part(struct arena *arena, struct diags *diags, const struct options *options,
                      const char *option, const char *in_sdk, const char *in_build,
                      const char **out)
{
    if (*out || !options->board || !options->config)
        return;
    const char *root = sdk_root(arena), *board = options->board->name, *config = options->config;
    const char *places[] = {
        arena_printf(arena, "%s/board/%s/%s/elf/%s", root, board, config, in_sdk),
        arena_printf(arena, "%s/%s/%s/%s", root, board, config, in_build),
    };
    for (size_t i = 0; i < 2 && !*out; i++)
        if (!access(places[i], R_OK))
            *out = places[i];
    if (!*out)
        diag_error(diags, NOWHERE, "E-ARG",
                   "the %s of board %s, configuration %s, was not found; it was looked for at "
                   "'%s' and '%s'; build it, set MICROKIT_SDK, or name it with --%s",
                   option, board, config, places[0], places[1], option);
}

enum options_result options_parse(struct arena *arena, struct diags *diags, int argc, char **argv,
                                  struct options *options)
{
    struct said said = {.system = NULL};
    struct words words = {argc, 1, argv};
    const struct option table[] = {
        {"--output", "-o", &options->output},
        {"--report", "-r", &options->report},
        {"--report-json", NULL, &options->report_json},
        {"--name", NULL, &options->name},
        {"--board", NULL, &said.board},
        {"--config", NULL, &said.config},
        {"--image-type", NULL, &said.image_type},
        {"--kernel", "--override-kernel", &options->kernel},
        {"--loader", NULL, &options->loader},
        {"--init", NULL, &options->init},
    };
    bool only_system = false;
    *options = (struct options){.output = "loader.img", .report = "report.txt"};
    while (words.next < words.n) {
        const char *word = words.at[words.next++];
        if (only_system || word[0] != '-' || !word[1]) {
            take_system(diags, &said, word);
        } else if (!strcmp(word, "--")) {
            only_system = true;
        } else if (!strcmp(word, "-h") || !strcmp(word, "--help")) {
            fputs(options_usage, stdout);
            for (size_t i = 0; board_at(i); i++)
                printf("%s%s", i ? ", " : "\nBoards: ", board_at(i)->name);
            puts("");
            return OPTIONS_DONE;
        } else if (!strcmp(word, "--version")) {
            puts("keelc " KEEL_VERSION);
            return OPTIONS_DONE;
        } else {
            take_option(arena, diags, &words, word, table, sizeof(table) / sizeof(table[0]),
                        &options->search);
        }
    }
    options->system = said.system;
    if (!options->name)
        options->name = said.system;
    if (!said.system)
        diag_error(diags, NOWHERE, "E-ARG", "no system description was given; name the XML file%s",
                   options->search.n ? " (a word directly after --search-path counts as a "
                                       "directory: write -- before "
                                       "the file)"
                                     : "");
    *array_add(arena, &options->search) = "";
    find_board(arena, diags, &said, options);
    find_config(diags, &said, options);
    find_image_type(diags, &said, options);
    find_part(arena, diags, options, "kernel", "sel4.elf", "kernel.elf", &options->kernel);
    if (options->board && !options->board->multiboot)
        find_part(arena, diags, options, "loader", "loader.elf", "loader.elf", &options->loader);
    find_part(arena, diags, options, "init", "initialiser.elf", "init.elf", &options->init);
    return diags->n_errors ? OPTIONS_WRONG : OPTIONS_RUN;
}
