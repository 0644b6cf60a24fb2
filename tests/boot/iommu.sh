#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A PC whose DMA is remapped (QEMU's intel-iommu), with a device that can be told to access any address (edu): the
# kernel's tests of both run there, and what the device is refused is reported. Then units of other kinds, memory that firmware
# reserves for the device, and tables about DMA that are wrong.

IMAGE=build/x86_64_generic/debug/tests/kernel-boot+io_port+iommu+iommu_dma.img
LOG=build/test/boot
make -s BOARD=x86_64_generic "$IMAGE" >&2 || { echo "not ok iommu: make BOARD=x86_64_generic $IMAGE fails"; exit 1; }
mkdir -p "$LOG"
read -ra QEMU < <(make -s print-QEMU BOARD=x86_64_generic MACHINE=q35)
read -ra EXACT < <(make -s print-QEMU_EXACT)
read -ra WITH < <(make -s print-QEMU_IMAGE BOARD=x86_64_generic)
EDU=(-device edu,addr=0x10,dma_mask=0xffffffffffffffff)

# run NAME OPTION...: with these options of the emulator; what was printed is in $log.
run() {
    log=$LOG/iommu-$1.log
    timeout -s KILL 120 "${QEMU[@]}" "${@:2}" "${EXACT[@]}" "${WITH[@]//%/$IMAGE}" >"$log" 2>&1 </dev/null
}

# says NAME PATTERN: a line of the output matches.
says() {
    if grep -qaE "$2" "$log"; then echo "ok iommu-$1"; else echo "not ok iommu-$1: '$2' is not in $log"; fi
}

# passes NAME: all tests of the kernel passed.
passes() {
    if grep -qaE "^KEEL-TEST-END [0-9]+ 0" "$log"; then
        echo "ok iommu-$1"
    else
        echo "not ok iommu-$1: $(grep -ac '^not ok' "$log") tests failed or there is no end, see $log"
    fi
}

run remapped -device intel-iommu "${EDU[@]}"
says banner "^KERNEL: DMA is remapped: 1 unit\(s\), 3 levels, domains 1 to 65535"
passes remapped
says no-space-read  "^KERNEL: DMA refused: device 0:10\.0, read of 0x[0-9a-f]+000: the device has no address space"
says no-space-write "^KERNEL: DMA refused: device 0:10\.0, write to 0x[0-9a-f]+000: the device has no address space"
says kernel-read    "^KERNEL: DMA refused: device 0:10\.0, read of 0x100000: it may not read there"
says kernel-write   "^KERNEL: DMA refused: device 0:10\.0, write to 0x100000: it may not write there"
says unmapped-read  "^KERNEL: DMA refused: device 0:10\.0, read of 0x40200000: it may not read there"
says unmapped-write "^KERNEL: DMA refused: device 0:10\.0, write to 0x40200000: it may not write there"
says beyond         "^KERNEL: DMA refused: device 0:10\.0, read of 0x8040000000: the address is beyond its tables"

run caching -device intel-iommu,caching-mode=on "${EDU[@]}"
passes unit-that-remembers-empty-entries
run wide -device intel-iommu,aw-bits=48 "${EDU[@]}"
passes unit-with-more-levels

run disabled -device intel-iommu "${EDU[@]}" -append disable_iommu
says disabled-banner "^KERNEL: DMA is not remapped: devices reach all memory"
passes disabled

# dmar FILE STRUCTURE...: a table about DMA, as hexadecimal digits behind the common header.
dmar() {
    python3 -c 'import sys; open(sys.argv[1], "wb").write(bytes.fromhex("".join(sys.argv[2:])))' \
        "$1" 26 00 00000000000000000000 "${@:2}"
}
UNIT=00001000010000000000d9fe00000000
# One page for device 0:10.0.
RESERVED=0100200000000000
RESERVED+=00d0ff3f00000000ffdfff3f00000000
RESERVED+=0108000000001000

dmar "$LOG/reserved" $UNIT $RESERVED
run reserved -device intel-iommu "${EDU[@]}" -acpitable "sig=DMAR,data=$LOG/reserved"
says reserved-banner "^KERNEL: DMA is remapped: 1 unit\(s\), 3 levels, domains 2 to 65535"
says reserved-memory "^ok iommu_dma/reserved-memory"
passes reserved

dmar "$LOG/in-ram" $UNIT 0100200000000000 0000002000000000 ff0f002000000000 0108000000001000
run in-ram -device intel-iommu "${EDU[@]}" -acpitable "sig=DMAR,data=$LOG/in-ram"
says reserved-in-ram-banner "^KERNEL: no device gets the reserved memory 0x20000000 .. 0x20001000: it is RAM, or the kernel's"
passes reserved-in-ram

dmar "$LOG/nowhere" 00001000010000000000d8fe00000000
run nowhere -acpitable "sig=DMAR,data=$LOG/nowhere"
says no-unit "^KERNEL: the ACPI table DMAR: there is no unit where the firmware says"
says no-unit-stops "^KERNEL: stops: DMA cannot be controlled; .disable_iommu. on the command line does without"
dmar "$LOG/broken" 00000f
run broken -acpitable "sig=DMAR,data=$LOG/broken"
says broken "^KERNEL: the ACPI table DMAR: a structure is not inside the table"
run broken-disabled -acpitable "sig=DMAR,data=$LOG/broken" -append disable_iommu
says broken-disabled "^KERNEL: DMA is not remapped"
