/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Faults in words. Each kind of fault supplies three things:
 *
 *     what    completes "monitor: <domain> stopped: it ..." on the first line
 *     rule    the sentence that was broken
 *     fix     what usually causes it and what to do
 *
 * For memory faults the three follow from the area that the address lies in, or, where it lies in
 * none, from what it lies next to. Order of recognition, first match wins:
 *
 *     in the first page           null pointer
 *     in the guard below the stack, or a little further down: stack overflow
 *     inside a mapped area        the access exceeds the area's rights
 *     elsewhere                   nothing is mapped there; the nearest areas are named
 */
#include "init/explain.h"
#include "abi/errors.h"

#define NULL_PAGE      4096ull
#define STACK_REACH    (1ull << 16)     /* how far below its stack a large frame may land */
#define CRASH_FUNCTION "microkit_internal_crash"

struct reason {
    const char *rule, *fix;
};

static bool same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static const struct spec_pd *pd_of(const struct spec_header *spec, uint32_t pd)
{
    return &spec_pds(spec)[pd];
}

const char *explain_error(uint64_t error)
{
#define ERROR_NAME(number, name, doc) if (error == number) return #name;
    ERRORS(ERROR_NAME)
#undef ERROR_NAME
    return "unknown error";
}

/* Without what compilers append to the copies that they make of a function: recurse.isra.0 */
static void add_function(struct text *t, const char *name)
{
    char c[2] = { name[0] };
    for (; *name && *name != '.'; c[0] = *++name)
        text_add(t, c);
}

void explain_place(struct text *t, const struct spec_header *spec, uint32_t pd, uint64_t pc)
{
    const struct spec_function *f = spec_find_function(spec, pd, pc);
    const struct spec_line *line = spec_find_line(spec, pd, pc);
    const char *file = line && line->line ? spec_string(spec, line->file) : 0;

    if (f)
        add_function(t, spec_string(spec, f->name));
    if (f && file)
        text_format(t, " (%s:%u)", file, (uint64_t)line->line);
    else if (f)
        text_format(t, " + %x", pc - f->start);
    else
        text_format(t, "%x, which is no function of %s", pc,
                    spec_string(spec, pd_of(spec, pd)->image));
}

void explain_slot(struct text *t, uint64_t slot)
{
    static const struct {
        uint64_t first;
        const char *what;
        bool numbered;
    } kinds[] = {
        { SPEC_SLOT_END, "unused", false },
        { SPEC_SLOT_PORTS, "I/O ports", true },
        { SPEC_SLOT_CHILD + 64, "unused", false },
        { SPEC_SLOT_CHILD, "thread of child", true },
        { SPEC_SLOT_IRQ, "interrupt", true },
        { SPEC_SLOT_CALL, "call on channel", true },
        { SPEC_SLOT_NOTIFY, "notify on channel", true },
        { SPEC_SLOT_SMC + 1, "unused", false },
        { SPEC_SLOT_SMC, "secure monitor", false },
        { SPEC_SLOT_TCB, "own thread", false },
        { SPEC_SLOT_MONITOR, "monitor", false },
        { SPEC_SLOT_REPLY, "reply", false },
        { SPEC_SLOT_VSPACE, "own address space", false },
        { SPEC_SLOT_FAULT, "fault handler", false },
        { SPEC_SLOT_INPUT, "input", false },
        { 0, "null", false },
    };
    unsigned i = 0;
    while (slot < kinds[i].first)
        i++;
    text_add(t, kinds[i].what);
    if (kinds[i].numbered)
        text_format(t, " %u", slot - kinds[i].first);
}

/* --- memory faults ---------------------------------------------------------------------------- */

static const char *access_verb(enum fault_access access)
{
    switch (access) {
    case ACCESS_READ:    return "read from";
    case ACCESS_WRITE:   return "wrote to";
    case ACCESS_EXECUTE: return "jumped to";
    case ACCESS_UNKNOWN: break;
    }
    return "accessed";
}

static const char *area_kind(const struct spec_area *a)
{
    switch (a->kind) {
    case SPEC_AREA_IMAGE:      return "program image";
    case SPEC_AREA_REGION:     return "memory region";
    case SPEC_AREA_STACK:      return "stack";
    case SPEC_AREA_GUARD:      return "guard page";
    case SPEC_AREA_IPC_BUFFER: return "message buffer";
    default:                   return "area";
    }
}

static void add_area(struct text *t, const struct spec_header *spec, const struct spec_area *a)
{
    text_add(t, area_kind(a));
    if (a->kind == SPEC_AREA_IMAGE || a->kind == SPEC_AREA_REGION)
        text_format(t, " '%s'", spec_string(spec, a->name));
    text_format(t, " %x .. %x", a->start, a->end - 1);
    if (a->kind == SPEC_AREA_GUARD)
        text_add(t, " (never mapped)");
    else
        text_format(t, " (%s%s%s)", a->rights & SPEC_READ ? "r" : "-",
                    a->rights & SPEC_WRITE ? "w" : "-",
                    a->attributes & SPEC_EXECUTE_NEVER ? "-" : "x");
}

