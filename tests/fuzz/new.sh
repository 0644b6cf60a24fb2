#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A few seconds of fuzzing for each target, from the kept corpus, always with the same seed. What it finds is not added.

flags=(SANITIZE=1 FUZZER=1 TOOLCHAIN=clang)
directory=$(make -s "${flags[@]}" print-fuzz_DIR)
for target in $(make -s print-fuzz_TARGETS); do
    log=build/test/fuzz/new-$target.log
    if ! make -s -j"$(nproc)" "${flags[@]}" "$directory/$target"; then
        echo "not ok $target: it does not build: make ${flags[*]} $directory/$target"
        continue
    fi
    work=build/fuzz/new/$target
    mkdir -p "$work/corpus" "$(dirname "$log")"
    shopt -s nullglob
    dictionary=tests/fuzz/$target.dict
    [ -e "$dictionary" ] || dictionary=
    if timeout -s KILL 100 "$directory/$target" -seed=1 -max_total_time=3 -detect_leaks=0 -timeout=30 -print_final_stats=1 \
        -artifact_prefix="$work/" ${dictionary:+-dict=$dictionary} "$work/corpus" tests/fuzz/{corpus,found}/"$target"* >"$log" 2>&1; then
        echo "$target: $(grep -oE 'cov: [0-9]+' "$log" | tail -1), $(grep number_of_executed "$log")"
        echo "ok $target, new inputs"
    else
        tail -30 "$log"
        echo "not ok $target, new inputs: $(grep -hoE 'wrong: .*|SUMMARY: .*' "$log" | head -1); the input is in $work"
    fi
    rm -rf "$work/corpus"
done
