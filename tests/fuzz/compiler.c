/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "compiler.h"

#include "target.h"
#include "tests/unit/sdk/fake.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char compiler_description[] =
    "<system>\n<memory_region name=\"m\" size=\"0x2000\"/>\n"
    "<protection_domain name=\"a\" priority=\"3\"><program_image path=\"pd.elf\"/>\n"
    "<map mr=\"m\" vaddr=\"0x1000000\" perms=\"rw\" setvar_vaddr=\"word\"/>\n"
    "</protection_domain></system>\n";

static struct fixture machine, pc; /* two kinds of boards */
static struct bytes usual_description = {(uint8_t *)compiler_description,
                                         sizeof compiler_description - 1};

static void forget_directories(void)
{
    fixture_remove(&machine);
    fixture_remove(&pc);
}

static void check_errors(const struct fixture *f, struct bytes description)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < description.n; i++)
        lines += description.at[i] == '\n';
    for (size_t i = 0; i < f->diags.n; i++) {
        const struct diag *d = &f->diags.at[i];
        MUST_BE(d->id != NULL && strlen(d->id) > 2 && strlen(d->text) > 15,
                "error %zu says '%s' and no more", i, d->text);
        MUST_BE(d->at.line <= lines, "%s is in line %u of %u", d->id, d->at.line, lines);
        MUST_BE(strcmp(d->id, "E-INTERNAL") != 0, "%s", d->text);
    }
}

static void check_outcome(struct fixture *f, int status, struct bytes description)
{
    bool has_image = fixture_read(f, "out.img").n != 0;
    check_errors(f, description);
    if (fuzz_tracing())
        printf("status %d: %s\n", status, fixture_found(f));
    if (status == 0)
        MUST_BE(has_image && f->diags.n_errors == 0, "status 0, %zu errors, %s image",
                f->diags.n_errors, has_image ? "an" : "no");
    else
        MUST_BE(status == 1 && !has_image && f->diags.n_errors != 0,
                "status %d, %zu errors, %s image", status, f->diags.n_errors,
                has_image ? "an" : "no");
}

static bool run_on(struct fixture *f, const char *name, struct bytes bytes)
{
    const struct arena own = f->arena;
    f->arena = (struct arena){NULL};
    f->diags = (struct diags){.arena = &f->arena};
    struct bytes usual = fixture_read(f, name);
    bool is_description = strcmp(name, "s.system") == 0;
    if (!is_description)
        fixture_write(f, "s.system", usual_description);
    fixture_write(f, name, bytes);
    unlink(f->options.output);
    int status = compile(&f->arena, &f->diags, &f->options, &f->compiled);
    check_outcome(f, status, is_description ? bytes : usual_description);
    if (!is_description)
        fixture_write(f, name, usual);
    arena_free(&f->arena);
    f->arena = own;
    return status == 0;
}

bool compiler_run(const char *name, struct bytes bytes)
{
    if (machine.directory == NULL) {
        fixture_make_pc(&pc);
        fake_machine = FAKE_MACHINE;
        fixture_make(&machine);
        atexit(forget_directories);
    }
    if (strcmp(name, "s.system") == 0)
        run_on(&pc, name, bytes);
    return run_on(&machine, name, bytes);
}