static bool in_mapped_area(const struct spec_area *a)
{
    return a && a->kind != SPEC_AREA_GUARD;
}

/* Not mapped, shortly below the stack, and nothing else between. */
static bool is_stack_overflow(const struct spec_header *spec, const struct spec_pd *pd,
                              uint64_t address)
{
    const struct spec_area *areas = spec_areas(spec) + pd->areas.first;
    uint32_t next = 0;
    while (next < pd->areas.count && (areas[next].end <= address || !in_mapped_area(&areas[next])))
        next++;
    return next < pd->areas.count && areas[next].kind == SPEC_AREA_STACK
        && address < pd->stack_bottom && pd->stack_bottom - address <= STACK_REACH;
}

static struct reason missing_right(const struct spec_area *area, enum fault_access access)
{
    if (access == ACCESS_EXECUTE)
        return (struct reason){
            "only pages mapped with x can hold code",
            "a function pointer was overwritten or never set; code that is made at run time needs"
            " a region mapped with perms=\"rx\"" };
    if (access == ACCESS_WRITE && area->kind == SPEC_AREA_IMAGE)
        return (struct reason){
            "code and constants of a program are not writable",
            "the pointer comes from a const object or a string literal, or is wrong" };
    if (access == ACCESS_WRITE)
        return (struct reason){
            "the description maps this region without w",
            "if this domain should write here, give its <map> perms=\"rw\"" };
    return (struct reason){
        "the description maps this region without r",
        "if this domain should read here, give its <map> perms=\"r\"" };
}

/* The area that ends nearest below, or starts nearest above, the address. */
static void add_neighbours(struct text *t, const struct spec_header *spec,
                           const struct spec_pd *pd, uint64_t address)
{
    const struct spec_area *areas = spec_areas(spec) + pd->areas.first;
    uint32_t above = 0;
    while (above < pd->areas.count && areas[above].start <= address)
        above++;
    if (above > 0) {
        text_add(t, "; below it: ");
        add_area(t, spec, &areas[above - 1]);
    }
    if (above < pd->areas.count) {
        text_add(t, "; above it: ");
        add_area(t, spec, &areas[above]);
    }
}

/* The library ends a domain by a write to the page at 0, at the number of the kernel's error. */
static bool is_library_crash(const struct spec_header *spec, const struct fault *f)
{
    const struct spec_function *fn = spec_find_function(spec, f->pd, f->pc);
    return f->access == ACCESS_WRITE && f->address < 16 && fn
        && same(spec_string(spec, fn->name), CRASH_FUNCTION);
}

static struct reason memory_fault(struct text *t, const struct spec_header *spec,
                                  const struct fault *f, const struct spec_area *area)
{
    const struct spec_pd *pd = pd_of(spec, f->pd);

    if (is_library_crash(spec, f) && f->address == 0) {
        text_add(t, "its library ended it");
        return (struct reason){
            "a domain that is called and cannot answer, or fails an assertion, is stopped",
            "the library's own sentence is above this message: a missing `protected` or `fault`,"
            " or an assertion" };
    }
    if (is_library_crash(spec, f)) {
        text_format(t, "the kernel refused a call of its library with %s",
                    explain_error(f->address));
        return (struct reason){
            "a domain whose library call fails is stopped rather than left to go on",
            "the description does not give this domain what the call needs; the kernel's own"
            " sentence is above this message" };
    }
    text_format(t, "it %s %x, ", access_verb(f->access), f->address);
    if (f->address < NULL_PAGE && !in_mapped_area(area)) {
        text_add(t, "a null pointer");
        return (struct reason){
            "the first page of a domain is never mapped unless its description does so",
            "a pointer was used before it was set; a setvar symbol or a <map> may be missing" };
    }
    if (is_stack_overflow(spec, pd, f->address)) {
        text_format(t, "below its stack: stack overflow (stack of %u KiB)",
                    (pd->stack_top - pd->stack_bottom) / 1024);
        return (struct reason){
            "the memory below the stack is never mapped",
            "recursion without end, or large local variables; else give the protection_domain a"
            " larger stack_size" };
    }
    if (in_mapped_area(area)) {
        text_format(t, "in its %s", area_kind(area));
        if (area->kind == SPEC_AREA_REGION)
            text_format(t, " '%s'", spec_string(spec, area->name));
        text_format(t, ", which it may not %s",
                    f->access == ACCESS_WRITE ? "write"
                    : f->access == ACCESS_EXECUTE ? "execute" : "read");
        return missing_right(area, f->access);
    }
    text_add(t, "where it has no memory");
    return (struct reason){
        "a domain reaches only the memory that its description maps for it",
        "a wrong pointer or an index out of bounds; or the <map> of a memory region is missing" };
}

