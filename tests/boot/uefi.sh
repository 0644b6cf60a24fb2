#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# From a disc, by GRUB and multiboot 2, on firmware of both kinds: UEFI (OVMF) and BIOS (SeaBIOS). The kernel is the 64-bit file,
# the root task its module. Then without a serial port: the kernel prints to the screen that GRUB has set up.

export BOARD=x86_64_generic
BUILD=build/x86_64_generic/debug
PC=$BUILD/tests/boot/pc.elf
LOG=build/test/boot/uefi
FIRMWARE=/usr/share/OVMF
make -s "$PC" >&2 || { echo "not ok uefi: make BOARD=$BOARD $PC fails"; exit 1; }
rm -rf "$LOG"
mkdir -p "$LOG/disc/boot/grub"
$(make -s print-OBJCOPY) --strip-debug "$BUILD/kernel.elf" "$LOG/disc/boot/kernel.elf"
cp "$PC" "$LOG/disc/boot/root.elf"
cat >"$LOG/disc/boot/grub/grub.cfg" <<END
set timeout=0
insmod all_video
multiboot2 /boot/kernel.elf some words disable_iommu
module2 /boot/root.elf
boot
END
grub-mkrescue -o "$LOG/keel.iso" "$LOG/disc" >"$LOG/mkrescue.log" 2>&1 || { echo "not ok uefi: grub-mkrescue fails, see $LOG/mkrescue.log"; exit 1; }
read -ra QEMU < <(make -s print-QEMU)
BIOS=(-cdrom "$LOG/keel.iso" -boot d)
UEFI=("${BIOS[@]}" -drive "if=pflash,format=raw,readonly=on,file=$FIRMWARE/OVMF_CODE_4M.fd" -drive "if=pflash,format=raw,file=$LOG/variables.fd")

# says NAME FILE PATTERN...: each of them is in the file.
says() {
    for pattern in "${@:3}"; do
        grep -qaE "$pattern" "$2" || { echo "not ok $1: '$pattern' is not in $2"; return; }
    done
    echo "ok $1"
}

# boots NAME OPTION...: the root task says what it was given, and has the machine switched off.
boots() {
    log=$LOG/$1.log
    cp "$FIRMWARE/OVMF_VARS_4M.fd" "$LOG/variables.fd"
    timeout -s KILL 180 "${QEMU[@]}" "${@:2}" </dev/null >"$log" 2>&1 || echo "not ok $1-off: the emulator ended with $?"
    says "$1" "$log" "^KERNEL: Keel on x86-64" "^rsdp 0x0" "^screen 0x[0-9a-f]+ .* 0x(18|20) 0x1" "^tsc 0x" "^end" "^KERNEL: stops: DebugHalt"
}

# shows NAME OPTION...: the same on the screen, once the root task has come to its end. It is looked at until then.
shows() {
    local name=$1 screen=$LOG/$1.ppm
    rm -f "$screen"
    cp "$FIRMWARE/OVMF_VARS_4M.fd" "$LOG/variables.fd"
    { for _ in {1..90}; do
          sleep 2
          echo "screendump $screen"
          sleep 1
          grep -q "^KERNEL: stops" <(tests/boot/screen_text "$screen" 2>/dev/null) && break
      done
      echo quit; } |
        timeout -s KILL 300 "${QEMU[@]/mon:stdio/none}" -monitor stdio -no-shutdown "${@:2}" >"$LOG/$name.log" 2>&1
    tests/boot/screen_text "$screen" >"$LOG/$name.txt" 2>&1
    says "$name" "$LOG/$name.txt" "^end" "^KERNEL: stops: DebugHalt: a program asked to stop the machine"
}

boots bios "${BIOS[@]}"
boots uefi "${UEFI[@]}"
read -ra QEMU < <(make -s print-QEMU MACHINE=q35)
boots uefi-q35 "${UEFI[@]}"
shows uefi-screen "${UEFI[@]}"
