#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Ten million operations of random programs, the whole kernel checked after each: without sanitizers, so that it takes
# seconds. The sanitized program, unit/kernel/random, does what it can in its time.

program=$(make -s print-H)/tests/unit/kernel/random
log=build/test/unit/ten_million
make -s "$program" >&2 || { echo "not ok build: make $program"; exit; }
mkdir -p "$log"
for seed in 1 1000001; do
    "$program" --seed $seed --operations 5000000 > "$log/$seed" 2>&1 &
    [ "${KEEL_TEST_JOBS:-2}" -gt 1 ] || wait
done
wait
cat "$log"/* >&2
for seed in 1 1000001; do
    if why=$(grep -m1 '^not ok' "$log/$seed"); then
        echo "not ok from seed $seed: ${why#*: }"
    elif grep -q '^ok random programs met everything' "$log/$seed"; then
        echo "ok from seed $seed: $(grep '^seeds' "$log/$seed" | tail -1 | sed 's/.*: \([0-9]* operations, [0-9]* whole checks\).*/\1/')"
    else
        echo "not ok from seed $seed: it did not end, see $log/$seed"
    fi
done
