/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Series of samples, what the counter counts, and address spaces.
 */
#include "measure.h"
#include "probes.h"

/* Of probes.S, unused, where no prober has it. */
__attribute__((weak)) seL4_Word register_dump[sizeof register_dump / sizeof *register_dump];

static void sort(struct series *s)
{
    for (word i = 1; i < s->n; i++) {
        const word v = s->value[i];
        word at = i;
        for (; at > 0 && s->value[at - 1] > v; at--)
            s->value[at] = s->value[at - 1];
        s->value[at] = v;
    }
}

void series_add(struct series *s, word value)
{
    if (s->n < SAMPLES)
        s->value[s->n++] = value;
}

static void print_field(word value)
{
    print(" ");
    print_word(value);
}

void series_report(const char *name, struct series *s)
{
    TRUE(s->n > 0);
    sort(s);
    print("bench ");
    print(name);
    print_field(s->value[s->n / 2]);
    print_field(s->value[0]);
    print_field(s->value[s->n - 1]);
    print_field(s->n);
    print("\n");
    s->n = 0;
}

const char *numbered(const char *name, word number)
{
    static char text[64];
    word n = 0, digit = 1;
    for (; name[n]; n++)
        text[n] = name[n];
    while (number / digit >= 10)
        digit *= 10;
    for (; digit; digit /= 10)
        text[n++] = (char)('0' + number / digit % 10);
    text[n] = 0;
    return text;
}

/* It counts instructions, one by one. */
static void counter(void)
{
    const word before = cycles();
    const word between_reads = cycles();
    __asm__ volatile(".rept 100\n\tnop\n\t.endr" : : : "memory");
    const word after = cycles();
    const word read_alone = (between_reads - before) & ARCH_COUNTER_MASK;
    EQ(((after - between_reads) & ARCH_COUNTER_MASK) - read_alone, 100);
}

SUITE(calibrate, { "counter", counter }, );

/* --- address spaces -------------------------------------------------------------------------- */

#define PAGE 4096UL
#define MAX_TABLES 4

extern char image_start[], image_end[];

static void map_page(word vspace, word frame, word address)
{
    for (word i = 0; i < MAX_TABLES; i++) {
        const struct reply r = Page_Map(frame, vspace, address, R_READ | R_WRITE, ARCH_VM_DEFAULT);
        if (r.label == seL4_NoError)
            return;
        EQ(r.label, seL4_FailedLookup);
        table_map(vspace, address, r.mr[2]);
    }
    FAIL("page tables without end");
}

word space_new(void)
{
    const word vspace = make(ARCH_VSPACE_TYPE, 0);
    OK(ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    for (word at = (word)image_start; at < (word)image_end; at += PAGE)
        map_page(vspace, copy(image_frame((const void *)at)), at);
    return vspace;
}

void thread_move_to(struct thread *t, word vspace)
{
    OK(TCB_SetSpace(t->tcb, 0, CNODE, 0, vspace, 0));
}
