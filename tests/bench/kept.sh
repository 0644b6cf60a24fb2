#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# No operation has become more than 2 % slower than the results that are kept (bench/results). The account of a call is of the path
# that was measured, line by line as well, and the in-order model misses each of its cache lines once.

bench/run --check || echo "not ok bench: bench/run fails"

kept=$(awk '$1 == "call" { print $2 }' bench/results/riscv64.tsv)
bench/run --account call riscv64 --lines | awk -v kept="$kept" '
    { print "account: " $0 }
    $3 ~ /:[0-9]+$/ { by_line += $2 }
    $1 == "all" { instructions = $2; lines = $6 + $7 }
    /in-order/  { warm = $6; cold = $9 }
    function check(good, name, why) { print (good ? "ok " : "not ok ") name ": " why }
    END {
        check(instructions > 0 && instructions + 1 == kept, "account of a call, instructions", instructions " and one of the program")
        check(by_line == instructions, "account of a call, line by line", by_line)
        check(warm > instructions && warm < 2 * instructions, "account of a call, warm cycles", warm)
        check(cold == warm + 40 * lines, "account of a call, cold cycles", cold ", and there are " lines " lines")
    }'
