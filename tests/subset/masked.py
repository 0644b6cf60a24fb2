#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""tests/subset/masked.py PREFIX KERNEL ARCH: where a program's capability address becomes the address of a slot, the compiler has left
the mask in place (kernel/include/cspace.h): a processor that goes on before the bounds are decided must not leave the CNode.

In each function that looks capabilities up, a shift by the size of a slot must be of a register that an AND made, or a copy of it. The
compiler may take the address itself instead, where it knows that both are equal: it knows that behind the branch only.
"""
import re, subprocess, sys

FUNCTIONS = ["fast_call", "fast_reply_recv", "fast_other", "fast_call_active", "fast_invoke", "cspace_lookup"]
BACK = 16       # instructions
# The shifted register; what an instruction writes (second group: its name); copies: of what.
ARCHS = {
    "riscv64": (r"slli?\t\w+,(\w+),0x5$", r"(?!s[bhwd]\t|b|j)([\w.]+)\t(\w+),", r"mv\t\w+,(\w+)$"),
    "aarch64": (r"(?:add\t\w+, \w+, (\w+), lsl #5|lsl\t\w+, (\w+), #5)$", r"(?!st|b|cb|tb|cmp|tst)([\w.]+)\t(\w+),", r"mov\t\w+, (x\w+)$"),
    "x86_64": (r"shl +\$0x5,(%\w+)$", r"(?!cmp|test|j)(\w+) +.*?(%\w+)$", r"mov +(%\w+),%\w+$"),
}


def functions(cross, kernel):
    listing = subprocess.run([f"{cross}objdump", "-d", "--no-show-raw-insn", kernel], capture_output=True, text=True, check=True).stdout
    for name, body in re.findall(r"^[0-9a-f]+ <(\w+)>:\n((?:.+\n)+)", listing, re.M):
        if name in FUNCTIONS:
            yield name, [re.split(r"  +#|\s+//|\s+<", line.split(":\t", 1)[1].strip())[0] for line in body.splitlines() if ":\t" in line]


def made_by(code, at, register, writes, copies):
    """The instruction that made what is in the register at this place, copies aside."""
    for text in reversed(code[max(0, at - BACK):at]):
        written = re.match(writes, text)
        if written and written[2] == register:
            if not (copy := re.match(copies, text)):
                return text
            register = copy[1]
    return "nothing near"


def main(cross, kernel, arch):
    shift, writes, copies = ARCHS[arch]
    for name, code in functions(cross, kernel):
        found, bad = 0, []
        for at, text in enumerate(code):
            if shifted := re.match(shift, text):
                maker = made_by(code, at, next(r for r in shifted.groups() if r), writes, copies)
                found += 1
                if not re.match(r"andi?\b", maker):
                    bad.append(f"'{text}' shifts what '{maker}' made")
        why = "; ".join(bad) or ("" if found else "there is no lookup in it")
        print(f"{'not ok' if why else 'ok'} {name}{': ' + why if why else ''}".replace("\t", " "))


main(*sys.argv[1:])
