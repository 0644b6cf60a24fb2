#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What can be seen without a compiler: licence lines, layout, words that must not stay, one entry per fact.
# Every file of the tree counts that git would track; a tree without git is searched whole.

sources() {
    git ls-files -co --exclude-standard 2>/dev/null || find . -name build -prune -o -type f -print | sed 's,^\./,,'
}
mapfile -t all < <(sources | sort | while read -r f; do [ -f "$f" ] && echo "$f"; done)
is() { local f; for f in "${all[@]}"; do [[ $f =~ $1 ]] && printf '%s\n' "$f"; done; }
mapfile -t code < <(is '\.(c|h|S|ld|mk|sh|py|gdb|xml|system|v)$|(^|/)(Makefile|keel|run)$')
mapfile -t text < <(is '\.(c|h|S|ld|mk|sh|py|gdb|md|system|test)$|(^|/)(Makefile|keel|run)$')

# verdict NAME LINES: a test that passes when there are no lines.
verdict() {
    if [ -z "$2" ]; then echo "ok $1"; else echo "$2"; echo "not ok $1: $(wc -l <<<"$2") places, the first: $(head -1 <<<"$2")"; fi
}

verdict "licence lines" "$(for f in "${code[@]}"; do
    head -4 "$f" | grep -q 'SPDX-License-Identifier: BSD-2-Clause' &&
    head -5 "$f" | grep -q 'Copyright (c) 2026 the Keel authors' ||
        echo "$f:1: no licence: the first lines are SPDX-License-Identifier: BSD-2-Clause, Copyright (c) 2026 the Keel authors"
done)"

verdict "headers say pragma once" "$(for f in $(is '\.h$'); do
    grep -q '^#pragma once' "$f" || echo "$f:1: #pragma once is missing"
done)"

verdict "no tabs outside makefiles" "$(grep -nP '\t' $(is '\.(c|h|S|ld|py|sh)$') /dev/null | cut -c1-120)"

verdict "no spaces at line ends" "$(grep -nP '[ \t]+$' "${text[@]}" /dev/null | cut -c1-120)"

verdict "100 columns in C" "$(LC_ALL=C.UTF-8 grep -nP '^.{101,}' $(is '\.(c|h|S)$') /dev/null | cut -c1-120)"

verdict "nothing left for later" "$(grep -nwE 'TODO|FIXME|XXX|HACK' $(is '\.(c|h|S|ld|mk|system)$') /dev/null)"

verdict "no #if 0" "$(grep -nE '^ *# *if +0' $(is '\.(c|h|S)$') /dev/null)"

verdict "files of at most 400 lines" "$(for f in $(is '^(kernel|lib|loader|init|sdk)/.*\.(c|h|S)$'); do
    n=$(wc -l <"$f"); [ "$n" -le 400 ] || echo "$f:$n: longer than 400 lines: look for the second subject inside"
done)"
