#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# tests/unit/abi for the boards that a plain build does not choose: numbers, layouts and functions of the interface
# as their kernels have them, on this machine.

for build in qemu_virt_aarch64/debug qemu_virt_aarch64/benchmark qemu_virt_aarch64_el1/debug qemu_virt_aarch64_el1/release \
             qemu_virt_aarch64_pa44/debug x86_64_generic/{debug,release,benchmark} x86_64_generic_avx/debug; do
    board=${build%/*} config=${build#*/}
    program=$(make -s print-abi_unit_PROGRAM BOARD=$board CONFIG=$config SANITIZE=1)
    if make -j"$(nproc)" BOARD=$board CONFIG=$config SANITIZE=1 "$program"; then
        $program | sed -E "s,^((not )?ok) ,\1 $build ,"
    else
        echo "not ok $build: make BOARD=$board CONFIG=$config SANITIZE=1 $program fails"
    fi
done
