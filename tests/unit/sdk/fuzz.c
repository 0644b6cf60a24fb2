/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Damaged input of every kind. What counts is what the sanitizers see; the compiler must also say 0
 * and write a file, or say 1, give a reason and write none. The sequence is the same in every run;
 * an argument is another seed, a second one the number of rounds.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

static const char numbers_and_loader[] =
    "<?xml version=\"1.0\"?>\n<!-- c -->\n<system>\n"
    "<memory_region name=\"m\" size=\"0x200_000\" phys_addr=\"0x90200000\"/>\n"
    "<memory_region name=\"n\" size=\"0x1000\" page_size=\"0x1000\"/>\n"
    "<protection_domain name=\"a\" priority=\"3\" passive=\"true\" budget=\"30\" period=\"40\">\n"
    "<program_image path=\"pd.elf\" path_for_symbols=\"pd.elf\"/>\n"
    "<map mr=\"m\" vaddr=\"0x1000000\" perms=\"rx\" cached=\"false\" setvar_vaddr=\"word\"/>\n"
    "<irq irq=\"3\" id=\"2\" trigger=\"edge\" setvar_id=\"other_word\"/>\n"
    "<protection_domain name=\"b\" id=\"1\"><program_image path=\"pd.elf\"/>\n"
    "<map mr=\"n\" vaddr=\"0x1000000\" perms=\"r\"/><setvar symbol=\"bss_word\" "
    "region_paddr=\"n\"/>\n"
    "</protection_domain></protection_domain>\n"
    "<channel><end pd=\"a\" id=\"1\"/><end pd=\"b\" id=\"61\" pp=\"true\" "
    "notify=\"false\"/></channel>\n"
    "</system>\n";

static const char pc[] =
    "<system>\n"
    "<memory_region name=\"m\" size=\"0x1000\" phys_addr=\"0xfed00000\"/>\n"
    "<protection_domain name=\"a\"><program_image path=\"pd.elf\"/>\n"
    "<map mr=\"m\" vaddr=\"0x1000000\" cached=\"false\"/><setvar symbol=\"bss_word\" "
    "region_paddr=\"m\"/>\n"
    "<irq pin=\"4\" ioapic=\"0\" vector=\"3\" id=\"2\" trigger=\"edge\" polarity=\"low\"/>\n"
    "<irq pcidev=\"0:1f.2\" handle=\"3\" vector=\"4\" id=\"3\" setvar_id=\"word\"/>\n"
    "<ioport id=\"0\" addr=\"0x3f8\" size=\"8\" setvar_addr=\"other_word\"/>\n"
    "<ioport id=\"1\" addr=\"0x604\" size=\"2\"/></protection_domain>\n"
    "<io_address_space name=\"d\" peripheral_id=\"0:2.0\" domain_id=\"3\">\n"
    "<iomap mr=\"m\" iovaddr=\"0x1000\" perms=\"w\"/></io_address_space>\n"
    "</system>\n";

static const char *description; /* of the two */

static const char *const words[] = {
    "<map ",
    "<end ",
    "</",
    "/>",
    ">",
    "<",
    "\"",
    "'",
    "&lt;",
    "&#0;",
    "&a;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "0xffffffffffffffff",
    "-1",
    "18446744073709551616",
    "0",
    "name=",
    "vaddr=",
    "<system>",
    "<protection_domain name=\"c\">",
    "</protection_domain>",
    "\xff",
    "\xc3",
    "\n",
    "region_paddr=",
    "<irq irq=\"1\"/>",
    "<irq pin=\"1\" vector=\"2\" id=\"1\"/>",
    "<ioport id=\"1\" addr=\"0\" size=\"1\"/>",
    "pcidev=",
    ":",
    ".",
};

static uint64_t state;

static uint64_t random_below(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit ? state % limit : 0;
}

