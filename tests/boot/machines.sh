#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# One kernel for all sizes of the board: less and more RAM, no Sstc (the firmware's timer instead), and a device tree
# that the kernel must refuse with a reason. What boots runs the kernel's tests.

IMAGE=build/qemu_virt_riscv64/debug/tests/kernel.img
LOG=build/test/boot
make -s "$IMAGE" >&2 || { echo "not ok machines: make $IMAGE fails"; exit 1; }
mkdir -p "$LOG"
read -ra QEMU < <(make -s print-QEMU)
read -ra EXACT < <(make -s print-QEMU_EXACT)

# boots NAME PATTERN OPTION...: with these options of the emulator, the output matches.
boots() {
    local name=$1 pattern=$2 log=$LOG/$1.log
    timeout -s KILL 60 "${QEMU[@]}" "${EXACT[@]}" "${@:3}" -kernel "$IMAGE" >"$log" 2>&1 </dev/null
    if grep -qzaE "$pattern" "$log"; then
        echo "ok $name"
    else
        echo "not ok $name: '$pattern' is not in $log"
    fi
}

# Two of the kernel's tests state the untypeds of 2 GiB and fail here.
boots ram-512M "RAM up to 0xa0000000,.*KEEL-TEST-END [0-9]+ 2" -m 512M
boots ram-6G   "RAM up to 0x200000000,.*KEEL-TEST-END [0-9]+ 2" -m 6G
# The timer is the firmware's then, and each setting takes so long that the model of budgets is off by a microsecond.
boots no-sstc  "10000000 Hz[[:space:]].*KEEL-TEST-END [0-9]+ [0-4]" -cpu rv64,sstc=off
if grep -a '^not ok' "$LOG/no-sstc.log" | grep -v '^not ok budget_model/'; then
    echo "not ok no-sstc-tests: without Sstc these tests fail"
else
    echo "ok no-sstc-tests"
fi

"${QEMU[@]}" -machine virt,dumpdtb="$LOG/virt.dtb" >/dev/null 2>&1
{ dtc -q -I dtb -O dts "$LOG/virt.dtb"; echo "/ { $(printf 'a { %.0s' {1..17}) $(printf '}; %.0s' {1..18})"; } |
    dtc -q -I dts -O dtb -o "$LOG/deep.dtb"
boots deep-tree "KERNEL: stops: nodes are nested too deeply" -dtb "$LOG/deep.dtb"
