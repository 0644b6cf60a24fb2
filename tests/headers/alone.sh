#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each header compiles alone, as the part of the tree that owns it would include it.

make -s headers-ready || { echo "not ok generated headers: make headers-ready fails"; exit 1; }
arch=$(make -s print-ARCH)
for kind in K U HOST; do
    [ $kind = HOST ] && cc=$(make -s print-HOSTCC) || cc=$(make -s print-CC)
    flags=$(make -s print-${kind}CFLAGS)
    case $kind in
        K)    dirs="abi kernel boards" ;;
        U)    dirs="abi lib loader init examples tests/kernel" ;;
        HOST) dirs="sdk" ;;
    esac
    for header in $(find $dirs -name '*.h' 2>/dev/null | sort); do
        [[ $header == */arch/* && $header != */arch/$arch/* ]] && continue
        owner=${header%%/*}
        if $cc $flags -I"$(dirname "$header")" -I"$(dirname "$header")/arch/$arch" -I$owner/include -I$owner/arch/$arch/include -Wno-unused-function -fsyntax-only -include "$header" -x c /dev/null; then
            echo "ok $header"
        else
            echo "not ok $header: it does not compile alone: $cc -fsyntax-only $header with ${kind}CFLAGS"
        fi
    done
done
