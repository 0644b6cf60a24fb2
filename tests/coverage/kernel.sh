#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each generic file of the kernel is run on the host, nearly every line of it; README.md lists what is left.

H=build/coverage
programs=$(make -s print-unit_TESTS H=$H | tr ' ' '\n' | grep -E '/tests/unit/(kernel|boot|sched|delete)/')
if ! make -s -j"$(nproc)" H=$H BENCHMARK=1 HOSTLDFLAGS='--coverage -O1' whole_FAST= $programs >&2; then
    echo "not ok build: the host programs do not build with --coverage"
    exit
fi
find $H -name '*.gcda' -delete
for p in $programs; do
    options=
    [ "${p##*/}" = random ] && options='--operations 300000'
    "$p" $options >&2 || echo "not ok ${p#"$H/tests/unit/"}: it fails when built for coverage"
done
tests/coverage/report $H kernel
