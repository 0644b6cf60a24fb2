#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# One kernel for all PCs: less and more memory, other chipsets and processors, several cores, no serial port; each time the
# root task gets exactly the memory that the firmware's map says. Then machines and modules that the kernel must refuse
# with a sentence.

export BOARD=x86_64_generic
BUILD=build/x86_64_generic/debug
PC=$BUILD/tests/boot/pc.elf
LOG=build/test/boot
make -s "$PC" >&2 || { echo "not ok machines: make BOARD=$BOARD $PC fails"; exit 1; }
mkdir -p "$LOG"
read -ra EXACT < <(make -s print-QEMU_EXACT)
read -ra WITH < <(make -s print-QEMU_IMAGE)

# run NAME MODULE OPTION...: the output is in $log. Where the kernel cannot switch off, the emulator is stopped.
run() {
    log=$LOG/pc-$1.log
    read -ra qemu < <(make -s print-QEMU)
    local with=("${WITH[@]//%/$2}")
    [ -n "$2" ] || with=("${WITH[@]:0:2}")
    { timeout -s KILL "${LIMIT:-60}" "${qemu[@]}" "${EXACT[@]}" "${@:3}" "${with[@]}" </dev/null; } >"$log" 2>&1
}

# boots NAME PATTERN OPTION...: the output matches, and memory is as it must be.
boots() {
    local name=$1 pattern=$2 why
    run "$name" "$PC" "${@:3}"
    if ! grep -qaE "$pattern" "$log"; then
        echo "not ok $name: '$pattern' is not in $log"
    elif why=$(tests/boot/pc_memory "$log" "$BUILD/kernel.elf"); then
        echo "ok $name"
    else
        echo "not ok $name: $why, see $log"
    fi
}

# stops NAME PATTERN MODULE OPTION...: with this sentence, which may stand behind what the firmware has printed.
stops() {
    run "$1" "${@:3}"
    if grep -qaE "KERNEL: stops: $2" "$log"; then echo "ok $1"; else echo "not ok $1: '$2' is not in $log"; fi
}

boots ram-1G   "RAM up to 0x3ffe0000, TSC 1000 MHz"
boots ram-512M "RAM up to 0x1ffe0000," -m 512M
boots ram-32M  "RAM up to 0x1fe0000," -m 32M
boots ram-6G   "RAM up to 0x1c0000000," -m 6G
MACHINE=q35 boots q35    "RAM up to 0x3ffd[0-9a-f]*,"
MACHINE=q35 boots q35-6G "RAM up to 0x200000000," -m 6G
boots four-cores "RAM up to 0x3ffe0000," -smp 4
CPU=max boots cpu-max "TSC 1000 MHz"
for cpu in Broadwell Skylake-Client EPYC; do
    CPU=$cpu,+fsgsbase,+pdpe1gb,+xsave boots "cpu-$cpu" "TSC 1000 MHz"
done

# The other serial port, by the command line; none at all, then text in the screen's memory.
run other-port "$PC" -serial "file:$LOG/pc-second.log" -append "console_port=0x2f8"
if grep -qa "^end" "$LOG/pc-second.log" && ! grep -qa KERNEL "$log"; then
    echo "ok other-port"
else
    echo "not ok other-port: $LOG/pc-second.log or $log is wrong"
fi
read -ra qemu < <(make -s print-QEMU)
{ sleep 6; echo "pmemsave 0xb8000 4000 $LOG/pc-text.bin"; sleep 1; echo quit; } |
    timeout -s KILL 60 "${qemu[@]/mon:stdio/none}" -monitor stdio -no-shutdown "${WITH[@]//%/$PC}" >"$LOG/pc-text.log" 2>&1
if grep -q "^KERNEL: stops: DebugHalt" <(tests/boot/screen_text "$LOG/pc-text.bin" 2>&1); then
    echo "ok text-screen"
else
    echo "not ok text-screen: see tests/boot/screen_text $LOG/pc-text.bin"
fi

echo "this is no program" >"$LOG/text.elf"
head -c 2000 "$PC" >"$LOG/short.elf"
stops no-module      "the loader has brought no module" ""
stops garbage-module "the root task is no ELF file" "$LOG/text.elf"
stops short-module   "a segment of the root task is not inside its file" "$LOG/short.elf"
stops other-machine  "the root task is no 64-bit program for x86-64" "$BUILD/kernel_32.elf"
stops little-memory  "(no free range of RAM is large enough|there is no room)" "$PC" -m 5M
LIMIT=5
stops no-acpi        "this machine has no ACPI tables" "$PC" -no-acpi
CPU=qemu64,+fsgsbase stops no-huge-pages "this processor lacks pages of 1 GiB" "$PC"
CPU=qemu64,+pdpe1gb  stops no-fsgsbase   "this processor lacks FSGSBASE" "$PC"
CPU=qemu64,+pdpe1gb,+fsgsbase,-xsave stops no-xsave "this processor lacks XSAVE" "$PC"
CPU=qemu64,-lm       stops no-long-mode  "this processor lacks 64-bit mode" "$PC"
