#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel as it is verified (release) keeps to the C subset, on each architecture.

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1_gicv3 x86_64_generic; do
    if formal/check/subset --board "$board"; then
        echo "ok $board"
    else
        echo "not ok $board: see the lines above; formal/check/README.md explains the rules"
    fi
done
