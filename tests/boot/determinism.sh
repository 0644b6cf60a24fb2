#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Two runs of one image are the same: the same lines, and the same exceptions and interrupts in the same order, each with its
# cause, the pc it came at and its address. As instructions are time here, and the tour prints how many it took, everything comes
# at the same time. A hostile kernel, too, has the same bad luck in each run. (The emulator's trace of executed blocks is no
# use: it repeats a block when the host interrupts the emulator.)

. tests/hostile/lib.bash
LOG=build/test/boot
mkdir -p "$LOG"

# traced NAME RUN IMAGE EVENTS: runs it; what identifies the events is in NAME.RUN.sum.
traced() {
    local base=$LOG/$1.$2
    rm -f "$base.fifo"
    mkfifo "$base.fifo"
    cksum <"$base.fifo" >"$base.sum" &
    emulate 200 "$base.log" "$3" -d "$4" -D "$base.fifo"
    wait
    rm -f "$base.fifo"
}

# same NAME IMAGE EVENTS [BYTES]: the trace has at least so many.
same() {
    traced "$1" 1 "$2" "$3"
    traced "$1" 2 "$2" "$3"
    if [ "$(cut -d' ' -f2 "$LOG/$1.1.sum")" -lt "${4-100000}" ]; then
        echo "not ok $1: the emulator wrote hardly a trace, see $LOG/$1.1.sum"
    elif ! cmp -s "$LOG/$1.1.log" "$LOG/$1.2.log"; then
        echo "not ok $1: diff $LOG/$1.1.log $LOG/$1.2.log"
    elif ! cmp -s "$LOG/$1.1.sum" "$LOG/$1.2.sum"; then
        echo "not ok $1: not the same exceptions or interrupts; to see them: QEMU with -d $3 and $2"
    else
        echo "ok $1"
    fi
}

B=$(make -s print-B)
make_quietly determinism "$B/tests/kernel.img" "$B/examples/tour/tour.img"
hostile_image "$LOG/hostile.img" determinism CONFIG=debug HOSTILE=preempt+time+orders
same same-kernel "$B/tests/kernel.img" int
same same-tour "$B/examples/tour/tour.img" int
same same-hostile "$LOG/hostile.img" int

# With a kernel at EL1 the emulator does not end by itself.
# Of a PC the trace has no system calls.
for board in qemu_virt_aarch64 qemu_virt_aarch64_gicv3 x86_64_generic; do
    use_board $board
    image=$(make -s print-B BOARD=$board)/examples/tour/tour.img
    make_quietly determinism BOARD=$board "$image"
    same same-tour-${board#qemu_virt_} "$image" int "$([[ $board != x86* ]] && echo 100000 || echo 5000)"
done
