#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Little memory, by way of a device tree that tells of less RAM than there is. The kernel's tests with the least RAM in which
# they start, on a kernel that refuses each Retype once and keeps two refills; one page less ends with a reason. The tour with
# less than it needs: the kernel, or init, says what is missing and switches the machine off.

. tests/hostile/lib.bash
PAGE_KIB=4

# with_ram LIMIT LOG IMAGE KIB [HOLE]: true if the machine was switched off in time.
with_ram() {
    board_tree "$2.dtb" "$4" "${5:-}"
    emulate "$1" "$2" "$3" -dtb "$2.dtb"
}

# begins IMAGE KIB PATTERN: a line of the output matches; the machine is stopped then.
begins() {
    board_tree "$LOG/probe.log.dtb" "$2"
    emulate_until "$3" 60 "$LOG/probe.log" "$1" -dtb "$LOG/probe.log.dtb"
    grep -qaE "$3" "$LOG/probe.log"
}

# least LOW HIGH IMAGE PATTERN: KiB from which on a line matches; none does with LOW, one does with HIGH.
least() {
    local low=$1 high=$2 middle
    while [ $((high - low)) -gt $PAGE_KIB ]; do
        middle=$(((low + high) / 2 / PAGE_KIB * PAGE_KIB))
        if begins "$3" $middle "$4"; then high=$middle; else low=$middle; fi
    done
    echo "$high"
}

# says NAME LOG PATTERN
says() {
    if grep -qaE "$3" "$2"; then
        echo "ok $1"
    else
        echo "not ok $1: '$3' is not in $2"
    fi
}

kernel_tests() {
    local image=$LOG/memory.img size
    hostile_image "$image" memory-debug CONFIG=debug HOSTILE=memory
    size=$(least 32768 40960 "$image" "^ok boot/")
    echo "the kernel's tests start with $size KiB of RAM"
    with_ram 200 "$LOG/memory-debug.log" "$image" "$size"
    python3 tests/hostile/judge.py "memory+little-debug=$LOG/memory-debug.log"
    with_ram 30 "$LOG/memory-below.log" "$image" $((size - PAGE_KIB))
    says memory-below "$LOG/memory-below.log" "^not ok setup: there is no untyped of 2\^24 bytes"
}

# Nothing is free from an address on that comes nearer and nearer: first init lacks memory, then the kernel.
tour_with_hole() {
    local at count=0 log
    for at in {640..544..8}; do
        at=$(printf 0x%x $((0x80000000 + at * 4096)))
        log=$LOG/tour-$at.log
        if ! with_ram 30 "$log" "$1" "$2" "$at"; then
            echo "not ok tour-$at: the machine was not switched off, see $log"
        elif grep -qaE "^init: no memory left for '.* The system is larger than this machine's RAM" "$log"; then
            count=$((count + 1))
        else
            says "tour-$at" "$log" "^tour: try next|^KERNEL: stops: the root task is not inside RAM"
        fi
    done
    [ $count -ge 2 ] && echo "ok tour-init-stops" || echo "not ok tour-init-stops: init never lacked memory, see $LOG/tour-0x*.log"
}

tour() {
    local image size kib
    image=$(make -s print-B)/examples/tour/tour.img
    make_quietly tour "$image"
    size=$(least 8192 9216 "$image" "^tour: try next")
    echo "the tour runs with $size KiB of RAM"
    for kib in 16 2048 2052 2304 3000 4096 6000 8192 $((size - PAGE_KIB)); do
        with_ram 30 "$LOG/tour-$kib.log" "$image" "$kib" || echo "not ok tour-$kib: the machine was not switched off"
        says "tour-$kib" "$LOG/tour-$kib.log" "^KERNEL: stops: (the root task is not inside|no free range of) RAM"
    done
    tour_with_hole "$image" "$size"
}

kernel_tests
tour
