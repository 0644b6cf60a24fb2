/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See attr.h. */

#include "sdk/attr.h"

#include <inttypes.h>
#include <string.h>

static const struct xml_attribute *find(const struct reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->element->n_attributes; i++)
        if (!strcmp(reader->element->attributes[i].name, name))
            return &reader->element->attributes[i];
    return NULL;
}

void attr_error(const struct reader *reader, const char *name, const char *id, const char *format,
                ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(reader->arena, format, args);
    va_end(args);
    const struct xml_attribute *attribute = find(reader, name);
    if (attribute && attribute->line != reader->element->at.line)
        text = arena_printf(reader->arena, "on line %u: %s", attribute->line, text);
    diag_error(reader->diags, reader->element->at, id, "%s", text);
}

void attr_allow(const struct reader *reader, const char *const *names)
{
    for (size_t i = 0; i < reader->element->n_attributes; i++) {
        const char *name = reader->element->attributes[i].name;
        struct suggestion near = {.wanted = name};
        struct text list = {.arena = reader->arena};
        bool known = false;
        for (const char *const *n = names; *n; n++) {
            known = known || !strcmp(*n, name);
            suggest_offer(&near, *n);
            text_add(&list, "%s%s", n == names ? "" : ", ", *n);
        }
        if (known)
            continue;
        attr_error(reader, name, "E-ATTR", "<%s> has no attribute '%s'; it takes %.*s%s",
                   reader->element->name, name, (int)list.n, list.n ? list.at : "",
                   near.best ? suggest_text(reader->arena, &near)
                   : list.n  ? "; remove it"
                             : "none; remove it");
    }
}

bool attr_present(const struct reader *reader, const char *name)
{
    return find(reader, name) != NULL;
}

const char *attr_text(const struct reader *reader, const char *name, bool required)
{
    const struct xml_attribute *attribute = find(reader, name);
    if (attribute)
        return attribute->value;
    if (required)
        diag_error(reader->diags, reader->element->at, "E-MISSING",
                   "<%s> lacks the attribute '%s'; it is required; add %s=\"...\"",
                   reader->element->name, name, name);
    return NULL;
}

enum parsed { PARSED, NEGATIVE, MALFORMED, TOO_LARGE };

static enum parsed parse(const char *text, uint64_t *out)
{
    bool negative = *text == '-';
    uint64_t base = 10, value = 0;
    size_t digits = 0;
    bool large = false;
    text += negative;
    while (*text == '_')
        text++;
    if (text[0] == '0' && text[1] == 'x') {
        base = 16;
        text += 2;
    }
    for (; *text; text++) {
        uint64_t digit = 16;
        if (*text == '_')
            continue;
        if (*text >= '0' && *text <= '9')
            digit = (uint64_t)(*text - '0');
        else if (*text >= 'a' && *text <= 'f')
            digit = (uint64_t)(*text - 'a') + 10;
        else if (*text >= 'A' && *text <= 'F')
            digit = (uint64_t)(*text - 'A') + 10;
        if (digit >= base)
            return MALFORMED;
        large = large || __builtin_mul_overflow(value, base, &value) ||
                __builtin_add_overflow(value, digit, &value);
        digits++;
    }
    if (!digits)
        return MALFORMED;
    if (negative)
        return NEGATIVE;
    *out = value;
    return large ? TOO_LARGE : PARSED;
}

static void number_error(const struct reader *reader, const char *name, const char *text,
                         enum parsed parsed)
{
    static const char *const why[] = {
        [NEGATIVE] = "it may not be negative",
        [MALFORMED] = "it is not a number",
        [TOO_LARGE] = "it does not fit in 64 bits",
    };
    attr_error(reader, name, "E-NUM",
               "%s=\"%s\" of <%s>: %s; write a decimal number, or 0x and hexadecimal digits "
               "(underscores are ignored, no units)",
               name, text, reader->element->name, why[parsed]);
}

bool attr_num(const struct reader *reader, const char *name, bool required, uint64_t otherwise,
              uint64_t *out)
{
    const char *text = attr_text(reader, name, required);
    *out = otherwise;
    if (!text)
        return !required;
    enum parsed parsed = parse(text, out);
    if (parsed == PARSED)
        return true;
    *out = otherwise;
    number_error(reader, name, text, parsed);
    return false;
}