static void add_address(struct text *t, const struct spec_header *spec, const struct fault *f,
                        const struct spec_area *area)
{
    text_format(t, "\n  address  %x: ", f->address);
    if (area) {
        text_add(t, "in ");
        add_area(t, spec, area);
    } else {
        text_add(t, "nothing is mapped there");
        add_neighbours(t, spec, pd_of(spec, f->pd), f->address);
    }
}

/* --- the other kinds -------------------------------------------------------------------------- */

static struct reason cap_fault(struct text *t, const struct fault *f)
{
    text_format(t, "it %s capability %x (", f->receiving ? "waited on" : "used", f->cptr);
    if (f->cptr < 512)
        explain_slot(t, f->cptr);
    else
        text_add(t, "no slot number of the library");
    text_add(t, f->lookup == LOOKUP_MISSING && f->bits_left == 0 ? "), which cannot be used so"
                                                                 : "), which does not exist");
    return (struct reason){
        "a domain holds exactly the capabilities that its description gives it",
        "a channel, interrupt or child that the description does not give to this domain, or"
        " memory corruption in the library's variables" };
}

static void add_lookup(struct text *t, const struct fault *f)
{
    text_add(t, "\n  lookup   ");
    switch (f->lookup) {
    case LOOKUP_INVALID_ROOT:
        text_add(t, "the thread has no capability space");
        break;
    case LOOKUP_MISSING:
        text_format(t, "the slot is empty or of another type, %u bits left", f->bits_left);
        break;
    case LOOKUP_DEPTH:
        text_format(t, "too few bits: %u left, the CNode resolves %u", f->bits_left,
                    f->bits_found);
        break;
    case LOOKUP_GUARD:
        text_format(t, "guard mismatch: %u bits left, guard %x of %u bits", f->bits_left,
                    f->guard, f->bits_found);
        break;
    default:
        text_format(t, "failure %u", f->lookup);
    }
}

/*
 * The end of the first line, and the line below it. Outside of every function only the caller tells
 * something; in a function it does when it is another one, for then the return address is genuine.
 */
static void add_where(struct text *t, const struct spec_header *spec, const struct fault *f)
{
    const struct spec_function *in = spec_find_function(spec, f->pd, f->pc);
    const struct spec_function *from = spec_find_function(spec, f->pd, f->caller);
    const bool lost = !in && from;

    text_add(t, lost ? ", called from " : ", in ");
    explain_place(t, spec, f->pd, lost ? f->caller : f->pc);
    text_format(t, "\n  where    pc %x, sp %x, image %s", f->pc, f->sp,
                spec_string(spec, pd_of(spec, f->pd)->image));
    if (in && from && in != from) {
        text_add(t, ", called from ");
        explain_place(t, spec, f->pd, f->caller);
    }
}

static struct reason explain_what(struct text *t, const struct spec_header *spec,
                                  const struct fault *f, const struct spec_area *area)
{
    switch (f->kind) {
    case FAULT_MEMORY:
        return memory_fault(t, spec, f, area);
    case FAULT_CAP:
        return cap_fault(t, f);
    case FAULT_SYSCALL:
        text_add(t, "it made system call ");
        if ((int64_t)f->number < 0)
            text_format(t, "-%u, which this kernel does not have", 0 - f->number);
        else
            text_format(t, "%u, which this kernel does not have", f->number);
        return (struct reason){
            "debug and benchmark calls exist only in the configuration of that name",
            "build library and kernel for the same configuration; a call of a foreign operating"
            " system has no meaning here" };
    case FAULT_EXCEPTION:
        text_format(t, "it %s", f->cause);
        return (struct reason){ "the processor refused the instruction", f->likely };
    case FAULT_TIMEOUT:
        text_format(t, "it used up its budget (%u us)", f->consumed_us);
        return (struct reason){
            "a domain runs for at most its budget in each period",
            "give the protection_domain a larger budget, or find out why it takes so long" };
    case FAULT_OTHER:
        break;
    }
    text_format(t, "an unknown fault %u was reported", f->label);
    return (struct reason){ "every fault has a number that this monitor knows",
                            "use kernel and init of the same version" };
}

void explain_fault(struct text *t, const struct spec_header *spec, const struct fault *fault)
{
    const struct spec_pd *pd = pd_of(spec, fault->pd);
    const struct spec_area *area = spec_find_area(spec, fault->pd, fault->address);

    text_format(t, "monitor: %s stopped: ", spec_string(spec, pd->name));
    const struct reason why = explain_what(t, spec, fault, area);
    if (fault->kind != FAULT_TIMEOUT) {
        add_where(t, spec, fault);
    }
    if (fault->kind == FAULT_MEMORY)
        add_address(t, spec, fault, area);
    if (fault->kind == FAULT_CAP)
        add_lookup(t, fault);
    text_format(t, "\n  rule     %s\n  likely   %s\n", why.rule, why.fix);
}

void explain_end(struct text *t, const struct spec_header *spec, uint32_t pd)
{
    text_format(t, "  now      %s stays stopped, the other domains go on\n",
                spec_string(spec, pd_of(spec, pd)->name));
}
