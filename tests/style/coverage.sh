#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# tests/kernel/COVERAGE.md names only tests that exist, and every suite at least once: in the section about x86-64 those of
# that architecture, in all others the generic ones and RISC-V's.

cd tests/kernel || exit 1
section='/^## x86-64/,/^## Between/'

names() { grep -oE '`[a-z0-9_]+(/[a-z0-9-]+)?`' | tr -d '`' | sort -u; }

verdict() {
    if [ -z "$2" ]; then echo "ok $1"; else echo "$2"; echo "not ok $1: $(head -1 <<<"$2")"; fi
}

# The names, then files that may have them.
missing() {
    local name suite file
    while read -r name; do
        suite=${name%%/*}
        file=$(grep -lE "^ *SUITE\($suite," "$@" | head -1)
        if [ -z "$file" ]; then
            echo "COVERAGE.md: $name: there is no suite $suite"
        elif [[ $name == */* ]]; then   # rows may come from a header
            grep -qE "[ {]\"${name#*/}\"," "$file" $(ls "${file%.c}.h" 2>/dev/null) ||
                echo "COVERAGE.md: $name: $file has no such test"
        fi
    done
}

unnamed() {
    local named=$1; shift
    sed -nE 's/^ *SUITE\(([a-z0-9_]+),.*/\1/p' "$@" | while read -r suite; do
        grep -qE "^$suite(/|$)" <<<"$named" || echo "COVERAGE.md: the suite $suite is not named"
    done
}

general=$(sed "$section d" COVERAGE.md | names)
pc=$(sed -n "$section p" COVERAGE.md | names)
verdict "tests that COVERAGE.md names" "$(missing *.c arch/riscv64/*.c <<<"$general"; missing *.c arch/x86_64/*.c <<<"$pc")"
verdict "suites without a section" "$(unnamed "$general" *.c arch/riscv64/*.c; unnamed "$pc" arch/x86_64/*.c)"
