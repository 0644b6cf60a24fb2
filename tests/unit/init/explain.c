/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* A small system by hand, and what the monitor says about each way to fail in it. */
#include "expect.h"
#include "arch/causes.h"
#include "init/explain.h"
#include <string.h>

/* Strings by position: offsets are computed from this one literal. */
static const char strings[] =
    "\0disk\0disk.elf\0poke\0microkit_internal_crash\0driver.c\0buffer\0spin.isra.0";

static uint32_t string(const char *s)
{
    for (uint32_t i = 1; i < sizeof strings; i++)
        if (strings[i - 1] == '\0' && strcmp(strings + i, s) == 0)
            return i;
    return 0;
}

static struct {
    struct spec_header head;
    struct spec_pd pd[1];
    struct spec_area areas[5];
    struct spec_function functions[3];
    struct spec_line lines[3];
    char strings[sizeof strings];
} image __attribute__((aligned(8)));

#define RANGE(field, n) \
    (struct spec_range){ (uint32_t)offsetof(__typeof__(image), field), (n) }

static const struct spec_header *system_made(void)
{
    image.head.pds = RANGE(pd, 1);
    image.head.areas = RANGE(areas, 5);
    image.head.functions = RANGE(functions, 3);
    image.head.lines = RANGE(lines, 3);
    image.head.strings = RANGE(strings, sizeof strings);
    memcpy(image.strings, strings, sizeof strings);

    image.pd[0] = (struct spec_pd){
        .name = string("disk"), .image = string("disk.elf"), .parent = SPEC_NONE,
        .stack_bottom = 0x9000, .stack_top = 0xb000,
        .areas = { 0, 5 }, .functions = { 0, 3 }, .lines = { 0, 3 },
    };
    image.areas[0] = (struct spec_area){ 0x2000, 0x4000, string("disk.elf"), SPEC_AREA_IMAGE,
                                         SPEC_READ, 0 };
    image.areas[1] = (struct spec_area){ 0x5000, 0x6000, string("buffer"), SPEC_AREA_REGION,
                                         SPEC_READ, SPEC_EXECUTE_NEVER };
    image.areas[2] = (struct spec_area){ 0x8000, 0x9000, 0, SPEC_AREA_GUARD, 0, 0 };
    image.areas[3] = (struct spec_area){ 0x9000, 0xb000, 0, SPEC_AREA_STACK,
                                         SPEC_READ | SPEC_WRITE, SPEC_EXECUTE_NEVER };
    image.areas[4] = (struct spec_area){ 0xc000, 0xd000, 0, SPEC_AREA_IPC_BUFFER,
                                         SPEC_READ | SPEC_WRITE, SPEC_EXECUTE_NEVER };
    image.functions[0] = (struct spec_function){ 0x2000, 0x100, string("poke") };
    image.functions[1] = (struct spec_function){ 0x2100, 0x40, string("microkit_internal_crash") };
    image.functions[2] = (struct spec_function){ 0x2140, 0x40, string("spin.isra.0") };
    image.lines[0] = (struct spec_line){ 0x2000, string("driver.c"), 23 };
    image.lines[1] = (struct spec_line){ 0x2010, string("driver.c"), 24 };
    image.lines[2] = (struct spec_line){ 0x2080, 0, 0 };
    return &image.head;
}

static char report[4096];

static void explain(struct fault fault)
{
    struct text t = text_on(report, sizeof report);
    explain_fault(&t, system_made(), &fault);
    explain_end(&t, system_made(), fault.pd);
}

/* The report has the first phrase in its first line, and the second somewhere. */
static void says(const char *name, const char *first, const char *second)
{
    const char *at = strstr(report, first);
    const char *end = strchr(report, '\n');
    expect(at && end && at < end, name, "the first line does not say it");
    char detail[80];
    snprintf(detail, sizeof detail, "%s-details", name);
    expect(strstr(report, second) != 0, detail, report);
}

static struct fault memory(uint64_t address, enum fault_access access)
{
    return (struct fault){ .kind = FAULT_MEMORY, .pc = 0x2014, .sp = 0xaff0, .caller = 0x2004,
                           .address = address, .access = access };
}