/* Overwrites, cuts, and numbers of a kind that readers stumble over, mostly in headers. */
static void damage(struct bytes *file)
{
    static const uint64_t numbers[] = {0,
                                       1,
                                       0x7f,
                                       0xff,
                                       0xffff,
                                       0x7fffffff,
                                       0xffffffff,
                                       0x7fffffffffffffff,
                                       0xffffffffffffffff,
                                       0x8000000000000000,
                                       0x1000,
                                       64,
                                       24};
    for (uint64_t n = 1 + random_below(4); n > 0 && file->n; n--) {
        uint64_t kind = random_below(8);
        uint64_t near = random_below(2) ? file->n : file->n < 256 ? file->n : 256;
        size_t at =
            random_below(2) ? (size_t)random_below(near) : file->n - 1 - (size_t)random_below(near);
        if (kind == 0) {
            file->n = at;
        } else if (kind < 4) {
            file->at[at] ^= (uint8_t)(1 + random_below(255));
        } else {
            uint64_t value =
                numbers[random_below(sizeof(numbers) / sizeof(numbers[0]))] + random_below(3) - 1;
            size_t size = (size_t)1 << random_below(4);
            at &= ~(size - 1);
            if (at + size <= file->n)
                memcpy(file->at + at, &value, size);
        }
    }
}

static char *damage_text(struct arena *arena, const char *text)
{
    size_t n = strlen(text);
    for (uint64_t k = 1 + random_below(2); k > 0; k--) {
        size_t at = (size_t)random_below(n + 1), cut = (size_t)random_below(n - at + 1);
        cut = random_below(3) ? cut % 12 : cut;
        const char *word =
            random_below(3) ? words[random_below(sizeof(words) / sizeof(words[0]))] : "";
        text = arena_printf(arena, "%.*s%s%s", (int)at, text, word, text + at + cut);
        n = strlen(text);
    }
    return arena_copy(arena, text, n);
}

static bool consistent(struct fixture *f, int status)
{
    bool has_file = fixture_read(f, "out.img").n != 0;
    return status ? status == 1 && f->diags.n_errors && !has_file : !f->diags.n_errors && has_file;
}

static void fuzz_file(struct fixture *f, const char *file, uint64_t rounds)
{
    struct arena own;
    struct bytes good = fixture_read(f, file);
    uint64_t accepted = 0, inconsistent = 0;
    own = f->arena;
    for (uint64_t i = 0; i < rounds; i++) {
        f->arena = (struct arena){NULL};
        struct bytes bad = {(uint8_t *)arena_copy(&f->arena, (char *)good.at, good.n), good.n};
        damage(&bad);
        fixture_write(f, file, bad);
        int status = fixture_run(f, description);
        accepted += !status;
        inconsistent += !consistent(f, status);
        arena_free(&f->arena);
    }
    f->arena = own;
    fixture_write(f, file, good);
    expect(!inconsistent, arena_printf(&f->arena, "damaged %s", file),
           "a status does not fit the outcome");
    printf("%s: %llu of %llu accepted\n", file, (unsigned long long)accepted,
           (unsigned long long)rounds);
}

static void fuzz_text(struct fixture *f, uint64_t rounds)
{
    struct arena own = f->arena;
    uint64_t accepted = 0, inconsistent = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        f->arena = (struct arena){NULL};
        int status = fixture_run(f, damage_text(&f->arena, description));
        accepted += !status;
        inconsistent += !consistent(f, status);
        arena_free(&f->arena);
    }
    f->arena = own;
    expect(!inconsistent, "damaged descriptions", "a status does not fit the outcome");
    printf("descriptions: %llu of %llu accepted\n", (unsigned long long)accepted,
           (unsigned long long)rounds);
}

/* Of the PC only what is not the same everywhere. */
static void fuzz(void make(struct fixture *), const char *what, const char *const *files,
                 uint64_t rounds)
{
    struct fixture f;
    make(&f);
    description = what;
    expect(!fixture_run(&f, description), "the description without damage", fixture_found(&f));
    for (size_t i = 0; files[i]; i++)
        fuzz_file(&f, files[i], i ? rounds / 3 : rounds);
    fuzz_text(&f, rounds);
    fixture_remove(&f);
}

int main(int argc, char **argv)
{
    static const char *const files[] = {"pd.elf", "kernel.elf", "loader.elf", "init.elf", NULL};
    static const char *const pc_files[] = {"kernel.elf", NULL};
    state = argc > 1 ? strtoull(argv[1], NULL, 0) | 1 : 0x6b65656c;
    uint64_t rounds = argc > 2 ? strtoull(argv[2], NULL, 0) : 600;
    fuzz(fixture_make, numbers_and_loader, files, rounds);
    fuzz(fixture_make_pc, pc, pc_files, rounds);
    return failures != 0;
}
