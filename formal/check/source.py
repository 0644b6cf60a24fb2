# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""Rules that a syntax tree shows. Each function checks one rule of a Unit and calls report(rule, node, what, fix)."""
import re

LOOPS = ("ForStmt", "WhileStmt", "DoStmt")
CASTS = ("ImplicitCastExpr", "CStyleCastExpr")
OPERATORS = ("BinaryOperator", "CompoundAssignOperator", "UnaryOperator")
DATA = ("VarDecl", "FieldDecl", "ParmVarDecl")
MAX_LINES, MAX_PATHS, MAX_SCALARS, MAX_STRUCT_BYTES = 64, 32, 8, 16

MACHINE = re.compile(r"(^|/)arch/[^/]+/(el\d/)?include/arch/(machine|\w+_registers)\.h$")
LAYOUTS = re.compile(r"(^|/)abi/layout\.h$|(^|/)kernel/include/cap\.h$")
RAW_MEMORY = re.compile(r"(^|/)(retype|clear)\.c$")
MARKER = re.compile(r"(^|/)kernel/include/types\.h$")


def is_constant(node):
    """Made of literals, enumerators and sizeof alone."""
    leaves = [n for n in node.walk() if not n.inner]
    return all(n.kind in ("IntegerLiteral", "CharacterLiteral", "UnaryExprOrTypeTraitExpr", "OffsetOfExpr")
               or n.kind == "DeclRefExpr" and n.raw["referencedDecl"]["kind"] == "EnumConstantDecl" for n in leaves)


def is_loop(node):
    """do … while (0) is a statement, not a loop."""
    return node.kind in LOOPS and not (node.kind == "DoStmt" and is_constant(node.inner[-1])
                                       and all(n.raw.get("value", "0") == "0" for n in node.inner[-1].walk()))


def functions(unit):
    return [f for f in unit.root.inner if f.kind == "FunctionDecl" and any(c.kind == "CompoundStmt" for c in f.inner)]


def body(function):
    return next(c for c in function.inner if c.kind == "CompoundStmt")


def callee(call):
    """The function that a call names, or None when it goes through a pointer."""
    target = call.inner[0].strip()
    if target.kind == "DeclRefExpr" and target.raw["referencedDecl"]["kind"] == "FunctionDecl":
        return target.raw["referencedDecl"]
    return None


def structs_in(type):
    return re.findall(r"\bstruct (\w+)", type)


def state_structs(unit):
    """Structs that hold kernel state: those of globals, those that addresses are turned into, and what is in them."""
    todo = set()
    for node in unit.root.walk():
        if node.kind == "VarDecl" and node.parent.kind == "TranslationUnitDecl" and "const " not in node.type:
            todo.update(structs_in(node.type))
        elif node.kind in CASTS and node.raw.get("castKind") == "IntegralToPointer":
            todo.update(structs_in(node.type))
    found = set()
    while todo:
        name = todo.pop()
        if name in unit.records and name not in found:
            found.add(name)
            for field in unit.fields(unit.records[name]):
                if "*" not in field.type:
                    todo.update(structs_in(field.type))
    return found


# --- types and memory ------------------------------------------------------------------------------------

def rule_1(unit, report):
    for node in unit.root.walk():
        if node.kind in DATA + ("FunctionDecl", "FloatingLiteral", "BinaryOperator", "CStyleCastExpr"):
            if re.search(r"\b(float|double)\b", node.type):
                report(1, node, f"floating point: {node.name or node.type}", "use words; the kernel only saves FPU registers")
        if node.kind == "FieldDecl":
            if node.raw.get("isBitfield"):
                report(1, node, f"bitfield {node.name}", "make a packed word with LAYOUT (abi/layout.h)")
            if re.search(r"\[0?\]$", node.type):
                report(1, node, f"flexible array {node.name}", "give it its largest size, or compute the element's address")
        if node.kind == "RecordDecl" and node.raw.get("tagUsed") == "union":
            report(1, node, f"union {node.name}", "use separate fields, or accessors over one word")
        if node.kind == "VarDecl" and re.search(r"\[(?!\d+\])[^\]]+\]", node.type):
            report(1, node, f"array {node.name} of variable length", "give it a constant length")
        if node.kind == "CallExpr" and (f := callee(node)) and f["name"] in ("alloca", "__builtin_alloca"):
            report(1, node, "alloca", "use a local of constant size")
    asserted = set()
    for check in unit.root.find("StaticAssertDecl"):
        for size in check.find("UnaryExprOrTypeTraitExpr"):
            asserted.update(structs_in(size.raw.get("argType", {}).get("qualType", "")))
    for name in sorted(state_structs(unit) - asserted):
        report(1, unit.records[name], f"size of struct {name} is not asserted",
               f"_Static_assert(sizeof(struct {name}) == …) behind it")


