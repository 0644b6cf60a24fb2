# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""What a path takes on a small in-order RISC-V core, in cycles: a model, for comparing one version of the kernel with another.

One instruction is issued in each cycle, in order. What a load brings can be used two cycles later, else the next instruction waits.
A taken branch or jump, and everything that concerns a system register or ends the path, costs the cycles to fill the pipeline again;
branches are not predicted. Caches for code and for data hold 16 KiB each, in four ways of 64-byte lines, the least recently used line
leaving first; a line that is not there takes 40 cycles, whether it is read or written. Translation is free, and so is the user's code.

Cold: the caches are empty. Warm: the path has just been taken; what it lacks then are lines that it takes from itself.
"""
import re

LINE_BYTES, WAYS, CACHE_BYTES = 64, 4, 16384
SETS = CACHE_BYTES // LINE_BYTES // WAYS
MISS, REFILL, LOAD_USE = 40, 3, 1           # cycles beyond the one of the instruction
LOAD = re.compile(r"c?\.?l[bhwd]u?$|fl[dw]$|lr\.")
SYSTEM = re.compile(r"csr|s?ret$|fence|sfence|frcsr|fscsr|rdtime|rdcycle")
NO_RESULT = re.compile(r"s[bhwd]$|fs[dw]$|b|j$|csrw|csrs|csrc|sret|fence|sfence|fscsr")
REGISTER = re.compile(r"\b(?:zero|ra|sp|gp|tp|t[0-6]|s[0-9]|s1[01]|a[0-7]|f[ast][0-9]+|ft1[01]|fs1[01])\b")


class Cache:
    def __init__(self):
        self.sets = [[] for _ in range(SETS)]

    def misses(self, address):
        line = address // LINE_BYTES
        ways = self.sets[line % SETS]
        missed = line not in ways
        if not missed:
            ways.remove(line)
        ways.append(line)
        del ways[:-WAYS]
        return missed


def registers(text):
    """(the register that is written or None, those that are read)"""
    name, _, operands = text.split("#")[0].partition("\t")
    names = REGISTER.findall(operands.split("<")[0])
    if NO_RESULT.match(name) or not names:
        return None, set(names)
    return names[0], set(names[1:])


def waits(path, text):
    """How many instructions need at once what the one before has loaded."""
    n, loaded = 0, None
    for at, _ in path:
        result, read = registers(text[at])
        n += loaded is not None and loaded != "zero" and loaded in read
        loaded = result if LOAD.match(text[at].split("\t")[0]) else None
    return n


def breaks(path, text):
    """How often the pipeline is filled again: where the next instruction is not the one behind, and at system registers."""
    behind = {a: b for a, b in zip(sorted(text), sorted(text)[1:])}
    jumps = sum(behind.get(at) != after for (at, _), (after, _) in zip(path, path[1:]))
    return jumps + sum(bool(SYSTEM.match(text[at].split("\t")[0])) for at, _ in path)


def cycles(path, text):
    """(warm, cold)"""
    always = len(path) + LOAD_USE * waits(path, text) + REFILL * breaks(path, text)
    code, data, missed = Cache(), Cache(), []
    for _ in range(2):
        missed.append(sum(code.misses(at) + sum(data.misses(d) for d in touched) for at, touched in path))
    return always + MISS * missed[1], always + MISS * missed[0]