static void test_memory(void)
{
    explain(memory(0, ACCESS_WRITE));
    says("explain-null", "disk stopped: it wrote to 0x0, a null pointer, in poke (driver.c:24)",
         "before it was set");
    explain(memory(0x8ff8, ACCESS_WRITE));
    says("explain-stack", "stack overflow (stack of 8 KiB)", "stack_size");
    explain(memory(0x6ff8, ACCESS_WRITE));
    says("explain-stack-beyond-guard", "stack overflow", "recursion");
    explain(memory(0x2008, ACCESS_WRITE));
    says("explain-write-code", "in its program image, which it may not write",
         "program image 'disk.elf' 0x2000 .. 0x3fff (r-x)");
    explain(memory(0x5008, ACCESS_WRITE));
    says("explain-write-readonly", "memory region 'buffer', which it may not write",
         "perms=\"rw\"");
    explain(memory(0x5008, ACCESS_EXECUTE));
    says("explain-execute-data", "it jumped to 0x5008, in its memory region", "function pointer");
    expect(strstr(report, ", in poke (driver.c:24)\n") != 0, "explain-jump", report);
    explain(memory(0x4800, ACCESS_READ));
    says("explain-unmapped", "it read from 0x4800, where it has no memory",
         "below it: program image 'disk.elf' 0x2000 .. 0x3fff (r-x); above it: memory region");
    explain(memory(0xf0000000, ACCESS_READ));
    says("explain-unmapped-above", "where it has no memory", "below it: message buffer");
    explain(memory(0xb008, ACCESS_WRITE));
    says("explain-above-stack", "where it has no memory", "above it: message buffer");
}

static void test_places(void)
{
    struct fault f = memory(0, ACCESS_READ);
    f.pc = 0x2090;
    explain(f);
    says("explain-no-line", "in poke + 0x90", "pc 0x2090");
    f.pc = 0x7000;
    explain(f);
    says("explain-caller", "a null pointer, called from poke (driver.c:23)", "pc 0x7000");
    f.caller = 0;
    explain(f);
    says("explain-no-function", "in 0x7000, which is no function of disk.elf", "pc 0x7000");
    f.pc = 0x2150;
    explain(f);
    says("explain-function-clone", "in spin + 0x10", "pc 0x2150");
    f = memory(2, ACCESS_WRITE);
    f.pc = 0x2104;
    explain(f);
    says("explain-library-crash", "the kernel refused a call of its library with InvalidCapability",
         "does not give this domain");
    f.address = 0;
    explain(f);
    says("explain-library-end", "disk stopped: its library ended it, in ", "a missing `protected`");
}

static void test_others(void)
{
    explain((struct fault){ .kind = FAULT_CAP, .pc = 0x2000, .cptr = 77,
                            .lookup = LOOKUP_MISSING });
    says("explain-cap", "it used capability 0x4d (call on channel 3), which cannot be used so",
         "the slot is empty or of another type");
    explain((struct fault){ .kind = FAULT_CAP, .receiving = true, .cptr = 1,
                            .lookup = LOOKUP_GUARD, .bits_left = 58, .guard = 5,
                            .bits_found = 49 });
    says("explain-cap-receive", "it waited on capability 0x1 (input)",
         "58 bits left, guard 0x5 of 49 bits");
    explain((struct fault){ .kind = FAULT_SYSCALL, .pc = 0x2000, .number = (uint64_t)-12 });
    says("explain-syscall", "system call -12", "same configuration");
    explain((struct fault){ .kind = FAULT_SYSCALL, .pc = 0x2000, .number = 64 });
    says("explain-syscall-positive", "system call 64,", "foreign");
    explain((struct fault){ .kind = FAULT_EXCEPTION, .pc = 0x2000, .number = 2,
                            .cause = arch_exception(2).what, .likely = arch_exception(2).likely });
    says("explain-exception", "it executed an illegal instruction, in poke (driver.c:23)",
         "floating point");
    explain((struct fault){ .kind = FAULT_TIMEOUT, .consumed_us = 1000 });
    says("explain-timeout", "it used up its budget (1000 us)", "larger budget");
    explain((struct fault){ .kind = FAULT_OTHER, .label = 9, .pc = 0x2000 });
    says("explain-other", "unknown fault 9", "same version");
    expect(strstr(report, "disk stays stopped, the other domains go on") != 0, "explain-end",
           report);
}

static void test_text(void)
{
    char small[8];
    struct text t = text_on(small, sizeof small);
    text_format(&t, "%s %x %u%", "ab", (uint64_t)0, (uint64_t)~0ull);
    expect(strcmp(small, "ab 0x0 ") == 0, "text-cut", small);
    char large[64];
    t = text_on(large, sizeof large);
    text_format(&t, "%x %u %%", (uint64_t)~0ull, (uint64_t)1234567890123456789ull);
    expect(strcmp(large, "0xffffffffffffffff 1234567890123456789 %%") == 0, "text-numbers", large);

    char name[64];
    t = text_on(name, sizeof name);
    for (uint64_t slot = 0; slot < 512; slot++)
        explain_slot(&t, slot);
    expect(strcmp(explain_error(6), "FailedLookup") == 0
           && strcmp(explain_error(99), "unknown error") == 0, "explain-error", "wrong name");
}

int main(void)
{
    test_memory();
    test_places();
    test_others();
    test_text();
    return 0;
}
