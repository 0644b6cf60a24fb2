#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# tests/kernel/COVERAGE.md names only tests that exist, and every suite at least once.

cd tests/kernel || exit 1
files=$(ls *.c arch/riscv64/*.c)
mapfile -t named < <(grep -oE '`[a-z0-9_]+(/[a-z0-9-]+)?`' COVERAGE.md | tr -d '`' | sort -u)

verdict() {
    if [ -z "$2" ]; then echo "ok $1"; else echo "$2"; echo "not ok $1: $(head -1 <<<"$2")"; fi
}

# The file of a suite, and the headers from which its rows may come.
verdict "tests that COVERAGE.md names" "$(for name in "${named[@]}"; do
    suite=${name%%/*}
    file=$(grep -lE "^SUITE\($suite," $files)
    if [ -z "$file" ]; then
        echo "COVERAGE.md: $name: there is no suite $suite"
    elif [[ $name == */* ]]; then
        grep -qE "[ {]\"${name#*/}\"," "$file" $(ls "${file%.c}.h" 2>/dev/null) ||
            echo "COVERAGE.md: $name: $file has no such test"
    fi
done)"

verdict "suites without a section" "$(sed -nE 's/^SUITE\(([a-z0-9_]+),.*/\1/p' $files | while read -r suite; do
    printf '%s\n' "${named[@]}" | grep -qE "^$suite(/|$)" ||
        echo "COVERAGE.md: the suite $suite is not named"
done)"
