#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A whole system on a kernel that is hostile in all ways that cost its programs no time they could see: the tour prints the
# same lines, apart from what its calls cost.

. tests/hostile/lib.bash
FLAGS=preempt+slow+time+orders

programs=$(make -s print-B)
hostile=$(make -s print-B HOSTILE=$FLAGS)
keelc=$(make -s print-H)/keelc
make_quietly tour "$programs/examples/tour/tour.img"
make_quietly tour HOSTILE=$FLAGS "$hostile/kernel.elf"
"$keelc" --board "$(make -s print-BOARD)" --config debug --kernel "$hostile/kernel.elf" --loader "$programs/loader.elf" \
    --init "$programs/init.elf" --image-type elf --search-path "$programs/examples/tour" -o "$LOG/tour.img" \
    --name examples/tour/tour.system "$programs/examples/tour/tour.system" >"$LOG/keelc.log" 2>&1 || echo "not ok tour: keelc refuses it, see $LOG/keelc.log"

# The output of an image, the addresses the loader chose and the measured cost left out.
lines() {
    emulate 100 "$LOG/$1.log" "$2"
    grep -aE '^(tour|init|monitor):' "$LOG/$1.log" | sed -E 's/takes [0-9.]+ instructions/takes N instructions/'
}

if diff <(lines tour-plain "$programs/examples/tour/tour.img") <(lines tour-hostile "$LOG/tour.img") >"$LOG/tour.diff" &&
   grep -qa "^tour: try next" "$LOG/tour-hostile.log"; then
    echo "ok tour-$FLAGS"
else
    echo "not ok tour-$FLAGS: see $LOG/tour.diff and $LOG/tour-hostile.log"
fi
