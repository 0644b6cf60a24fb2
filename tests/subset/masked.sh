#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Addresses of slots are masked before they are used, on each architecture: see masked.py.

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    for config in release debug; do
        kernel=build/$board/$config/kernel.elf
        make -s BOARD=$board CONFIG=$config $kernel >&2 || { echo "not ok $board: make BOARD=$board CONFIG=$config $kernel fails"; continue; }
        tests/subset/masked.py "$(make -s print-CROSS BOARD=$board)" $kernel "$(sed -n 's/^ARCH *= *//p' boards/$board/board.mk)" |
            sed "s/^\(not ok\|ok\) [a-z_]*/& $board $config/"
    done
done
