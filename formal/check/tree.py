# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""clang's syntax tree as Python objects.

Owns three things clang's JSON leaves to its reader: places (JSON repeats file and line only when they change), parents,
and types (names of structs resolved to sizes). Everything else is a plain look at node.raw.
"""
import gc, json, re, subprocess

CLANG = "clang-19"


TYPEDEFS = {}       # name → type; the units of one program agree on them


def resolve(type):
    while True:
        plain = re.sub(r"(?<!struct )(?<!enum )(?<!union )\b[A-Za-z_]\w*\b", lambda m: TYPEDEFS.get(m[0], m[0]), type)
        if plain == type:
            return plain
        type = plain


class Node:
    __slots__ = ("raw", "kind", "parent", "inner", "order", "first", "end")

    def __init__(self, raw, parent, order):
        """`order`: all nodes of the unit as they are written; those below this one follow it there, up to `end`."""
        self.raw, self.kind, self.parent = raw, raw.get("kind", ""), parent
        self.order, self.first = order, len(order)
        order.append(self)
        self.inner = [Node(child, self, order) for child in raw.get("inner", ()) if child.get("kind")]
        self.end = len(order)

    def walk(self):
        return self.order[self.first:self.end]

    def find(self, *kinds):
        return (node for node in self.walk() if node.kind in kinds)

    def up(self, *kinds):
        node = self.parent
        while node and node.kind not in kinds:
            node = node.parent
        return node

    @property
    def name(self):
        return self.raw.get("name", "")

    @property
    def type(self):
        """The type without typedefs."""
        return resolve(self.raw.get("type", {}).get("qualType", ""))

    def place(self, side="expansionLoc", end="begin"):
        """(file, line, offset); in a macro, expansionLoc is where it is used and spellingLoc where it is written."""
        for spot in (self.raw.get("loc", {}) if end == "begin" else {}, self.raw.get("range", {}).get(end, {})):
            spot = spot.get(side, spot)
            if "line" in spot:
                return spot["file"], spot["line"], spot["offset"]
        return self.parent.place(side, end) if self.parent else ("", 0, 0)

    def strip(self):
        """The expression below parentheses and implicit casts."""
        node = self
        while node.kind in ("ImplicitCastExpr", "ParenExpr", "ConstantExpr") and node.inner:
            node = node.inner[0]
        return node


def _fill(value, last):
    """Writes file and line into every place below value, in the order in which clang printed them."""
    for key, item in value.items():
        if type(item) is list:
            for each in item:
                if type(each) is dict:
                    _fill(each, last)
        elif type(item) is not dict or key == "includedFrom":
            continue
        elif "offset" in item and "col" in item:
            last["file"] = item.setdefault("file", last.get("file", ""))
            last["line"] = item.setdefault("line", last.get("line", 0))
        else:
            _fill(item, last)


class Unit:
    """One translation unit."""

    def __init__(self, path, flags):
        command = [CLANG, *flags, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json", path]
        done = subprocess.run(command, capture_output=True)
        if done.returncode:
            raise SyntaxError(done.stderr.decode())
        gc.disable()        # nothing here becomes garbage, and there is much of it
        raw = json.loads(done.stdout)
        _fill(raw, {})
        self.path, self.root = path, Node(raw, None, [])
        gc.enable()
        for typedef in self.root.find("TypedefDecl"):
            TYPEDEFS[typedef.name] = typedef.raw["type"]["qualType"]
        self.records = {}
        for record in self.root.find("RecordDecl"):
            if record.raw.get("completeDefinition") and record.name:
                self.records[record.name] = record

    def fields(self, record):
        return [child for child in record.inner if child.kind == "FieldDecl"]

    def size(self, type):
        """(size, alignment) in bytes; unknown things count as a word."""
        type = re.sub(r"\b(const|volatile)\b", "", type).strip()
        if array := re.fullmatch(r"(.*?)((?:\[\d+\])+)", type):
            size, align = self.size(array[1])
            for count in re.findall(r"\d+", array[2]):
                size *= int(count)
            return size, align
        if struct := re.fullmatch(r"(?:struct|union) (\w+)", type):
            if struct[1] not in self.records:
                return 8, 8
            total, most = 0, 1
            for field in self.fields(self.records[struct[1]]):
                size, align = self.size(field.type)
                total = (total + align - 1) // align * align + size
                most = max(most, align)
            return (total + most - 1) // most * most, most
        plain = {"char": 1, "_Bool": 1, "short": 2, "int": 4, "enum": 4}
        for word, size in plain.items():
            if re.search(rf"\b{word}\b", type) and "*" not in type:
                return size, size
        return 8, 8
