#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# No operation has become more than 2 % slower than the results that are kept (bench/results).

bench/run --check || echo "not ok bench: bench/run fails"
