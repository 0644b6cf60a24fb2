#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Device trees that lie or are damaged, handed to loader and kernel on the machine: `hello` comes up, or the boot stops
# with a reason and turns the machine off. The firmware gets the emulator's own tree; a few instructions in front of the
# loader then put another one in its place. Damage at random is the same in each run.

IMAGE=build/qemu_virt_riscv64/debug/examples/hello/hello.img
DIR=build/test/boot/corrupt
make -s "$IMAGE" >&2 || { echo "not ok corrupt: make $IMAGE fails"; exit 1; }
rm -rf "$DIR"; mkdir -p "$DIR"
read -ra QEMU < <(make -s print-QEMU)
"${QEMU[@]}" -machine virt,dumpdtb="$DIR/virt.dtb" >/dev/null 2>&1

# Writes DIR/NAME.elf for each tree: the instructions and the tree, at an address that nothing else uses.
python3 - "$DIR" <<'PYTHON'
import random, struct, sys
directory = sys.argv[1]
good = open(f"{directory}/virt.dtb", "rb").read()
good = good[:struct.unpack_from(">I", good, 4)[0]]
AT, LOADER, HEAD = 0x9f000000, 0x90000000, 64
BEGIN, END, PROP, NOP, LAST = 1, 2, 3, 4, 9
STRUCTURE, STRINGS = struct.unpack_from(">II", good, 8)

def properties():
    """(path, name, offset of the value, bytes) of each property."""
    at, path = STRUCTURE, []
    while True:
        token, = struct.unpack_from(">I", good, at)
        at += 4
        if token == BEGIN:
            end = good.index(0, at)
            path.append(good[at:end].decode())
            at = (end + 4) & ~3
        elif token == END:
            path.pop()
        elif token == PROP:
            size, name = struct.unpack_from(">II", good, at)
            text = good[STRINGS + name:good.index(0, STRINGS + name)].decode()
            yield "/".join(path), text, at + 8, size
            at += 8 + (size + 3 & ~3)
        elif token == LAST:
            return

where = {(path, name): (at, size) for path, name, at, size in properties()}
memory = next(at for (path, name), (at, _) in where.items() if "/memory@" in path and name == "reg")
memory_type = next(at for (path, name), (at, _) in where.items() if "/memory@" in path and name == "device_type")
uart, uart_bytes = next(v for (path, name), v in where.items() if "serial@" in path and name == "reg")
isa = next(at for (path, name), (at, _) in where.items() if name == "riscv,isa")

def word(at, value):    return lambda t: struct.pack_into(">I", t, at, value)
def pair(at, a, b):     return lambda t: struct.pack_into(">QQ", t, at, a % 2**64, b % 2**64)
def named(path, name, value): return word(where[path, name][0], value)
def shorter(n):         return lambda t: t.__delitem__(slice(len(t) - n, None))
def reserve(start, size):
    """A memory reservation in place of the list's end, which moves up: into what follows."""
    def change(t):
        at = struct.unpack_from(">I", t, 16)[0]
        t += struct.pack(">QQQQ", start % 2**64, size, 0, 0)
        struct.pack_into(">I", t, 16, len(t) - 32)
        struct.pack_into(">I", t, 4, len(t))
    return change

