# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""Which faults there are: those of the list, tests/mutants/*.mutants, and those that a rule makes of each line.

A fault is a file and the text that the file has with the fault in it.
"""
import collections, fnmatch, glob, os, re, sys

# `by` is the suite that alone must notice, or None; `equivalent` the reason why nobody can. `what` says in one line
# what is changed.
Mutant = collections.namedtuple("Mutant", "name file text by equivalent what")


def area(file):
    return re.sub(r"^kernel/(arch/)?|\.[chS]$", "", file)


# --- the list --------------------------------------------------------------------------------------------

def stanzas(path):
    """(name, file, suite, original, replacement, reason); one for each mutant; `file PATH by SUITE` is for all that follow."""
    file = by = None
    for stanza in re.split(r"\n\s*\n", open(path).read().strip()):
        lines = [l for l in stanza.splitlines() if not l.startswith("#")]
        if lines and lines[0].startswith("file "):
            file, _, by = lines.pop(0)[len("file "):].strip().partition(" by ")
        if not lines:
            continue
        text = {mark: "\n".join(l[2:] for l in lines[1:] if l[0] == mark) for mark in "-+"}
        reason = [l[len("equivalent: "):] for l in lines[1:] if l.startswith("equivalent: ")]
        strange = [l for l in lines[1:] if l[0] not in "-+" and not l.startswith("equivalent: ")]
        if strange or not file or not text["-"] or text["-"] == text["+"]:
            sys.exit(f"{path}: {lines[0]}: {strange[0] if strange else 'no file, or nothing is changed'}")
        yield f"{area(file)}/{lines[0].strip()}", file, by or None, text["-"], text["+"], reason[0] if reason else None


def listed(root):
    mutants, wrong = {}, []
    for path in sorted(glob.glob(f"{root}/tests/mutants/*.mutants")):
        for name, file, by, original, replacement, reason in stanzas(path):
            text = open(f"{root}/{file}").read()
            if text.count(original) != 1:
                wrong.append(f"{name}: its original text is in {file} {text.count(original)} times, not once")
            if name in mutants:
                wrong.append(f"{name}: two mutants have this name")
            mutants[name] = Mutant(name, file, text.replace(original, replacement), by, reason, "")
    if wrong:
        sys.exit("\n".join(wrong) + f"\ntests/mutants: {len(wrong)} mutants of {len(mutants)} do not fit the kernel any more")
    return mutants


# --- made by rule ----------------------------------------------------------------------------------------

ARCH = "riscv64"                             # that of the tests which are to notice
# What debug kernels print is no part of what the kernel does; offsets.c is not linked.
NO_FILES = r"kernel/debug\w*\.c|kernel/arch/\w+/(console|offsets)\.c"
NO_CALLS = {"LOOP", "assert", "NEVER"}
NO_STATEMENTS = {"LOOP", "assert", "case", "default", "if", "for", "while", "switch", "else", "do"}
NO_EXPRESSIONS = {"return", "break", "continue"}
TYPE_WORDS = {"struct", "const", "enum", "static", "unsigned", "extern"}

TOKEN = re.compile(r"""(?P<skip>/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n\\]|\\.)*|\s+)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|
                       (?P<number>0[xX][0-9a-fA-F]+|\d+)[uUlL]*|(?P<word>[A-Za-z_]\w*)|
                       (?P<mark><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])""", re.M | re.S | re.X)
# Words given to these, and those behind the sentence of other refusals, are only printed.
ONLY_PRINTED = {"fail_truncated", "fail_alignment"}
EXCHANGED = {"<": ("<=", "boundary"), "<=": ("<", "boundary"), ">": (">=", "boundary"), ">=": (">", "boundary"),
             "==": ("!=", "equality"), "!=": ("==", "equality"), "&&": ("||", "and-or"), "||": ("&&", "and-or"),
             "+": ("-", "sign"), "-": ("+", "sign"), "+=": ("-=", "sign"), "-=": ("+=", "sign"), "|": ("&", "bits"),
             "&": ("|", "bits"), "|=": ("=", "bits"), "&=": ("=", "bits"), "<<": (">>", "shift"), ">>": ("<<", "shift"),
             "true": ("false", "truth"), "false": ("true", "truth")}
UNARY = {"+", "-", "&"}                      # ... or binary: that depends on what stands before

Token = collections.namedtuple("Token", "kind text start end")


def tokens(text):
    return [Token(m.lastgroup, m[0], m.start(), m.end()) for m in TOKEN.finditer(text) if m.lastgroup != "skip"]


def matching(ts):
    """For each bracket the index of its partner."""
    partner, open_ones = {}, []
    for i, t in enumerate(ts):
        if t.text in ("(", "[", "{"):
            open_ones.append(i)
        elif t.text in (")", "]", "}"):
            partner[i] = open_ones.pop()
            partner[partner[i]] = i
    return partner


def bodies(ts, partner):
    """(first, last) token of each function's body."""
    i = 0
    while i < len(ts):
        if ts[i].text == "{":
            if ts[i - 1].text == ")":
                yield i, partner[i]
            i = partner[i]
        i += 1


