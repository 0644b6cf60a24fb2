#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Random programs in a system of more than 2000 threads and 10000 capabilities, with sanitizers, at least a thousand times
# checked while it is so large. Among the many systems of unit/kernel/random are few such.

program=$(make -s SANITIZE=1 print-H)/tests/unit/kernel/random
make -s SANITIZE=1 "$program" >&2 || { echo "not ok build: make SANITIZE=1 $program"; exit; }
timeout -s KILL 100 "$program" --thousands --seed 1 --episodes 40 || echo "not ok random: it stops before its end"
