#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The same sources give the same bytes, wherever they lie: the tree is copied to two directories with names of
# different length, built in each, and what would ship is compared.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$PWD

# Of the other boards what runs: kernel, loader, init and the programs of one example.
other() { make -s -j"$(nproc)" CONFIG=release BOARD="$1" "build/$1/release/examples/tour/tour.img"; }
build() { make -s -j"$(nproc)" CONFIG=release && other qemu_virt_aarch64 && other qemu_virt_aarch64_el1_gicv3 && other x86_64_generic; }

for place in "$work/a" "$work/another/place"; do
    mkdir -p "$place"
    tar --exclude=./build --exclude=./.git -cf - . | tar -xf - -C "$place"
    cd "$place" || exit 1
    build || { echo "not ok release: it does not build in $place"; exit 1; }
    cd "$here" || exit 1
done
compared=0
for file in $(cd "$work/a" && find build/*/release -name '*.elf' -o -name '*.img' | sort); do
    compared=$((compared + 1))
    if cmp "$work/a/$file" "$work/another/place/$file"; then
        echo "ok $file"
    else
        echo "not ok $file: it depends on where or when it is built"
    fi
done
[ $compared -gt 0 ] || echo "not ok release: nothing was built that could be compared"
