#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The loader on Arm machines: entered at either exception level, at other addresses, and with an image damaged in one
# place. It starts the kernel at the level that the kernel is for, or says why it cannot. A kernel on a processor that
# is too small says so itself.

DIR=build/test/boot
mkdir -p $DIR

# case_of NAME BOARD ADDRESS PYTHON TEXT [QEMU OPTION...]: the image of hello, changed by a Python statement that can
# use set(i, value) for the i-th word of its header and region table, loaded at the address, prints this text.
case_of() {
    local name=$1 image=build/$2/debug/examples/hello/hello.img log=$DIR/$1.log text=$5 qemu exact
    make -s BOARD=$2 $image >&2 || { echo "not ok $name: make BOARD=$2 $image fails"; return; }
    python3 - $image $DIR/$name.img "$4" <<'PYTHON' || { echo "not ok $name: the image cannot be changed"; return; }
import struct, sys
raw = bytearray(open(sys.argv[1], "rb").read())
at = raw.rindex(struct.pack("<Q", 0x5e14dead14de5ead))     # the loader itself contains this number, too
set = lambda i, value: struct.pack_into("<Q", raw, at + 8 * i, value % 2**64)
exec(sys.argv[3])
open(sys.argv[2], "wb").write(raw)
PYTHON
    read -ra qemu < <(make -s print-QEMU BOARD=$2)
    read -ra exact < <(make -s print-QEMU_EXACT)
    : >"$log"     # what an earlier run printed is not this one's
    timeout -s KILL 120 "${qemu[@]}" "${exact[@]}" "${@:6}" -device loader,file=$DIR/$name.img,addr=$3,cpu-num=0,force-raw=on \
        >$log 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq 500); do
        grep -qaE "$text" $log 2>/dev/null && break
        kill -0 $pid 2>/dev/null || break
        sleep 0.2
    done
    kill -9 $pid $(pgrep -P $pid) 2>/dev/null; wait $pid 2>/dev/null
    if grep -qaE "$text" $log; then echo "ok $name"; else echo "not ok $name: '$text' is not in $log"; fi
}

el2=qemu_virt_aarch64 pa44=qemu_virt_aarch64_pa44 el1=qemu_virt_aarch64_el1 hello="^hello from a protection domain"
case_of arm-el2             $el2 0x70000000 ""  "$hello"
case_of arm-el1             $el1 0x70000000 ""  "$hello"
case_of arm-el1-from-el2    $el1 0x70000000 ""  "$hello" -machine virtualization=on
case_of arm-el1-from-el2-v3 ${el1}_gicv3 0x70000000 "" "$hello" -machine virtualization=on
case_of arm-el1-from-el2-max ${el1}_gicv3 0x70000000 "" "$hello" -machine virtualization=on -cpu max
case_of arm-el2-from-el1    $el2 0x70000000 ""  "cannot start: the kernel runs at EL2, and the image was entered at EL1" \
    -machine virtualization=off
case_of arm-pa44-large      $pa44 0x70000000 "" "$hello" -cpu max
case_of arm-pa44-small      $pa44 0x70000000 "" "KERNEL: stops: the processor's physical addresses have fewer than 44 bits: take another" \
    -cpu cortex-a53
case_of arm-moves           $el2 0x78000000 ""  "$hello"
case_of arm-moves-el1       $el1 0x78000000 ""  "$hello" -machine virtualization=on
case_of arm-moves-down      $el2 0x68001000 ""  "LOADER: moving from 0x68001000 to 0x70000000"
case_of arm-too-close       $el2 0x70001000 ""  "too close to its link address 0x70000000 to move itself"
case_of arm-magic           $el2 0x70000000 "set(0, 1)"          "cannot start: no system image follows the loader"
case_of arm-on-itself       $el2 0x70000000 "set(8, 0x70000000)" "cannot start: a region would overwrite the loader"
case_of arm-entry-behind    $el2 0x70000000 "set(2, 0xffc4000000)" "cannot start: the kernel's entry point lies outside the kernel"
case_of arm-entry-low       $el2 0x70000000 "set(2, 0x80000000)" "cannot start: the kernel's entry point 0x80000000 cannot be mapped"
case_of arm-entry-el1       $el1 0x70000000 "set(2, 0xffc0000000)" "cannot start: the kernel's entry point 0xffc0000000 cannot be mapped"
