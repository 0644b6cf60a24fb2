# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""The instructions of one operation, function by function in the order of execution.

The emulator writes down the address of each instruction that it executes in the kernel, and in three functions of the root task,
which say where the trace is: a test begins, a system call is timed, a result is reported. The reports come in the order of the
rows. Of the paths through the kernel that end in a timed system call of the operation's test, its own is the one whose length is
what its row says, less the user's instructions that are counted there, of which there are one to six.

Boot is one path, and long: its functions are added up, the largest first. Its first instructions run where the kernel lies in
physical memory, and are left out.
"""
import bisect, collections, itertools, os, re, subprocess, sys
from machine import Image, entry

USERS_MOST = 6
LINE_BYTES = 64
HIGH_HALF = 1 << 63            # the kernel is above
# Where the kernel is entered: symbol, distance of its entries, their number.
ENTRIES = {"riscv64": [("trap_entry", 1, 1)], "aarch64": [("trap_vectors", 128, 16)],
           "x86_64": [("trap_syscall_entry", 1, 1), ("trap_vectors", 16, 256)]}
MNEMONICS = {   # loads, stores, instructions that concern system registers, translation or the way out
    "riscv64": (r"l[bhwd]u?$|fl[dw]$|lr\.", r"s[bhwd]$|fs[dw]$|sc\.", r"csr|rd(cycle|time)|[fs]?f?rcsr|fscsr|sret|sfence|fence"),
    "aarch64": (r"ld", r"st", r"mrs|msr|isb|dsb|eret|tlbi|dc$|ic$|sys$"),
    "x86_64": (None, None, r"(rd|wr)(msr|fsbase|gsbase|tsc)|swapgs|sysret|iret|invlpg|xgetbv|xsetbv|fence")}


class Code:
    """What the disassembler says of an ELF file."""

    def __init__(self, cross, path):
        listing = subprocess.run([f"{cross}objdump", "-d", "--no-show-raw-insn", path], capture_output=True, text=True, check=True)
        symbols = subprocess.run([f"{cross}nm", "-n", "--defined-only", path], capture_output=True, text=True, check=True)
        self.text = {int(at, 16): words for at, words in re.findall(r"^ *([0-9a-f]+):\t(.*)$", listing.stdout, re.M)}
        names = [(int(at, 16), name) for at, kind, name in (line.split() for line in symbols.stdout.splitlines())
                 if kind in "tTwW" and name[0] not in "$."]
        self.starts, self.names = [at for at, _ in names] + [max(self.text) + 1], [name for _, name in names]
        self.base = next((at for at in self.starts if at in self.text and at >= HIGH_HALF), None)

    def function(self, at):
        return self.names[bisect.bisect_right(self.starts, at) - 1]

    def range(self, function):
        i = self.names.index(function)
        return range(self.starts[i], self.starts[i + 1])


def trace(image, users):
    """Addresses in the order of execution: of the kernel, and of the root task in the ranges `users`."""
    fifo = f"build/{image.name}-{image.arch}.fifo"
    if os.path.exists(fifo):
        os.remove(fifo)
    os.mkfifo(fifo)
    ranges = ",".join([f"{image.code.base:#x}+0x1000000"] + [f"{r.start:#x}..{r.stop - 1:#x}" for r in users])
    child = subprocess.Popen(image.qemu + image.exact + ["-singlestep", "-d", "exec,nochain", "-D", fifo, "-dfilter", ranges],
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with open(fifo) as lines:
            for line in lines:
                if line.startswith("Trace"):
                    yield int(line.split("/", 2)[1], 16)
    finally:
        child.kill()
        child.wait()
        os.remove(fifo)


def path_of(image, place, cost):
    """The path of the operation that is reported as number `place`."""
    root = Code(image.cross, f"{image.build}/{image.name}.elf")
    test, timed, report = (root.range(f) for f in ("objects_start_test", "timed_trap", "series_report"))
    entries = {image.code.range(symbol).start + i * step for symbol, step, n in ENTRIES[image.arch] for i in range(n)}
    paths, path, reports = collections.Counter(), [], 0
    for at in trace(image, (test, timed, report)):
        if at in entries:
            path = [at]
        elif at >= HIGH_HALF:
            path.append(at)
        elif at in timed:
            if 1 <= cost - len(path) <= USERS_MOST:
                paths[tuple(path)] += 1
            path = []
        elif at == test.start:
            paths.clear()
        elif at == report.start:
            if reports == place:
                return max(paths, key=lambda p: (len(p), paths[p]), default=None)
            reports += 1
    return None


def kind(arch, text):
    """Is it a load, a store, one of the system's?"""
    words = text.split("#")[0].split("//")[0].split(None, 1)
    name, operands = words[0], words[1] if len(words) > 1 else ""
    load, store, system = MNEMONICS[arch]
    if load:
        return [bool(re.match(pattern, name)) for pattern in (load, store, system)]
    memory = "(" in operands and not name.startswith(("lea", "nop")) or "%gs:" in operands
    target = memory and operands.rstrip().endswith(")")         # the last operand is written
    only_reads, only_writes = name.startswith(("cmp", "test", "jmp", "call", "push")), name.startswith(("mov", "set", "pop"))
    return [memory and not (target and only_writes) or name.startswith(("pop", "ret")),
            target and not only_reads or name.startswith(("push", "call")),
            bool(re.match(system, name)) or "%cr" in operands]


def row(function, image, addresses):
    kinds = [kind(image.arch, image.code.text[at]) for at in addresses]
    lines = len({at // LINE_BYTES for at in addresses})
    print(f"{function:<28} {len(addresses):>12} {sum(k[0] for k in kinds):>7} {sum(k[1] for k in kinds):>7} "
          f"{sum(k[2] for k in kinds):>7} {lines:>7}")


def show(operation, image, path, runs):
    print(f"{image.arch}: {operation}\n{'function':<28} {'instructions':>12} {'loads':>7} {'stores':>7} {'system':>7} {'lines':>7}")
    for function, addresses in runs:
        row(function, image, addresses)
    row("all", image, path)


def boot_path(image):
    first = entry(f"{image.build}/{image.name}.elf")
    return list(itertools.takewhile(lambda at: at >= HIGH_HALF, trace(image, [range(first, first + 1)])))


def main(operation, arch):
    image = Image(arch, "bench")
    image.cross = image.variable("CROSS")[0]
    image.code = Code(image.cross, f"{image.build}/kernel.elf")
    if operation == "boot":
        path, runs = boot_path(image), collections.defaultdict(list)
        for at in path:
            runs[image.code.function(at)].append(at)
        return show(operation, image, path, sorted(runs.items(), key=lambda run: -len(run[1])))
    results = image.results()
    names = [name for name, _ in results]
    if operation not in names:
        sys.exit(f"bench: there is no operation '{operation}' to account for. Choose one of: boot {' '.join(names)}")
    place = names.index(operation)
    path = path_of(image, place, results[place][1])
    if path is None:
        sys.exit(f"bench: no path through the kernel takes what {operation} does")
    show(operation, image, path, ((function, list(run)) for function, run in itertools.groupby(path, image.code.function)))
