#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The loader on the machine, with the image of `hello` damaged in one place at a time: it names what is wrong
# and stops. Loaded at another address it moves itself, or says why it cannot.

IMAGE=build/qemu_virt_riscv64/debug/examples/hello/hello.img
DIR=build/test/boot
make -s "$IMAGE" >&2 || { echo "not ok loader: make $IMAGE fails"; exit 1; }
mkdir -p "$DIR"
read -ra QEMU < <(make -s print-QEMU)

# damage FILE EXPRESSION: a copy of the image, changed by a Python statement that can use
#   word(i) and set(i, value)   the i-th 64-bit word of the image's header and region table
#   base                        the address that the whole is loaded at
damage() {
    python3 - "$IMAGE" "$1" "$2" <<'PYTHON'
import struct, sys
elf = bytearray(open(sys.argv[1], "rb").read())
table = struct.unpack_from("<Q", elf, 32)[0]
offset, base = struct.unpack_from("<QQ", elf, table + 8)
at = elf.rindex(struct.pack("<Q", 0x5e14dead14de5ead))     # the loader itself contains this number, too
word = lambda i: struct.unpack_from("<Q", elf, at + 8 * i)[0]
set = lambda i, value: struct.pack_into("<Q", elf, at + 8 * i, value % 2**64)
exec(sys.argv[3])
struct.pack_into("<QQ", elf, table + 16, base, base)
struct.pack_into("<Q", elf, 24, base)
open(sys.argv[2], "wb").write(elf)
PYTHON
}

# case NAME PYTHON TEXT: with this change, the machine prints this text.
case_of() {
    local image="$DIR/$1.img" log="$DIR/$1.log"
    damage "$image" "$2" || { echo "not ok $1: the image cannot be changed"; return; }
    : >"$log"     # what an earlier run printed is not this one's
    "${QEMU[@]}" -kernel "$image" >"$log" 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq 300); do
        grep -qaF "$3" "$log" 2>/dev/null && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
    if grep -qaF "$3" "$log"; then echo "ok $1"; else echo "not ok $1: '$3' is not in $log"; fi
}

case_of loader-good       ""                       "LOADER: kernel at 0x80200000"
case_of loader-magic      "set(0, 1)"              "cannot start: no system image follows the loader"
case_of loader-short      "set(1, 72)"             "cannot start: the image is shorter than its own tables"
case_of loader-source     "set(9, 1 << 40)"        "cannot start: a region's bytes lie outside the image: region 0"
case_of loader-on-itself  "set(8, 0x90000000)"     "cannot start: a region would overwrite the loader"
case_of loader-overlap    "set(12, word(8))"       "cannot start: two regions share memory"
case_of loader-type       "set(11, 7)"             "cannot start: a region has an unknown type"
case_of loader-task       "set(6, 16)"             "cannot start: the initial task's entry point lies outside"
case_of loader-moves      "base = 0x98000000"      "LOADER: moving from 0x98000000 to 0x90000000"
case_of loader-too-close  "base = 0x90001000"      "too close to its link address 0x90000000 to move itself"
