#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Everything builds with both compilers in all configurations; warnings are errors in every one of them.

for toolchain in gcc clang; do
    for config in debug release benchmark; do
        command="make -j$(nproc) TOOLCHAIN=$toolchain CONFIG=$config"
        if $command; then echo "ok $toolchain $config"; else echo "not ok $toolchain $config: repeat with $command"; fi
    done
done
