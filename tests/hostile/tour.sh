#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A whole system on a kernel that is hostile in all ways that cost its programs no time they could see: the tour prints the
# same lines, apart from what its calls cost. On each architecture and exception level.

. tests/hostile/lib.bash
FLAGS=preempt+slow+time+orders
keelc=$(make -s print-H)/keelc

# lines NAME IMAGE: what it prints, the addresses the loader chose and the measured cost left out.
lines() {
    emulate_until "^tour: try next" 200 "$LOG/$1.log" "$2"
    grep -aE '^(tour|init|monitor):' "$LOG/$1.log" | sed -E 's/takes [0-9.]+ instructions/takes N instructions/'
}

# packed BOARD: the hostile kernel into an image of its own; within tour.
packed() {
    make_quietly "$name" BOARD="$1" HOSTILE=$FLAGS "$hostile/kernel.elf"
    "$keelc" --board "$1" --config debug --kernel "$hostile/kernel.elf" --loader "$programs/loader.elf" \
        --init "$programs/init.elf" --image-type "$(make -s print-IMAGE_TYPE BOARD="$1")" --search-path "$programs/examples/tour" \
        -o "$LOG/$name.img" --report "$LOG/$name.report.txt" --name "$described" "$programs/examples/tour/tour.system" >"$LOG/keelc.log" 2>&1 ||
        echo "not ok $name: keelc refuses it, see $LOG/keelc.log"
}

# tour BOARD
tour() {
    local name=tour-$1 programs hostile described
    use_board "$1"
    programs=$(make -s print-B BOARD="$1")
    hostile=$(make -s print-B BOARD="$1" HOSTILE=$FLAGS)
    described=examples/tour/tour.$(make -s print-ARCH BOARD="$1").system
    [ -e "$described" ] || described=examples/tour/tour.system
    make_quietly "$name" BOARD="$1" "$programs/examples/tour/tour.img"
    if [[ $1 == x86_64* ]]; then        # the kernel is a file of its own
        make_quietly "$name" BOARD="$1" HOSTILE=$FLAGS "$hostile/kernel_32.elf"
        cp "$programs/examples/tour/tour.img" "$LOG/$name.img"
    else
        packed "$1"
    fi
    if diff <(lines "$name-plain" "$programs/examples/tour/tour.img") \
            <(use_board "$1" HOSTILE=$FLAGS; lines "$name-hostile" "$LOG/$name.img") >"$LOG/$name.diff" &&
       grep -qa "^tour: try next" "$LOG/$name-hostile.log"; then
        echo "ok $name-$FLAGS"
    else
        echo "not ok $name-$FLAGS: see $LOG/$name.diff and $LOG/$name-hostile.log"
    fi
}

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    tour $board
done
