#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel's tests on kernels that make bad luck certain; README.md says which. Some at a time.
# By hand, with other luck: SEED=7 bash tests/hostile/kernel.sh jumps-debug orders-debug-aarch64_el1

. tests/hostile/lib.bash
RUNS=(preempt-debug preempt-release slow-debug slow-release time-debug time-release jumps-debug jumps-release orders-debug
      orders-release-2 preempt+time+orders-release slow+orders-debug-clang
      # Each flag at each exception level, combined where no flag's exemptions hide what another one is for.
      preempt+time+orders-debug-aarch64 slow+memory-release-aarch64_gicv3 jumps-debug-aarch64
      preempt+time+orders-debug-aarch64_el1_gicv3 slow+memory-debug-aarch64_el1-clang jumps-release-aarch64_el1
      # On a PC with a small processor, or with all the emulator has.
      preempt+time+orders-debug-x86_64 slow+memory-debug-x86_64-clang jumps-debug-x86_64 preempt+time+orders-release-x86_64-max
      slow+memory-release-x86_64-max)

# run NAME: flags, configuration, then a board, a processor, a seed, a compiler.
run() {
    local words word board=qemu_virt_riscv64 settings
    IFS=- read -ra words <<<"$1"
    settings=(HOSTILE="${words[0]}" CONFIG="${words[1]}" SEED="${SEED:-1}")
    for word in "${words[@]:2}"; do
        case $word in
        clang)    settings+=(TOOLCHAIN=clang) ;;
        aarch64*) board=qemu_virt_$word ;;
        x86_64)   board=x86_64_generic ;;
        max)      settings+=(CPU=max MACHINE=q35) ;;
        *)        settings+=(SEED="$word") ;;
        esac
    done
    settings+=(BOARD=$board)
    use_board $board "${settings[@]}"
    hostile_image "$LOG/$1.img" "$1" "${settings[@]}"
    emulate_until ^KEEL-TEST-END 900 "$LOG/$1.log" "$LOG/$1.img" &
}

names=("$@")
[ $# -gt 0 ] || names=("${RUNS[@]}")
for name in "${names[@]}"; do
    run "$name"
    while [ "$(jobs -pr | wc -l)" -ge "${KEEL_TEST_JOBS:-$(nproc)}" ]; do
        wait -n
    done
done
wait
logs=()
for name in "${names[@]}"; do
    logs+=("$name=$LOG/$name.log")
done
python3 tests/hostile/judge.py "${logs[@]}"
