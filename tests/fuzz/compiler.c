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

static struct fixture fixture;
static struct bytes usual_description = {(uint8_t *)compiler_description,
                                         sizeof compiler_description - 1};

static void forget_directory(void) { fixture_remove(&fixture); }

static void check_errors(struct bytes description)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < description.n; i++)
        lines += description.at[i] == '\n';
    for (size_t i = 0; i < fixture.diags.n; i++) {
        const struct diag *d = &fixture.diags.at[i];
        MUST_BE(d->id != NULL && strlen(d->id) > 2 && strlen(d->text) > 15,
                "error %zu says '%s' and no more", i, d->text);
        MUST_BE(d->at.line <= lines, "%s is in line %u of %u", d->id, d->at.line, lines);
        MUST_BE(strcmp(d->id, "E-INTERNAL") != 0, "%s", d->text);
    }
}

static void check_outcome(int status, struct bytes description)
{
    bool has_image = fixture_read(&fixture, "out.img").n != 0;
    check_errors(description);
    if (fuzz_tracing())
        printf("status %d: %s\n", status, fixture_found(&fixture));
    if (status == 0)
        MUST_BE(has_image && fixture.diags.n_errors == 0, "status 0, %zu errors, %s image",
                fixture.diags.n_errors, has_image ? "an" : "no");
    else
        MUST_BE(status == 1 && !has_image && fixture.diags.n_errors != 0,
                "status %d, %zu errors, %s image", status, fixture.diags.n_errors,
                has_image ? "an" : "no");
}

bool compiler_run(const char *name, struct bytes bytes)
{
    if (fixture.directory == NULL) {
        fixture_make(&fixture);
        atexit(forget_directory);
    }
    const struct arena own = fixture.arena;
    fixture.arena = (struct arena){NULL};
    fixture.diags = (struct diags){.arena = &fixture.arena};
    struct bytes usual = fixture_read(&fixture, name);
    bool is_description = strcmp(name, "s.system") == 0;
    if (!is_description)
        fixture_write(&fixture, "s.system", usual_description);
    fixture_write(&fixture, name, bytes);
    unlink(fixture.options.output);
    int status = compile(&fixture.arena, &fixture.diags, &fixture.options, &fixture.compiled);
    check_outcome(status, is_description ? bytes : usual_description);
    if (!is_description)
        fixture_write(&fixture, name, usual);
    arena_free(&fixture.arena);
    fixture.arena = own;
    return status == 0;
}
