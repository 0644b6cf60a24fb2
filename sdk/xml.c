/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * See xml.h. Order: the position scanner, then libxml2's tree turned into ours.
 *
 * The scanner relies on libxml2 having accepted the bytes, but not for its own safety: it never
 * reads past the end, whatever they are, and a disagreement about the number of elements is an
 * error.
 */

#include "sdk/xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

/* --- positions -------------------------------------------------------------------------------- */

struct mark {
    struct position at;
    size_t first_line; /* index into scan.lines: one line number per attribute */
    size_t n_lines;
};

struct marks {
    ARRAY_OF(struct mark);
};
struct lines {
    ARRAY_OF(uint32_t);
};

struct scan {
    struct arena *arena;
    struct diags *diags;
    const uint8_t *at, *end;
    struct position here;
    struct marks marks; /* one per start tag, in document order */
    struct lines lines;
};

static void step(struct scan *scan)
{
    uint8_t c = *scan->at++;
    if (c == '\n') {
        scan->here.line++;
        scan->here.column = 1;
    } else if ((c & 0xc0) != 0x80) {
        scan->here.column++;
    }
}

static bool starts(const struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(scan->end - scan->at) >= length && !memcmp(scan->at, word, length);
}

static void skip_past(struct scan *scan, const char *word)
{
    while (scan->at < scan->end && !starts(scan, word))
        step(scan);
    for (size_t i = 0; i < strlen(word) && scan->at < scan->end; i++)
        step(scan);
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* At `<name`: notes the element and, before each `=`, the line of the attribute's name. */
static void scan_start_tag(struct scan *scan)
{
    struct mark mark = {.at = scan->here, .first_line = scan->lines.n};
    uint32_t name_line = scan->here.line;
    bool in_name = true;
    while (scan->at < scan->end && *scan->at != '>') {
        uint8_t c = *scan->at;
        if (c == '"' || c == '\'') {
            step(scan);
            skip_past(scan, c == '"' ? "\"" : "'");
            in_name = false;
            continue;
        }
        if (c == '=') {
            *array_add(scan->arena, &scan->lines) = name_line;
        } else if (is_blank(c)) {
            in_name = false;
        } else if (!in_name) {
            in_name = true;
            name_line = scan->here.line;
        }
        step(scan);
    }
    mark.n_lines = scan->lines.n - mark.first_line;
    *array_add(scan->arena, &scan->marks) = mark;
}

static void stray_text(struct scan *scan, struct position at)
{
    diag_error(scan->diags, at, "E-TEXT",
               "text between elements; a description holds only elements and comments; "
               "remove the text or turn it into <!-- a comment -->");
}

static void scan_text(struct scan *scan)
{
    bool reported = false;
    while (scan->at < scan->end && *scan->at != '<') {
        if (!reported && !is_blank(*scan->at)) {
            stray_text(scan, scan->here);
            reported = true;
        }
        step(scan);
    }
}

static void scan_positions(struct scan *scan)
{
    if (starts(scan, "\xef\xbb\xbf"))
        scan->at += 3;
    while (scan->at < scan->end) {
        if (starts(scan, "<!--")) {
            skip_past(scan, "-->");
        } else if (starts(scan, "<![CDATA[")) {
            stray_text(scan, scan->here);
            skip_past(scan, "]]>");
        } else if (starts(scan, "<?")) {
            skip_past(scan, "?>");
        } else if (starts(scan, "</")) {
            skip_past(scan, ">");
        } else if (starts(scan, "<")) {
            scan_start_tag(scan);
            skip_past(scan, ">");
        } else {
            scan_text(scan);
        }
    }
}

/* --- the tree --------------------------------------------------------------------------------- */

static const char *copy(struct arena *arena, const xmlChar *text)
{
    return arena_copy(arena, (const char *)text, strlen((const char *)text));
}

static void take_attributes(struct scan *scan, xmlNode *node, const struct mark *mark,
                            struct xml_element *element)
{
    size_t n = 0;
    for (xmlAttr *a = node->properties; a; a = a->next)
        n++;
    for (xmlNs *ns = node->nsDef; ns; ns = ns->next)
        diag_error(scan->diags, element->at, "E-ATTR",
                   "attribute 'xmlns' of <%s>; a description uses no name spaces; remove it",
                   element->name);
    element->attributes = arena_alloc(scan->arena, n * sizeof(*element->attributes));
    for (xmlAttr *a = node->properties; a; a = a->next) {
        struct xml_attribute *attribute = &element->attributes[element->n_attributes];
        xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
        attribute->name = copy(scan->arena, a->name);
        attribute->value = value ? copy(scan->arena, value) : "";
        attribute->line = element->n_attributes < mark->n_lines
                              ? scan->lines.at[mark->first_line + element->n_attributes]
                              : element->at.line;
        element->n_attributes++;
        xmlFree(value);
    }
}

/* Elements below `node` in document order, without recursion. Null when the two views disagree. */
static struct xml_element *take_tree(struct scan *scan, xmlNode *root)
{
    struct xml_element *result = NULL, *parent = NULL, *last = NULL;
    size_t next_mark = 0;
    xmlNode *node = root;
    while (node) {
        if (node->type == XML_ELEMENT_NODE) {
            if (next_mark == scan->marks.n)
                return NULL;
            const struct mark *mark = &scan->marks.at[next_mark++];
            struct xml_element *element = arena_new(scan->arena, struct xml_element);
            element->name = copy(scan->arena, node->name);
            element->at = mark->at;
            element->parent = parent;
            take_attributes(scan, node, mark, element);
            if (last)
                last->next = element;
            else if (parent)
                parent->first = element;
            else
                result = element;
            last = element;
            if (node->children) {
                parent = element;
                last = NULL;
                node = node->children;
                continue;
            }
        }
        while (node != root && !node->next) {
            node = node->parent;
            last = parent;
            parent = parent ? parent->parent : NULL;
        }
        node = node == root ? NULL : node->next;
    }
    return next_mark == scan->marks.n ? result : NULL;
}

struct first_error {
    struct diags *diags;
    bool seen;
};

static void take_error(void *context, xmlErrorPtr error)
{
    struct first_error *first = context;
    if (first->seen || error->level < XML_ERR_ERROR)
        return;
    first->seen = true;
    struct position at = {error->line > 0 ? (uint32_t)error->line : 1,
                          error->int2 > 0 ? (uint32_t)error->int2 : 1};
    size_t length = error->message ? strcspn(error->message, "\n") : 0;
    diag_error(first->diags, at, "E-XML",
               "this is not well-formed XML: %.*s; every tag is closed in order and every "
               "attribute "
               "value is in quotes; correct the text before this place",
               (int)length, error->message ? error->message : "");
}

static bool is_plain_utf8(const xmlDoc *document)
{
    const char *encoding = (const char *)document->encoding;
    return !encoding || !strcasecmp(encoding, "UTF-8") || !strcasecmp(encoding, "US-ASCII") ||
           !strcasecmp(encoding, "ASCII");
}

struct xml_element *xml_parse(struct arena *arena, struct diags *diags, const struct bytes *input)
{
    struct position start = {1, 1};
    struct first_error first = {.diags = diags};
    struct xml_element *root = NULL;
    xmlDoc *document = NULL;
    if (input->n <= INT_MAX) {
        xmlSetStructuredErrorFunc(&first, take_error);
        document =
            xmlReadMemory((const char *)input->at, (int)input->n, NULL, NULL, XML_PARSE_NONET);
        xmlSetStructuredErrorFunc(NULL, NULL);
    }
    if (!document || !xmlDocGetRootElement(document)) {
        if (!first.seen)
            diag_error(diags, start, "E-XML",
                       "this is not an XML document; it needs one root element "
                       "<system>; give the path of a system description");
    } else if (xmlGetIntSubset(document)) {
        diag_error(diags, start, "E-XML",
                   "the document has a DTD; a description uses none and no "
                   "entities of its own; remove <!DOCTYPE ...>");
    } else if (!is_plain_utf8(document)) {
        diag_error(diags, start, "E-XML",
                   "the encoding is %s; a description is UTF-8; convert the file",
                   (const char *)document->encoding);
    } else {
        struct scan scan = {.arena = arena, .diags = diags, .here = {1, 1}};
        scan.at = input->at;
        scan.end = input->at + input->n;
        scan_positions(&scan);
        root = take_tree(&scan, xmlDocGetRootElement(document));
        if (!root)
            diag_error(diags, start, "E-XML",
                       "the structure of the document is too unusual to locate "
                       "its elements; write plain elements and attributes");
    }
    xmlFreeDoc(document);
    return root;
}
