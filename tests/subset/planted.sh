#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The C-subset checker refuses what is planted in formal/check/tests, at each line that says
# `refused: rule N`, and nothing else there.

dir=formal/check/tests
check() {       # FILE [OPTION ...]
    local file=$1 found said where planted
    found=$(formal/check/subset "${@:2}" "$file")
    said=$(sed -n 's/^\([^:]*:[0-9]*: rule [0-9]*\): .*/\1/p' <<<"$found" | sort -u)
    where=$(grep -o '"formal/check/tests/[^"]*"' "$file" | tr -d '"')
    planted=$(grep -n -H 'refused: rule' "$file" $where | sed 's/\(:[0-9]*:\).*refused: \(rule [0-9]*\).*/\1 \2/' | sort -u)
    if [ "$said" = "$planted" ]; then
        echo "ok $(basename "$file")${3:+ $3}"
    else
        echo "$found"
        echo "not ok $(basename "$file")${3:+ $3}: $(diff <(echo "$planted") <(echo "$said") | grep '^[<>]' | sed 's/</not refused:/; s/>/refused:/' | xargs)"
    fi
}

for file in "$dir"/*.c "$dir"/*.S "$dir"/arch/*/*.S; do
    check "$file"
done
# Where the object code is read differently.
for file in accepted rule-06-control rule-07-stack; do
    check "$dir/$file.c" --board x86_64_generic
done

flags=$(make -s print-KCFLAGS CONFIG=release | sed 's/-O2/-O3/; s/-fwrapv//')
found=$(MAKEFLAGS="KCFLAGS=${flags// /\\ }" formal/check/subset "$dir/rule-03-casts.c" | grep 'rule 18')
if grep -q 'built with -O3' <<<"$found" && grep -q 'not built with -fwrapv' <<<"$found"; then
    echo "ok rule-18-flags"
else
    echo "not ok rule-18-flags: other compiler flags are not refused"
fi
