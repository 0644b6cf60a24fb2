#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Kernels that make bad luck certain run the kernel's tests. `preempt`: every preemption point stops the operation, so that
# each long one is repeated once for each of its steps. Memory is small because clearing it is such an operation.

LOG=build/test/boot
mkdir -p "$LOG"
for config in debug release; do
    name=preempt-$config
    image=$(make -s print-B CONFIG=$config HOSTILE=preempt)/tests/kernel.img
    make -s CONFIG=$config HOSTILE=preempt "$image" >&2 || { echo "not ok $name: make HOSTILE=preempt $image fails"; exit 1; }
    read -ra QEMU < <(make -s print-QEMU)
    read -ra EXACT < <(make -s print-QEMU_EXACT)
    timeout -s KILL 100 "${QEMU[@]}" "${EXACT[@]}" -m 320M -kernel "$image" >"$LOG/$name.log" 2>&1 </dev/null
    # Two of the kernel's tests state the untypeds of 2 GiB and fail here.
    bad=$(grep -a '^not ok' "$LOG/$name.log" | grep -cv '^not ok boot/\(device\|ram\)-untypeds:')
    if grep -qaE "KEEL-TEST-END [0-9]{3} 2" "$LOG/$name.log" && [ "$bad" -eq 0 ]; then
        echo "ok $name"
    else
        echo "not ok $name: the tests that must pass do not, see $LOG/$name.log; to repeat: make HOSTILE=preempt"
    fi
done