def rule_2(unit, report):
    packed = {name for name, r in unit.records.items()
              if [(f.name, f.type.split("[")[0].strip()) for f in unit.fields(r)] == [("word", "unsigned long")]}
    masks = {"&", "|", "^", "<<", ">>", "~", "&=", "|=", "^=", "<<=", ">>="}
    for access in unit.root.find("MemberExpr"):
        base = structs_in(access.inner[0].type)
        if access.name != "word" or not base or base[-1] not in packed or LAYOUTS.search(access.place("spellingLoc")[0]):
            continue
        user = access.parent                                    # whole words may be copied and compared, not taken apart
        while user.kind in CASTS + ("ParenExpr", "ArraySubscriptExpr"):
            user = user.parent
        if user.kind in OPERATORS and user.raw.get("opcode") in masks:
            report(2, access, f"word of packed struct {base[-1]} taken apart by hand", "use the accessors made by its table")


def rule_3(unit, report):
    for cast in unit.root.find(*CASTS):
        if cast.raw.get("castKind") not in ("IntegralToPointer", "PointerToIntegral"):
            continue
        function = cast.up("FunctionDecl")
        if function and re.search(r"_(at|addr)$", function.name) or MACHINE.search(cast.place("spellingLoc")[0]):
            continue
        report(3, cast, "cast between pointer and integer", "use T_at(address) or T_addr(pointer), made by ADDRESSABLE(T)")
    for name in sorted(state_structs(unit)):
        for field in unit.fields(unit.records[name]):
            if "*" in field.type:
                report(3, field, f"pointer {field.name} in kernel state (struct {name})", "store the address as word_t")


def rule_4(unit, report):
    for name in sorted(state_structs(unit)):
        for field in unit.fields(unit.records[name]):
            base = re.sub(r"\[\d+\]|\bconst\b", "", field.type).strip()
            if unit.size(base)[0] not in (4, 8) and "struct" not in base:
                report(4, field, f"{field.name} in struct {name} is accessed in {unit.size(base)[0]}-byte units",
                       "make it a word, or pack it with LAYOUT")
    for call in unit.root.find("CallExpr"):
        f = callee(call)
        if f and re.fullmatch(r"(__builtin_)?mem(set|cpy|move)", f["name"]) and not RAW_MEMORY.search(call.place()[0]):
            report(4, call, f"{f['name']} outside retype.c and clear.c", "assign the fields")


