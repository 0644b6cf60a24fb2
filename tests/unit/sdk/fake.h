/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * What the compiler needs around a description, made here: ELF files from a few lines of data, a
 * directory with a kernel, a loader, an initial task and programs, and a run of the compiler in it.
 */

#include "sdk/compile.h"

struct fake_segment {
    uint64_t vaddr, paddr, filesz, memsz;
    uint32_t flags;
    uint8_t fill;               /* value of its bytes in the file */
};

struct fake_symbol {
    const char *name;
    uint64_t value, size;
    uint8_t type;               /* 1 object, 2 function; 0 a label */
};

struct fake_section {
    const char *name;
    const void *data;
    size_t n;
};

struct fake_elf {
    uint64_t entry;
    struct fake_segment segments[6];
    size_t n_segments;
    struct fake_symbol symbols[16];
    size_t n_symbols;
    struct fake_section sections[4];
    size_t n_sections;
    bool no_symbols;
    uint32_t start[3];          /* the first words of the first segment, if they are not 0 */
};

/* The processor in the headers of the files made. */
#define FAKE_MACHINE 243 /* RISC-V */
extern uint16_t fake_machine;

struct bytes fake_elf(struct arena *arena, const struct fake_elf *from);

/* Files of the fixture, to be changed before fixture_make. */
struct fake_elf fake_kernel(void), fake_loader(void), fake_init(void), fake_program(void);
struct fake_elf fake_pc_kernel(void);

struct fixture {
    struct arena arena;
    struct diags diags;
    const char *directory;
    struct options options;
    struct compiled compiled;
};

/* A fresh directory with kernel.elf, loader.elf, init.elf and the program pd.elf. */
void fixture_make(struct fixture *fixture);
void fixture_make_pc(struct fixture *fixture); /* the same for x86-64: it has no loader */
void fixture_write(struct fixture *fixture, const char *name, struct bytes bytes);
void fixture_write_elf(struct fixture *fixture, const char *name, const struct fake_elf *elf);
/* Compiles the description to <directory>/out.img. The result of earlier runs is forgotten. */
int fixture_run(struct fixture *fixture, const char *description);
struct bytes fixture_read(struct fixture *fixture, const char *name);   /* n = 0: there is none */
/* "3:5 E-NUM, 4:1 W-MR-UNUSED", in the order in which they are printed. */
const char *fixture_found(struct fixture *fixture);
void fixture_remove(struct fixture *fixture);

/*
 * Compiles what must be refused, written with ' for ": the ids and positions as fixture_found says
 * them, status 1, no output, and messages of the form what; rule; fix. `:0 E-XML` is any position.
 */
void expect_errors(struct fixture *fixture, const char *name, const char *description,
                   const char *found);

/* One line of output per test. */
void expect(bool good, const char *name, const char *why);
extern size_t failures;
