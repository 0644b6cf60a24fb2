#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Two runs of one image are the same: the same lines, and the same exceptions and interrupts at the same instructions, in
# order, with the same registers.

LOG=build/test/boot
mkdir -p "$LOG"
read -ra QEMU < <(make -s print-QEMU)
read -ra EXACT < <(make -s print-QEMU_EXACT)
B=$(make -s print-B)

for image in tests/kernel examples/tour/tour; do
    name=same-$(basename "$image")
    make -s "$B/$image.img" >&2 || { echo "not ok $name: make $B/$image.img fails"; exit 1; }
    for run in 1 2; do
        timeout -s KILL 60 "${QEMU[@]}" "${EXACT[@]}" -d int -D "$LOG/$name.$run.trace" -kernel "$B/$image.img" \
            >"$LOG/$name.$run.log" 2>&1 </dev/null
    done
    if [ ! -s "$LOG/$name.1.trace" ]; then
        echo "not ok $name: the emulator wrote no trace"
    elif ! cmp -s "$LOG/$name.1.log" "$LOG/$name.2.log"; then
        echo "not ok $name: diff $LOG/$name.1.log $LOG/$name.2.log"
    elif ! cmp -s "$LOG/$name.1.trace" "$LOG/$name.2.trace"; then
        echo "not ok $name: the traces of exceptions and interrupts differ: diff $LOG/$name.{1,2}.trace"
    else
        echo "ok $name"
    fi
    rm -f "$LOG/$name".?.trace
done
