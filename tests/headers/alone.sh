#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each header compiles alone, as the part of the tree that owns it would include it, for each architecture.

# Headers of another architecture, exception level, board or device are not this board's.
foreign() {
    [[ $1 == */arch/* && $1 != */arch/$arch/* ]] && return
    [[ $1 =~ /(el[0-9])/ && ${BASH_REMATCH[1]} != el$el ]] && return
    [[ $1 == abi/*/* && $1 != abi/$arch/* && $1 != abi/$abi/* ]] && return
    [[ $1 == boards/* && ! " $(cat boards/$board/board.h) " == *"$1"* && $1 != boards/$board/* ]] && return
    [[ $1 == lib/device/* && " $devices " != *" $(dirname "${1#lib/device/}") "* ]]
}

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic_avx; do
    make -s headers-ready BOARD=$board || { echo "not ok generated headers: make headers-ready BOARD=$board fails"; exit 1; }
    arch=$(make -s print-ARCH BOARD=$board) abi=$(make -s print-ABI BOARD=$board) el=$(make -s print-EL BOARD=$board)
    devices=$(make -s print-DEVICES BOARD=$board)
    for kind in K U HOST; do
        [ $kind = HOST ] && cc=$(make -s print-HOSTCC) || cc=$(make -s print-CC BOARD=$board)
        flags=$(make -s print-${kind}CFLAGS BOARD=$board)
        case $kind in
            K)    dirs="abi kernel boards" ;;
            U)    dirs="abi lib loader init examples tests/kernel" ;;
            HOST) dirs="sdk" ;;
        esac
        [ $kind = HOST ] && [ $arch != riscv64 ] && continue      # the same for all boards
        for header in $(find $dirs -name '*.h' 2>/dev/null | sort); do
            foreign "$header" && continue
            owner=${header%%/*}
            if $cc $flags -I"$(dirname "$header")" -I"$(dirname "$header")/arch/$arch" -I$owner/include -I$owner/arch/$arch/include \
                -Itests/kernel -Wno-unused-function -fsyntax-only -include "$header" -x c /dev/null; then
                echo "ok $board $header"
            else
                echo "not ok $board $header: it does not compile alone: $cc -fsyntax-only $header with ${kind}CFLAGS"
            fi
        done
    done
done
