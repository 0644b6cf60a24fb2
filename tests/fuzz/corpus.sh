#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each input that is kept, and each that once went wrong, is given to its target once. Needs no fuzzer.

directory=$(make -s SANITIZE=1 print-fuzz_DIR)
for target in $(make -s print-fuzz_TARGETS); do
    if ! make -s -j"$(nproc)" SANITIZE=1 "$directory/$target"; then
        echo "not ok $target: it does not build: make SANITIZE=1 $directory/$target"
        continue
    fi
    shopt -s nullglob
    inputs=(tests/fuzz/corpus/"$target"/* tests/fuzz/found/"$target"/*)
    if [ ${#inputs[@]} -eq 0 ]; then
        echo "not ok $target: there is nothing in tests/fuzz/corpus/$target"
    else
        "$directory/$target" "${inputs[@]}" 2>&1
    fi
done