def rule_5(unit, report):
    for node in unit.root.find("VarDecl"):
        const = re.match(r"const\b|.*\*const\b", node.type) is not None
        storage = node.raw.get("storageClass")
        if node.up("FunctionDecl"):
            if storage == "static":
                report(5, node, f"static local {node.name}", "put it into struct node, or make it a file-level constant")
        elif storage != "extern" and not const and structs_in(node.type) != ["node"]:
            report(5, node, f"mutable global {node.name}", "hang it off struct node")
    static = {f.raw["id"]: f for f in unit.root.find("FunctionDecl") if f.raw.get("storageClass") == "static"}
    static_names = {f.name for f in static.values()}
    for node in unit.root.walk():
        if node.kind == "UnaryOperator" and node.raw.get("opcode") == "&":
            base = node.inner[0].strip()
            while base.kind in ("MemberExpr", "ArraySubscriptExpr") and not base.raw.get("isArrow"):
                base = base.inner[0].strip()
        elif node.kind == "ImplicitCastExpr" and node.raw.get("castKind") == "ArrayToPointerDecay":
            base = node.inner[0].strip()
            while base.kind == "MemberExpr" and not base.raw.get("isArrow"):
                base = base.inner[0].strip()
            if node.parent.kind == "ArraySubscriptExpr":
                continue
        else:
            continue
        if base.kind != "DeclRefExpr" or base.raw["referencedDecl"]["kind"] not in ("VarDecl", "ParmVarDecl"):
            continue
        variable = base.raw["referencedDecl"]
        if variable["id"] not in locals_of(node):
            continue
        user = node.parent
        while user and user.kind in CASTS + ("ParenExpr",):
            user = user.parent
        if user and user.kind == "UnaryOperator" and user.raw.get("opcode") == "*" or user and user.kind == "MemberExpr":
            continue
        if user and user.kind == "CallExpr" and (f := callee(user)) and f["name"] in static_names:
            continue
        report(5, node, f"pointer to local {variable['name']}", "return a value, or pass it to a static helper only")


def locals_of(node):
    function = node.up("FunctionDecl")
    return {v.raw["id"] for v in function.find("VarDecl", "ParmVarDecl")} if function else set()


# --- control ---------------------------------------------------------------------------------------------

def rule_6(unit, report):
    for node in unit.root.walk():
        if node.kind in DATA and re.search(r"\(\*+\w*\)\s*\(", node.type):
            report(6, node, f"function pointer {node.name}", "use a switch")
        elif node.kind == "CallExpr" and callee(node) is None and not re.match("__builtin", node.inner[0].strip().name):
            report(6, node, "call through a pointer", "use a switch")
        elif node.kind in CASTS and node.raw.get("castKind") == "FunctionToPointerDecay" and not (
                node.parent.kind == "CallExpr" and node.parent.inner[0] is node):
            report(6, node, "address of a function taken", "call it directly")
        elif node.kind in ("IndirectGotoStmt", "AddrLabelExpr"):
            report(6, node, "computed goto", "use a switch")
        elif node.kind == "FunctionDecl" and node.raw.get("variadic") and not node.name.startswith("__builtin"):
            report(6, node, f"{node.name} takes variable arguments", "give it a fixed list of words")
        elif node.kind == "CallExpr" and (f := callee(node)) and re.search("setjmp|longjmp", f["name"]):
            report(6, node, f["name"], "return an error")


def calls(unit):
    """(caller, callee) with the place of the call, for the cycle search over all units."""
    for function in functions(unit):
        for call in body(function).find("CallExpr"):
            if f := callee(call):
                yield function, f["name"], call


def rule_6_recursion(units, report):
    graph, place = {}, {}
    for unit in units:
        local = {f.name for f in functions(unit) if f.raw.get("storageClass") == "static"}
        key = lambda name: f"{unit.path}:{name}" if name in local else name
        for function, name, call in calls(unit):
            graph.setdefault(key(function.name), set()).add(key(name))
            place[key(function.name), key(name)] = call
    colour = {}
    for start in graph:
        stack = [(start, iter(sorted(graph[start])))] if start not in colour else []
        colour.setdefault(start, "open")
        while stack:
            here, rest = stack[-1]
            for there in rest:
                if colour.get(there) == "open":
                    report(6, place[here, there], f"recursion: {here.split(':')[-1]} calls {there.split(':')[-1]}, "
                           "which leads back to it", "make it a loop with a bound")
                elif there not in colour and there in graph:
                    colour[there] = "open"
                    stack.append((there, iter(sorted(graph[there]))))
                    break
            else:
                colour[here] = "done"
                stack.pop()


