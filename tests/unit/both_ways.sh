#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Random programs that mostly call and answer: what the fast path has done is done again the long way, from the same state,
# and the two machines are the same byte by byte. At least ten thousand entries are compared, some of each kind.

program=$(make -s print-H)/tests/unit/kernel/random
make -s "$program" >&2 || { echo "not ok build: make $program"; exit; }
timeout -s KILL 240 "$program" --both-ways --seed 1 --operations 1600000 --check 100 || echo "not ok random: it stops before its end"
