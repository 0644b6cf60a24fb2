# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""The instructions of one operation, function by function in the order of execution.

A plugin of the emulator (host/trace.c) writes down the address of each instruction that is executed in the kernel, and of the data
it touches; likewise in three functions of the root task, which say where the trace is: a test begins, a system call is timed, a
result is reported. The reports come in the order of the rows. Of the paths through the kernel that end in a timed system call of the
operation's test, its own is the one whose length is what its row says, less the user's instructions that are counted there, of which
there are one to six.

Boot is one path, and long: its functions are added up, the largest first. Its first instructions run where the kernel lies in
physical memory, and are left out.
"""
import bisect, collections, itertools, os, re, subprocess, sys
import inorder
from machine import Image, entry, make

USERS_MOST = 6
LINE_BYTES = inorder.LINE_BYTES
PLUGIN = "build/host/bench/trace.so"
HIGH_HALF = 1 << 63            # the kernel is above
# Where the kernel is entered: symbol, distance of its entries, their number.
ENTRIES = {"riscv64": [("trap_entry", 1, 1)], "aarch64": [("trap_vectors", 128, 16)],
           "x86_64": [("trap_syscall_entry", 1, 1), ("trap_vectors", 8, 256)]}
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
    """(address of an instruction, addresses of its data) in the order of execution: of the kernel, and of the root task in the
    ranges `users`."""
    fifo = f"build/{image.name}-{image.arch}.fifo"
    if os.path.exists(fifo):
        os.remove(fifo)
    os.mkfifo(fifo)
    ranges = [f"{r.start:x}-{r.stop - 1:x}" for r in (range(image.code.base, image.code.base + (1 << 24)), *users)]
    plugin = ",".join([PLUGIN, f"to={fifo}"] + [f"in={r}" for r in ranges])
    child = subprocess.Popen(image.qemu + image.exact + ["-plugin", plugin], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        with open(fifo) as lines:
            at, data = None, []
            for line in lines:
                if line.startswith("d"):
                    data.append(int(line[2:], 16))
                    continue
                if at is not None:
                    yield at, data
                at, data = int(line, 16), []
    finally:
        child.kill()
        child.wait()
        os.remove(fifo)


def paths_of(image, costs):
    """{place: the path of the operation that is reported as number `place` and costs that much}, for the places in `costs`"""
    root = Code(image.cross, f"{image.build}/{image.name}.elf")
    test, timed, report = (root.range(f) for f in ("objects_start_test", "timed_trap", "series_report"))
    entries = {image.code.range(symbol).start + i * step for symbol, step, n in ENTRIES[image.arch] for i in range(n)}
    paths, path, reports, found = collections.Counter(), [], 0, {}
    for at, data in trace(image, (test, timed, report)):
        if at in entries:
            path = [(at, tuple(data))]
        elif at >= HIGH_HALF:
            path.append((at, tuple(data)))
        elif at in timed:
            paths[tuple(path)] += 1
            path = []
        elif at == test.start:
            paths.clear()
        elif at == report.start:
            if reports in costs:
                fit = [p for p in paths if 1 <= costs[reports] - len(p) <= USERS_MOST]
                found[reports] = max(fit, key=lambda p: (len(p), paths[p]), default=None)
                if len(found) == len(costs):
                    break
            reports += 1
    return found


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


def touched(steps):
    """Cache lines: of code, of data."""
    return {at // LINE_BYTES for at, _ in steps}, {d // LINE_BYTES for _, data in steps for d in data}


def row(function, image, steps):
    kinds, (code, data) = [kind(image.arch, image.code.text[at]) for at, _ in steps], touched(steps)
    print(f"{function:<28} {len(steps):>12} {sum(k[0] for k in kinds):>7} {sum(k[1] for k in kinds):>7} "
          f"{sum(k[2] for k in kinds):>7} {len(code):>7} {len(data):>7}")


def show(operation, image, path, runs):
    print(f"{image.arch}: {operation}\n{'function':<28} {'instructions':>12} {'loads':>7} {'stores':>7} {'system':>7} {'code':>7} {'data':>7}")
    for function, steps in runs:
        row(function, image, steps)
    row("all", image, path)
    if image.arch == "riscv64":
        warm, cold = inorder.cycles(path, image.code.text)
        print(f"on an in-order core (inorder.py): {warm} cycles warm, {cold} cold, with {inorder.waits(path, image.code.text)} waits for "
              f"what was just loaded and {inorder.breaks(path, image.code.text)} breaks of the flow")


def show_lines(image, path):
    """Instructions of the same line, which is the innermost of what was inlined, as long as they follow each other."""
    kernel = f"{image.build}/kernel.elf"
    places = subprocess.run([f"{image.cross}addr2line", "-e", kernel], input="".join(f"{at:x}\n" for at, _ in path),
                            capture_output=True, text=True, check=True).stdout.splitlines()
    sources = {}
    for place, run in itertools.groupby(zip(places, path), lambda pair: pair[0].split(" (")[0]):
        file, _, number = place.rpartition(":")
        if file not in sources:
            sources[file] = open(file, errors="replace").read().splitlines() if os.path.isfile(file) else []
        text = sources[file][int(number) - 1].strip() if number.isdigit() and 0 < int(number) <= len(sources[file]) else ""
        steps = [step for _, step in run]
        print(f"{image.code.function(steps[0][0]):<20} {len(steps):>3}  {os.path.relpath(file) if sources[file] else file}:{number}  {text}")


def boot_path(image):
    first = entry(f"{image.build}/{image.name}.elf")
    return list(itertools.takewhile(lambda step: step[0] >= HIGH_HALF, trace(image, [range(first, first + 1)])))


def open_image(arch):
    make(PLUGIN)
    image = Image(arch, "bench")
    image.cross = image.variable("CROSS")[0]
    image.code = Code(image.cross, f"{image.build}/kernel.elf")
    return image


def cache_lines(arch, results, operations):
    """operation → lines of code and of data that it touches"""
    image, found = open_image(arch), {}
    places = {place: cost for place, (name, cost) in enumerate(results) if name in operations}
    for place, path in paths_of(image, places).items():
        found[f"{results[place][0]}_code_lines"], found[f"{results[place][0]}_data_lines"] = map(len, touched(path))
    return found


def main(operation, arch, by_line):
    image = open_image(arch)
    if operation == "boot":
        if by_line:
            sys.exit("bench: boot has no account by lines: it would have hundreds of thousands")
        path, runs = boot_path(image), collections.defaultdict(list)
        for step in path:
            runs[image.code.function(step[0])].append(step)
        return show(operation, image, path, sorted(runs.items(), key=lambda run: -len(run[1])))
    results = image.results()
    names = [name for name, _ in results]
    if operation not in names:
        sys.exit(f"bench: there is no operation '{operation}' to account for. Choose one of: boot {' '.join(names)}")
    place = names.index(operation)
    path = paths_of(image, {place: results[place][1]}).get(place)
    if path is None:
        sys.exit(f"bench: no path through the kernel takes what {operation} does")
    if by_line:
        show_lines(image, path)
    show(operation, image, path, ((function, list(run)) for function, run in
                                  itertools.groupby(path, lambda step: image.code.function(step[0]))))