def rule_8(unit, report):
    for loop in filter(is_loop, unit.root.find(*LOOPS)):
        inside = loop.inner[0] if loop.kind == "DoStmt" else loop.inner[-1]
        first = inside.inner[0] if inside.kind == "CompoundStmt" and inside.inner else inside
        if first.kind != "GCCAsmStmt" or not MARKER.search(first.place("spellingLoc")[0]):
            report(8, loop, "loop without a stated bound", "LOOP(bound, variable); as the first line of its body")
        if any(is_loop(n) for n in inside.find(*LOOPS)):
            report(8, loop, "loop within a loop", "make the inner one a function")


def rule_10(unit, report):
    for function in functions(unit):
        lines = function.place(end="end")[1] - function.place()[1] + 1
        if lines > MAX_LINES:
            report(10, function, f"{function.name} has {lines} lines, more than {MAX_LINES}", "split it")
        fall, out, jump = paths(body(function))
        if fall + out + jump > MAX_PATHS:
            report(10, function, f"{function.name} has {fall + out + jump} paths, more than {MAX_PATHS}",
                   "split it, or use a table or arithmetic")


def paths(node):
    """Paths through a statement: (that go on behind it, that leave the function, that break or continue)."""
    kind, parts = node.kind, node.inner
    if kind == "CompoundStmt":
        fall, out, jump = 1, 0, 0
        for part in parts:
            f, o, j = paths(part)
            fall, out, jump = fall * f, out + fall * o, jump + fall * j
        return fall, out, jump
    if kind == "IfStmt":
        if any(n.kind == "IntegerLiteral" and n.raw.get("value") == "0" for n in leading(parts[0])):
            return 1, 0, 0                                      # if (KEEL_DEBUG && …) in a release kernel
        yes = paths(parts[1])
        no = paths(parts[2]) if node.raw.get("hasElse") else (1, 0, 0)
        return yes[0] + no[0], yes[1] + no[1], yes[2] + no[2]
    if kind in LOOPS:
        f, o, j = paths(parts[0] if kind == "DoStmt" else parts[-1])
        return (f + j, o, 0) if not is_loop(node) else (1 + f + j, o, 0)
    if kind == "SwitchStmt":
        return switch_paths(parts[-1])
    if kind in ("ReturnStmt", "GotoStmt"):
        return 0, 1, 0
    if kind in ("BreakStmt", "ContinueStmt"):
        return 0, 0, 1
    if kind in ("CaseStmt", "DefaultStmt", "LabelStmt"):
        return paths(parts[-1]) if parts else (1, 0, 0)
    return 1, 0, 0


def leading(condition):
    """The leftmost operand of a chain of &&."""
    node = condition.strip()
    while node.kind == "BinaryOperator" and node.raw.get("opcode") == "&&":
        node = node.inner[0].strip()
    return [node]


def switch_paths(block):
    """A switch that only maps names to calls or values counts as one path; otherwise each case is one."""
    groups = []
    for part in block.inner:
        if part.kind in ("CaseStmt", "DefaultStmt") or not groups:
            groups.append([])
            while part.kind in ("CaseStmt", "DefaultStmt"):
                part = part.inner[-1]
        groups[-1].append(part)
    simple = lambda g: len([s for s in g if s.kind != "BreakStmt"]) <= 1 and not any(
        n.kind in LOOPS + ("IfStmt", "SwitchStmt", "CompoundStmt") for s in g for n in s.walk())
    if all(map(simple, groups)):
        returns = all(any(s.kind == "ReturnStmt" for s in g) for g in groups)
        return (0 if returns else 1), 1 if any(s.kind == "ReturnStmt" for g in groups for s in g) else 0, 0
    fall, out = 1, 0
    for group in groups:
        f, o, j = 1, 0, 0
        for part in group:
            pf, po, pj = paths(part)
            f, o, j = f * pf, o + f * po, j + f * pj
        fall, out = fall + f + j, out + o
    return fall, out, 0


