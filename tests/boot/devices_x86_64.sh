#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A described system with a device of a PC: messages as interrupts, I/O ports, and DMA that reaches what the description
# says and no more (devices.system). Where there is no IOMMU the system does not start, and init says why. All of it booted
# with the two files of the kernel that keelc puts beside the image: a loader that takes 32-bit files gets sel4_32.elf.

DIR=build/x86_64_generic/debug/tests/boot
IMAGE=$DIR/devices.img
make -s BOARD=x86_64_generic "$IMAGE" >&2 || { echo "not ok devices: make BOARD=x86_64_generic $IMAGE fails"; exit 1; }
LOG=build/test/boot
mkdir -p "$LOG"
read -ra QEMU < <(make -s print-QEMU BOARD=x86_64_generic MACHINE=q35)
read -ra EXACT < <(make -s print-QEMU_EXACT)

# run NAME LAST OPTION...: until the line LAST; what was printed is in $log.
run() {
    log=$LOG/devices-$1.log
    : >"$log"     # what an earlier run printed is not this one's
    "${QEMU[@]}" -device edu,addr=0x10 "${@:3}" "${EXACT[@]}" -kernel "$DIR/sel4_32.elf" -initrd "$IMAGE" \
        >"$log" 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq 200); do
        grep -qaE "$2" "$log" && break
        sleep 0.2
    done
    kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
}

says() { if grep -qaE "$2" "$log"; then echo "ok devices-$1"; else echo "not ok devices-$1: '$2' is not in $log"; fi; }

for levels in 39 48; do
    run $levels "^driver: done" -device intel-iommu,aw-bits=$levels
    says "found-$levels"     "^driver: the device is there.?$"
    says "message-$levels"   "^driver: a message says that memory was read.?$"
    says "buffer-$levels"    "^driver: what was read comes back.?$"
    says "constant-$levels"  "^driver: what may only be read stays.?$"
    says "readable-$levels"  "^driver: and is read.?$"
    says "refused-write-$levels" "^KERNEL: DMA refused: device 0:10\.0, write to 0x2000000"
    says "refused-$levels"   "^KERNEL: DMA refused: device 0:10\.0, write to 0x3000000"
    says "done-$levels"      "^driver: done"
done
run none "system does not start|^driver: done"
says no-iommu "^init: 'iospace_edu' is to be the address space of a device, but there is no IOMMU in this machine"
cmp -s "$DIR/sel4.elf" build/x86_64_generic/debug/kernel.elf && echo "ok devices-kernel-beside" ||
    echo "not ok devices-kernel-beside: $DIR/sel4.elf is not the kernel"
