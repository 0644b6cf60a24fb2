#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Everything builds with both compilers in all configurations; warnings are errors in every one of them. Of the other
# boards, each board and each configuration once; qemu_virt_aarch64_pa44 also for qemu_virt_aarch64, which has the same files.

for build in gcc/qemu_virt_riscv64/{debug,release,benchmark} clang/qemu_virt_riscv64/{debug,release,benchmark} \
             clang/qemu_virt_aarch64_pa44/debug clang/qemu_virt_aarch64_el1/release gcc/qemu_virt_aarch64_gicv3/benchmark \
             gcc/qemu_virt_aarch64_el1_gicv3/debug clang/x86_64_generic/{debug,release} gcc/x86_64_generic/benchmark \
             clang/x86_64_generic_avx/release; do
    IFS=/ read -r toolchain board config <<<"$build"
    command="make -j$(nproc) TOOLCHAIN=$toolchain BOARD=$board CONFIG=$config"
    if $command; then echo "ok $toolchain $board $config"; else echo "not ok $toolchain $board $config: repeat with $command"; fi
done
