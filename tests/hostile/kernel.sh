#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel's tests on kernels that make bad luck certain; README.md says which. Some at a time.
# By hand, with other luck: SEED=7 bash tests/hostile/kernel.sh jumps-debug orders-debug

. tests/hostile/lib.bash
RUNS=(preempt-debug preempt-release slow-debug slow-release time-debug time-release jumps-debug jumps-release orders-debug
      orders-release-2 preempt+time+orders-release slow+orders-debug-clang)

# run NAME: flags, configuration, then a seed or a compiler.
run() {
    local flags config more settings
    IFS=- read -r flags config more <<<"$1"
    settings=(CONFIG="$config" HOSTILE="$flags" SEED="${SEED:-1}")
    case $more in
    clang) settings+=(TOOLCHAIN=clang) ;;
    ?*)    settings+=(SEED="$more") ;;
    esac
    hostile_image "$LOG/$1.img" "$1" "${settings[@]}"
    emulate 400 "$LOG/$1.log" "$LOG/$1.img" &
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