def rule_11(unit, report):
    for function in functions(unit):
        scalars = 0
        for parameter in (p for p in function.inner if p.kind == "ParmVarDecl"):
            size = unit.size(parameter.type)[0] if "*" not in parameter.type else 8
            scalars += max(1, size // 8)
            if size > MAX_STRUCT_BYTES:
                report(11, parameter, f"{parameter.name} is {size} bytes by value", "pass its address word, or its parts")
        if scalars > MAX_SCALARS:
            report(11, function, f"{function.name} takes {scalars} words of arguments", f"at most {MAX_SCALARS}: group them")
        result = function.type.split("(")[0].strip()
        if "*" not in result and result != "void" and unit.size(result)[0] > MAX_STRUCT_BYTES:
            report(11, function, f"{function.name} returns {unit.size(result)[0]} bytes by value", "at most two words")


# --- structure -------------------------------------------------------------------------------------------

def rule_12(unit, report):
    for function in functions(unit):
        path, start, _ = function.place()
        stop = function.place(end="end")[1]
        lines = open(path).read().splitlines()[start - 1:stop]
        commit = next((start + i for i, l in enumerate(lines) if re.search(r"/\* *commit\b", l, re.I)), None)
        for call in body(function).find("CallExpr") if commit else ():
            f = callee(call)
            if f and re.match(r"fail(_|$)", f["name"]) and call.place()[1] > commit:
                report(12, call, f"{f['name']} after the commit line {commit}", "check everything before the first write")


def rule_14(unit, report):
    signed = re.compile(r"^(const )?(signed )?(char|short|int|long|long long|__int128)$")
    operators = {"+", "-", "*", "/", "%", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "++", "--"}
    for node in unit.root.find(*OPERATORS):
        if node.kind == "UnaryOperator" and node.raw.get("opcode") == "*":
            continue                                            # a look through a pointer
        if node.raw.get("opcode") in operators and signed.match(node.type) and not is_constant(node):
            outer = node.up("BinaryOperator", "UnaryOperator", "ConstantExpr", "EnumConstantDecl", "StaticAssertDecl")
            if not (outer and outer.kind in ("ConstantExpr", "EnumConstantDecl", "StaticAssertDecl")):
                report(14, node, f"signed arithmetic ({node.raw['opcode']} on {node.type})", "use word_t")
    for name in sorted(state_structs(unit)):
        for field in unit.fields(unit.records[name]):
            if signed.match(re.sub(r"\[\d+\]", "", field.type)) and "char" not in field.type:
                report(14, field, f"signed field {field.name} in struct {name}", "use word_t")


# --- machine ---------------------------------------------------------------------------------------------

def rule_16(unit, report):
    for asm in unit.root.find("GCCAsmStmt"):
        file, _, begin = asm.place("spellingLoc")
        if MARKER.search(file):
            continue
        if not MACHINE.search(file):
            report(16, asm, "assembly outside arch/*/include/arch/machine.h", "move it there, one instruction per function")
            continue
        text = open(file, "rb").read()[begin:asm.place("spellingLoc", "end")[2]].decode()
        code = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text.split(":")[0])).replace("\\t", "")
        if len([i for i in re.split(r"\\n|;", code) if i.strip()]) > 1:
            report(16, asm, "several instructions in one assembly statement", "one special instruction per inline function")
    for function in functions(unit):
        many = [a for a in function.find("GCCAsmStmt") if MACHINE.search(a.place("spellingLoc")[0])]
        if len(many) > 1 and MACHINE.search(function.place()[0]):
            report(16, many[1], f"{function.name} has {len(many)} assembly statements", "one per inline function")
    for node in unit.root.find(*DATA, "CStyleCastExpr"):
        if "volatile" in node.type and not MACHINE.search(node.place("spellingLoc")[0]):
            if not re.search(r"user|buffer", node.name):
                report(16, node, f"volatile {node.name}".strip(), "device registers belong into machine.h; "
                       "a pointer into user memory says so in its name (user…, …buffer)")


RULES = [rule_1, rule_2, rule_3, rule_4, rule_5, rule_6, rule_8, rule_10, rule_11, rule_12, rule_14, rule_16]
