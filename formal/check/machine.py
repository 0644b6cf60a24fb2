# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""Rules that object code, assembly text and compiler flags show.

Objects are compiled here from the same sources with the kernel's own flags and -fstack-usage, so that what is examined
is what the compiler made, inlining and all. Relocations name the target of every direct call.
"""
import os, re, subprocess

VERIFIED_FLAGS = "-O2 -ffreestanding -fno-builtin -fno-pic -fno-strict-aliasing -fwrapv -fno-jump-tables -fno-tree-vectorize".split()


NOTHING = r"(?!)"


class Machine:
    """What instructions and relocations of an architecture look like, as objdump writes them."""

    def __init__(self, flags, narrow, call, indirect, branch, offset, pairs=False, local=None, conditional=NOTHING, leave=NOTHING):
        self.flags, self.pairs = flags.split(), pairs     # pairs: a call's relocation stands before its indirect jump
        self.narrow, self.call, self.indirect = re.compile(narrow), re.compile(call), re.compile(indirect)
        self.branch, self.offset = re.compile(branch), re.compile(offset)
        self.local = re.compile(local) if local else None     # a call within the file has no relocation
        # To leave the kernel does not end a reservation, a conditional store does.
        self.conditional, self.leave = re.compile(conditional), re.compile(leave)


MACHINES = {
    "riscv64": Machine(
        flags="-march=rv64imc_zicsr_zifencei -mcmodel=medany",
        narrow=r"(lb|lbu|lh|lhu|sb|sh) ",
        call=r"R_RISCV_(?:CALL(?:_PLT)?|JAL)\s+([\w.$]+)",
        indirect=r"(jr (?!ra$)|jalr )",
        branch=r"\b(beq|bne|blt|bge|bltu|bgeu|beqz|bnez|bgez|bltz|bgtz|blez|bgt|ble|bgtu|bleu)\b",
        offset=r"\b([ls][bhwd]u?|f[ls][wd])\s+\w+,\s*-?(0x)?[1-9]\w*\s*\(",
        pairs=True, conditional=r"^\s*sc\.[wd]\s", leave=r"^\s*sret\b"),
    "aarch64": Machine(
        flags="-march=armv8-a -mcmodel=tiny -mgeneral-regs-only",
        narrow=r"(ldu?rs?[bh]|stu?r[bh]) ",
        call=r"R_AARCH64_(?:CALL|JUMP)26\s+(?:\.text\.)?([\w.$]+)",
        indirect=r"(br|blr) ",
        branch=r"\b(b\.\w+|cbn?z|tbn?z)\b",
        offset=r"\[\s*\w+\s*,\s*#-?(0x)?[1-9]"),
    # A test of bits may look at the one byte that holds them; a local is spilled as wide as it is. The compiler's
    # memset and memcpy may be string instructions.
    "x86_64": Machine(
        flags="-march=x86-64 -mcmodel=kernel -mgeneral-regs-only -mno-red-zone",
        narrow=r"(?!in |out |.*\(%rsp\))(rep\w* |mov[zs][bw]\w [^%]*\(|(mov|add|adc|sub|sbb|and|x?or|inc|dec|neg|not)[bw] .*\(|set\w+ .*\(|"
               r"[a-z]+ %([abcd][lhx]|[sd]il?|[sb]pl?|r\d+[bw]),.*\()",
        call=r"R_X86_64_(?:PLT32\s+|PC32\s+\.text\.(?:unlikely\.)?)([\w.$]+)",     # static ones by their sections
        indirect=r"(jmp|call)q? \*",
        branch=r"^\s*j(?!mp\b)\w+\s",
        offset=r"(0x)?[1-9]\w*\s*\(\s*%(?!rip)",
        local=r"\s+[0-9a-f]+:\s+(?:call|j\w+)\s+[0-9a-f]+ <([\w.$]+)>"),
}


class Function:
    def __init__(self, name, file):
        self.name, self.file, self.line = name, file, 0
        self.frame, self.dynamic = 0, False
        self.calls, self.indirect, self.narrow = set(), [], []


class Object:
    """One source file compiled: its functions with frame sizes, calls, indirect jumps, narrow accesses."""

    def __init__(self, source, cc, flags, out, objdump, arch):
        os.makedirs(out, exist_ok=True)
        self.source, self.machine = source, MACHINES[arch]
        stem = os.path.join(out, source.replace("/", "_"))
        subprocess.run([*cc, *flags, "-w", "-fstack-usage", "-c", source, "-o", stem + ".o"], check=True)
        self.functions = {}
        text = subprocess.run([objdump, "-drl", "--no-show-raw-insn", stem + ".o"], check=True,
                              capture_output=True, text=True).stdout
        self.read(text)
        with open(stem + ".su") as usage:
            for line in usage:
                place, size, kind = line.rstrip("\n").split("\t")
                _, number, _, name = place.split(":")
                for f in self.functions.values():
                    if f.name.split(".")[0] == name.split(".")[0]:
                        f.line = f.line or int(number)
                        f.frame = max(f.frame, int(size))
                        f.dynamic |= kind == "dynamic"

    def read(self, text):
        here, direct, place, local = None, False, None, None
        for line in text.splitlines():
            relocated = self.machine.call.search(line)
            if local and not relocated and local != here.name:
                here.calls.add(local)
            local = found[1] if self.machine.local and (found := self.machine.local.match(line)) else None
            if found := re.match(r"[0-9a-f]+ <([^.>][^>]*)>:$", line):
                name = found[1].removesuffix(".cold")       # the part of a function that is put elsewhere
                here = self.functions.setdefault(name, Function(name, self.source))
                direct, place = False, None
            elif found := re.match(r"(\S+\.[chS]):(\d+)", line):
                place = found[1].removeprefix("./"), int(found[2])
            elif found := relocated:
                if not found[1].startswith(".L") and found[1] != here.name:
                    here.calls.add(found[1])
                direct = self.machine.pairs
            elif found := re.match(r"\s+[0-9a-f]+:\s+(\S+)(?:\s+(\S+))?", line):
                mnemonic = found[1]
                if self.machine.indirect.match(f"{mnemonic} {found[2]}"):
                    if not direct:
                        here.indirect.append(place)
                    direct = False
                elif self.machine.narrow.match(f"{mnemonic} {found[2]}"):
                    here.narrow.append((place, mnemonic))
        if local and local != here.name:
            here.calls.add(local)


def rule_4(objects, report):
    for o in objects:
        for f in o.functions.values():
            for call in sorted(f.calls):
                if re.fullmatch(r"mem(set|cpy|move|cmp)", call) and not re.search(r"(retype|clear)\.c$", o.source):
                    report(4, o.source, f.line, f"{f.name}: the compiler made a call of {call}",
                           "assign word by word; raw memory belongs into retype.c and clear.c")
            for place, mnemonic in f.narrow:
                report(4, *(place or (o.source, f.line)), f"{f.name}: memory accessed with {mnemonic}", "use 4- or 8-byte words")


def rule_6(objects, report):
    for o in objects:
        for f in o.functions.values():
            for place in f.indirect:
                report(6, *(place or (o.source, f.line)), f"{f.name}: indirect jump or call in object code",
                       "no function pointers, no jump tables (-fno-jump-tables)")


def rule_7(objects, limit, report):
    """The deepest chain of frames, by a walk over the call graph that recursion ends."""
    names = {}
    for o in objects:
        for f in o.functions.values():
            names.setdefault(f.name, []).append(f)
            if f.dynamic:
                report(7, o.source, f.line, f"{f.name} has a frame of variable size", "use locals of constant size")
    deepest, open_ = {}, set()

    def resolve(name, file):
        same = [f for f in names.get(name, []) if f.file == file]
        return (same or names.get(name, [None]))[0]

    def depth(f):
        if f in deepest:
            return deepest[f]
        if f in open_:
            report(7, f.file, f.line, f"{f.name} is part of a cycle of calls: no stack is deep enough", "break the cycle")
            return 0, []
        open_.add(f)
        below = [depth(g) for name in sorted(f.calls) if (g := resolve(name, f.file))]
        most = max(below, key=lambda b: b[0], default=(0, []))
        open_.discard(f)
        deepest[f] = f.frame + most[0], [f] + most[1]
        return deepest[f]

    most, chain = max((depth(f) for o in objects for f in sorted(o.functions.values(), key=lambda f: f.line)), key=lambda d: d[0], default=(0, []))
    way = " > ".join(f"{f.name} {f.frame}" for f in chain)
    if most > limit:
        report(7, chain[0].file, chain[0].line, f"stack depth {most} exceeds {limit} bytes: {way}", "smaller frames, or split")
    return most, way


def rule_16(sources, report):
    """Assembly instructions that need no operand from C belong into .S files of arch/ only."""
    for path in sources:
        if path.endswith(".S") and not re.search(r"(^|/)arch/[^/]+/", path):
            text = re.sub(r"/\*.*?\*/", lambda c: "\n" * c[0].count("\n"), open(path).read(), flags=re.S)
            first = next((n for n, line in enumerate(text.splitlines(), 1) if line.strip()), 1)
            report(16, path, first, "assembly file outside arch/", "move it to kernel/arch/<arch>/")


def rule_17(sources, report, arch):
    for path in sources:
        if os.path.basename(path) != "entry.S":
            continue
        reserved = True
        for number, line in enumerate(open(path), 1):
            code = re.sub(r"/\*.*?\*/|//.*|^\s*#.*", "", line)
            reserved = reserved and not MACHINES[arch].conditional.search(code)
            if MACHINES[arch].leave.search(code):
                if reserved:
                    report(17, path, number, "a program's reservation survives the kernel", "end it by a conditional store")
                reserved = True
            if MACHINES[arch].branch.search(code):
                report(17, path, number, "branch in trap entry or exit", "decide in C; entry and exit are straight lines")
            if MACHINES[arch].offset.search(code):
                report(17, path, number, "numeric offset in trap entry or exit", "use the offsets made from the C structs")


def rule_18(flags, report, arch):
    for flag in VERIFIED_FLAGS + MACHINES[arch].flags:
        if flag not in flags:
            report(18, "Makefile", 1, f"the kernel is not built with {flag}", "add it to KCFLAGS")
    for flag in flags:
        if "lto" in flag and flag != "-fno-lto" or flag in ("-Os", "-O3", "-O1", "-O0", "-Ofast"):
            report(18, "Makefile", 1, f"the kernel is built with {flag}", "remove it from KCFLAGS")