bool attr_range(const struct reader *reader, const char *name, bool required, uint64_t low,
                uint64_t high, const char *id, uint64_t otherwise, uint64_t *out)
{
    const char *text = attr_text(reader, name, required);
    *out = otherwise;
    if (!text)
        return !required;
    uint64_t value = 0;
    enum parsed parsed = parse(text, &value);
    if (parsed == MALFORMED) {
        number_error(reader, name, text, parsed);
        return false;
    }
    if (parsed != PARSED || value < low || value > high) {
        attr_error(reader, name, id,
                   "%s=\"%s\" of <%s> is out of range; allowed are %" PRIu64 " to %" PRIu64
                   "; choose a number in that range",
                   name, text, reader->element->name, low, high);
        return false;
    }
    *out = value;
    return true;
}

bool attr_bool(const struct reader *reader, const char *name, bool otherwise, bool *out)
{
    const char *text = attr_text(reader, name, OPTIONAL);
    *out = otherwise;
    if (!text)
        return true;
    if (!strcmp(text, "true") || !strcmp(text, "false")) {
        *out = text[0] == 't';
        return true;
    }
    attr_error(reader, name, "E-BOOL",
               "%s=\"%s\" of <%s> is neither 'true' nor 'false'; write one of the two", name, text,
               reader->element->name);
    return false;
}

/* Hexadecimal digits up to `end`: 0, or why not. Values of many digits saturate. */
static enum parsed parse_hex(const char *text, const char *end, uint32_t *out)
{
    bool negative = text < end && *text == '-';
    *out = 0;
    text += negative;
    if (text == end)
        return MALFORMED;
    for (; text < end; text++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = strchr(digits, *text >= 'A' && *text <= 'F' ? *text + 32 : *text);
        if (!digit)
            return MALFORMED;
        *out = (*out > 0xffff ? 0xffff : *out) * 16 + (uint32_t)(digit - digits);
    }
    return negative ? NEGATIVE : PARSED;
}

bool attr_pci(const struct reader *reader, const char *name, uint32_t *out)
{
    static const struct {
        const char *what, *id;
        uint32_t limit;
    } parts[] = {{"bus", "E-PCI-BUS", 0xff},
                 {"device", "E-PCI-DEV", 0x1f},
                 {"function", "E-PCI-FUNC", 7}};
    const char *text = attr_text(reader, name, REQUIRED);
    const char *colon = text ? strchr(text, ':') : NULL, *dot = colon ? strchr(colon, '.') : NULL;
    *out = 0;
    if (!text)
        return false;
    const char *const starts[] = {text, colon ? colon + 1 : NULL, dot ? dot + 1 : NULL};
    const char *const ends[] = {colon, dot, text + strlen(text)};
    uint32_t value[3] = {0};
    enum parsed parsed[3] = {MALFORMED, MALFORMED, MALFORMED};
    for (size_t i = 0; dot && i < 3; i++)
        parsed[i] = parse_hex(starts[i], ends[i], &value[i]);
    if (parsed[0] == MALFORMED || parsed[1] == MALFORMED || parsed[2] == MALFORMED) {
        attr_error(reader, name, "E-PCI-FORM",
                   "%s=\"%s\" of <%s> does not name a PCI device; the form is "
                   "BUS:DEVICE.FUNCTION in hexadecimal digits; write it like 3:1f.2",
                   name, text, reader->element->name);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < 3; i++) {
        if (parsed[i] == PARSED && value[i] <= parts[i].limit)
            continue;
        attr_error(reader, name, parts[i].id,
                   "%s=\"%s\" of <%s>: the %s is out of range; it is 0 to %x, in hexadecimal; "
                   "choose a number in that range",
                   name, text, reader->element->name, parts[i].what, parts[i].limit);
        good = false;
    }
    *out = value[0] << 8 | value[1] << 3 | value[2];
    return good;
}

uint32_t attr_choice(const struct reader *reader, const char *name, const char *first,
                     const char *second, const char *id)
{
    const char *text = attr_text(reader, name, OPTIONAL);
    if (!text || !strcmp(text, first))
        return 0;
    if (strcmp(text, second))
        attr_error(reader, name, id,
                   "%s=\"%s\" of <%s> is neither '%s' nor '%s'; write one of the two", name, text,
                   reader->element->name, first, second);
    return !strcmp(text, second);
}
