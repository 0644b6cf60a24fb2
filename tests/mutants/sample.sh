#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A few of the faults that `./keel mutants` plants, always the same, two of them on AArch64: the list fits the kernel, and the
# tests still bite.

{ tests/mutants/run --again --sample 5; tests/mutants/run --again --sample 2 'aarch64/*'; } 2>&1 | awk '
    { print > "/dev/stderr" }
    /^killed /    { print "ok " $2; next }
    /^SURVIVED /  { print "not ok " $2 ": no test notices this fault; to repeat: ./keel mutants " $2; next }
    /^UNFIT /     { print "not ok " $2 " it does not compile; to repeat: ./keel mutants " $2; next }
    /^mutants: /  { ended++ }
    { last = $0 }
    END { if (ended != 2) print "not ok list: " last }'
