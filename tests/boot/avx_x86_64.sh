#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel's tests of the FPU's registers where board and processor do not fit together: AVX only in the processor, only in
# the board; and in both, on an emulator that must have it.

LOG=build/test/boot
mkdir -p "$LOG"
read -ra EXACT < <(make -s print-QEMU_EXACT)

# passes NAME BOARD CPU
passes() {
    local log=$LOG/avx-$1.log image qemu with
    export BOARD=$2 CPU=$3
    image=$(make -s print-B)/tests/kernel-fpu+fpu_state.img
    make -s "$image" >&2 || { echo "not ok avx-$1: make BOARD=$2 $image fails"; return; }
    read -ra qemu < <(make -s print-QEMU)
    read -ra with < <(make -s print-QEMU_IMAGE)
    timeout -s KILL 60 "${qemu[@]}" "${EXACT[@]}" "${with[@]//%/$image}" >"$log" 2>&1 </dev/null
    if grep -qaE "^KEEL-TEST-END [0-9]+ 0" "$log"; then
        echo "ok avx-$1"
    else
        echo "not ok avx-$1: $(grep -ac '^not ok' "$log") tests failed or there is no end, see $log"
    fi
}

small=$(make -s print-CPU BOARD=x86_64_generic)
passes board-without x86_64_generic max
passes processor-without x86_64_generic_avx "$small"
passes both x86_64_generic_avx "$small,+avx,enforce"