lies = {
    "magic": word(0, 0xd00dfeee), "size-0": word(4, 0), "size-large": word(4, 0x7fffffff), "version": word(20, 16),
    "structure-odd": word(8, STRUCTURE + 2), "structure-far": word(8, 0xfffffff0), "strings-far": word(12, 0xfffffff0),
    "strings-short": word(32, 0xffffffff), "reservations-far": word(16, 0xffffff00), "no-end": word(36, 16),
    "ram-empty": pair(memory, 0x80000000, 0), "ram-wraps": pair(memory, -4096, 8192),
    "ram-everywhere": pair(memory, 0, 1 << 55), "ram-beyond": pair(memory, 1 << 60, 1 << 30),
    "ram-of-one-page": pair(memory, 0x80200000, 4096), "ram-elsewhere": pair(memory, 0x4000000000, 1 << 30),
    "ram-too-much": pair(memory, 0x80000000, 1 << 33), "no-ram": lambda t: t.__setitem__(memory_type, ord("x")),
    "cells-3": named("", "#address-cells", 3), "cells-0": named("", "#size-cells", 0),
    "timebase-0": named("/cpus", "timebase-frequency", 0), "timebase-1": named("/cpus", "timebase-frequency", 1),
    "isa-without-end": lambda t: t.__setitem__(slice(isa, isa + 4), b"\xff" * 4),
    "uart-in-kernel": pair(uart, 0x80200000, 256), "uart-in-ram": pair(uart, 0xa0000000, 256),
    "uart-wraps": pair(uart, -8, 256),
    "kernel-reserved": reserve(0x80200000, 0x200000), "task-reserved": reserve(0x80200000, 1 << 24),
    "all-reserved": reserve(0, 1 << 55), "reservation-wraps": reserve(-4096, 8192),
}

def damage(seed):
    """A few words of the tree become others; not those that say where the console is."""
    r = random.Random(seed)
    def change(t):
        for _ in range(r.randrange(1, 6)):
            at = r.choice((r.randrange(10), r.randrange(STRUCTURE // 4, len(t) // 4))) * 4
            if uart - 12 <= at < uart + uart_bytes:
                continue
            old, = struct.unpack_from(">I", t, at)
            new = r.choice((0, 1, 2, 3, 4, 9, 0x7fffffff, 0xffffffff, r.randrange(len(t)), old ^ 1 << r.randrange(32)))
            struct.pack_into(">I", t, at, new)
    return change

lies.update({f"random-{seed}": damage(seed) for seed in range(30)})
for name, change in lies.items():
    tree = bytearray(good)
    change(tree)
    # auipc a1, 0; addi a1, a1, HEAD; lui t0, LOADER / 2; slli t0, t0, 1; jr t0
    code = struct.pack("<5I", 0x00000597, 0x00058593 | HEAD << 20, 0x000002b7 | LOADER >> 1, 0x00129293, 0x00028067)
    body = code.ljust(HEAD, b"\0") + bytes(tree)
    header = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 2, 243, 1, AT, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 7, 4096, AT, AT, len(body), len(body), 4096)
    open(f"{directory}/{name}.elf", "wb").write((header + segment).ljust(4096, b"\0") + body)
PYTHON
[ -f "$DIR/random-0.elf" ] || { echo "not ok corrupt: no trees were made"; exit 1; }

# boot NAME: prints the verdict. The log must say hello, or why not; and then the emulator must have ended by itself.
boot() {
    local log=$DIR/$1.log end=$((SECONDS + 40))
    : >"$log"
    "${QEMU[@]}" -kernel "$DIR/$1.elf" -device "loader,file=$IMAGE" >"$log" 2>&1 </dev/null &
    local pid=$!
    while kill -0 $pid 2>/dev/null && [ $SECONDS -lt $end ] && ! grep -qaF "hello from a protection domain" "$log"; do
        sleep 0.1
    done
    local alive=1; kill -0 $pid 2>/dev/null || alive=0
    kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
    if grep -qaF "hello from a protection domain" "$log"; then
        echo "ok corrupt-$1"
    elif [ $alive = 0 ] && grep -qaE "^(KERNEL: stops|LOADER: cannot start)" "$log"; then
        echo "ok corrupt-$1"
    else
        echo "not ok corrupt-$1: neither hello nor a reason and the end, see $log"
    fi
}

# Some at a time.
for elf in "$DIR"/*.elf; do
    boot "$(basename "$elf" .elf)" &
    [ "$(jobs -pr | wc -l)" -lt "${KEEL_TEST_JOBS:-$(nproc)}" ] || wait -n
done
wait