def statements(ts, partner, first, last):
    """(index of the first token, of the semicolon) of each statement that is no declaration."""
    starts = True
    i = first
    while i < last:
        t = ts[i]
        if t.text in "{};" or t.text == "else" or t.text == ":" and ts[i - 2].text == "case":
            starts = True
        elif t.text in ("if", "for", "while", "switch"):
            i = partner[i + 1]
            starts = True
        elif starts:
            end = i
            while ts[end].text != ";":
                end = partner[end] + 1 if ts[end].text in ("(", "[", "{") else end + 1
                if end >= last:
                    break
            declares = t.text in TYPE_WORDS or t.kind == "word" and t.text not in NO_EXPRESSIONS and \
                (ts[i + 1].kind == "word" or ts[i + 1].text == "*" and ts[i + 2].kind == "word")
            if end < last and not declares and t.text not in NO_STATEMENTS and not t.text.startswith("debug_") and \
               [x.text for x in ts[i:i + 3]] != ["(", "void", ")"]:
                yield i, end
            starts = False
        i += 1


def arguments(ts, partner, opening):
    """(first, last) token of each argument of a call."""
    start, closing = opening + 1, partner[opening]
    i = start
    while i <= closing:
        if i == closing or ts[i].text == ",":
            if i > start:
                yield start, i - 1
            start = i + 1
        i = partner[i] + 1 if ts[i].text in ("(", "[", "{") and i != closing else i + 1


def changes(text):
    """(from, to, replacement, kind) for everything that a rule can do to a file."""
    ts = tokens(text)
    partner = matching(ts)
    for first, last in bodies(ts, partner):
        for i, end in statements(ts, partner, first, last):
            yield ts[i].start, ts[end].end, "{ }", "deleted"
        i, printed = first, {}
        while i < last:
            t, before = ts[i], ts[i - 1]
            if t.text.startswith("fail_") and ts[i + 1].text == "(":
                end = partner[i + 1]
                sentence = [k for k in range(i + 2, end) if ts[k].kind == "text" or t.text in ONLY_PRINTED]
                printed.update({k: end for k in sentence[:1]})
            if t.text in NO_CALLS or t.text.startswith("debug_") and ts[i + 1].text == "(":
                i = partner[i + 1]
            elif i in printed:
                i = printed[i]
            elif t.text == "if" and not ts[i + 2].text.startswith("KEEL_"):
                inner = text[ts[i + 1].end:ts[partner[i + 1]].start]
                yield ts[i + 1].end, ts[partner[i + 1]].start, f"false && ({inner})", "never"
                yield ts[i + 1].end, ts[partner[i + 1]].start, f"true || ({inner})", "always"
            elif t.text in EXCHANGED and (t.text not in UNARY or before.kind in ("word", "number") and before.text != "return"
                                          or before.text in (")", "]")):
                yield t.start, t.end, *EXCHANGED[t.text]
            elif t.kind == "number":
                yield t.start, t.end, f"({t.text} + 1)", "one-more"
            elif t.kind == "word" and ts[i + 1].text == "(" and t.text not in ("if", "for", "while", "switch", "sizeof"):
                parts = [(ts[a].start, ts[b].end) for a, b in arguments(ts, partner, i + 1)
                         if not any(a <= k <= b or k < a < printed[k] for k in printed)]
                for (a, b), (c, d) in zip(parts, parts[1:]):
                    if text[a:b] != text[c:d]:
                        yield a, d, text[c:d] + text[b:c] + text[a:b], "swapped"
            i += 1


def mechanical(root):
    """Every fault that a rule can plant. Those that the list calls equivalent are so here, too."""
    reasons = {(m.file, m.text): m.equivalent for m in listed(root).values() if m.equivalent}
    mutants = {}
    for path in sorted(glob.glob(f"{root}/kernel/*.c") + glob.glob(f"{root}/kernel/arch/{ARCH}/*.c")):
        file = os.path.relpath(path, root)
        if re.fullmatch(NO_FILES, file):
            continue
        text = open(path).read()
        for start, end, replacement, kind in changes(text):
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            name = f"{area(file)}/{line}.{column}-{kind}"
            was = " ".join(text[start:end].split())
            new = text[:start] + replacement + "\n" * (text.count("\n", start, end) - replacement.count("\n")) + text[end:]
            mutants[name] = Mutant(name, file, new, None, reasons.get((file, new)), f"{was}  ->  {' '.join(replacement.split())}")
    return mutants


def chosen(mutants, wanted):
    pick = {}
    for want in wanted:
        hits = [n for n in mutants if n == want or n.startswith(want + "/") or fnmatch.fnmatch(n, want)]
        if not hits:
            sys.exit(f"there is no mutant '{want}': --list shows all")
        pick.update((n, mutants[n]) for n in hits)
    return pick if wanted else mutants
