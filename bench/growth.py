# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""What operations cost when there is much: measured, kept, drawn, and compared with what is promised to be constant."""
import os, subprocess
from machine import ARCHS, Image

RESULTS, ALLOWED = "bench/results", 1.1
# Series: title, what is counted, and from which size on it is promised to be constant (nothing: it is not).
SERIES = {
    "signal_waiters": ("Signal, which wakes one of many threads; it waits again", "threads that wait at the notification", 3),
    "call_receivers": ("Call of one of many receivers, its answer; it receives again", "threads that receive at the endpoint", 3),
    "receive_senders": ("Receiving from one of many senders; it sends again", "threads that send at the endpoint", 1),
    "revoke": ("Revoke: the whole", "children of the capability", None),
    "revoke_each": ("Revoke: for each child", "children of the capability", 100),
    "release_join": ("Yield: giving up time until the next period", "other threads that wait for time", None),
    "release_leave": ("The next period begins: from the interrupt to the thread", "other threads that wait for time", None),
    "call_words": ("Call to another address space, by length of the message", "words", None),
    "replyrecv_words": ("ReplyRecv to another address space, by length of the message", "words", None),
    "late": ("How late a thread of higher priority runs, at worst, under a mixed load", "capabilities, objects and pages (at most 256), senders that each operation concerns", None),
}
LINEAR = {"call_words", "replyrecv_words"}      # the horizontal axis: lengths begin at 0
# The last is dashed: where two lines are one, both are seen.
STYLES = {"riscv64": 'linecolor "#1b6ca8"', "aarch64": 'linecolor "#c8553d"', "x86_64": 'linecolor "#3c8d53" dashtype 2'}


def measure(arch):
    """series → list of (size, instructions)"""
    found = {series: [] for series in SERIES}
    for name, instructions in Image(arch, "bench-growth").results():
        series, size = name.rsplit("_", 1)
        found[series].append((int(size), instructions))
    return found


def path_of(arch):
    return f"{RESULTS}/growth-{arch}.tsv"


def keep(arch, found):
    with open(path_of(arch), "w") as out:
        out.write("# series\tsize\tinstructions\n")
        out.writelines(f"{series}\t{size}\t{n}\n" for series, points in found.items() for size, n in points)


def check(arch, found):
    for series, (title, counted, start) in SERIES.items():
        if start is None:
            continue
        costs = [n for size, n in found[series] if size >= start]
        name = f"{arch}/{series} costs the same with {start} to {found[series][-1][0]} {counted}"
        why = f": {min(costs)} to {max(costs)} instructions" if max(costs) > ALLOWED * min(costs) else ""
        print(f"{'not ok' if why else 'ok'} {name}{why}")


def draw():
    """A drawing of each series, with a line for each architecture that was measured."""
    kept = {arch: [line.split() for line in open(path_of(arch)) if not line.startswith("#")]
            for arch in ARCHS if os.path.exists(path_of(arch))}
    for series, (title, counted, _) in SERIES.items():
        script = ['set terminal svg size 720,420 font "sans-serif,14" background "#ffffff"',
                  f'set output "{RESULTS}/{series}.svg"', f'set title "{title}"', f'set xlabel "{counted}"',
                  'set ylabel "instructions"', "set grid", "set key below", "set bmargin 5.5", "set xtics nomirror", "set ytics nomirror",
                  "set border 3", "set yrange [0:*]", 'set format y "%.0f"']
        if series not in LINEAR:
            script += ["set logscale x", 'set format x "%.0f"']
        if series == "revoke":
            script += ["set logscale y", "set yrange [*:*]"]
        for arch, lines in kept.items():
            script += [f"${arch} << END"] + [f"{size} {n}" for name, size, n in lines if name == series] + ["END"]
        script.append("plot " + ", ".join(
            f'${arch} with linespoints linewidth 2 pointtype 7 pointsize 0.5 {STYLES[arch]} title "{arch}" noenhanced'
            for arch in kept))
        subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)


def main(archs, only_check):
    for arch in archs:
        found = measure(arch)
        if only_check:
            check(arch, found)
            continue
        keep(arch, found)
        for series, points in found.items():
            for size, instructions in points:
                print(f"{arch:<9} {series:<18} {size:>8} {instructions:>12}")
    if not only_check:
        draw()
