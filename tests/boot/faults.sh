#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each domain of faults.system fails in its own way. The monitor names domain, deed, place and source line in one
# line for each, and those behind go on.

# run BOARD: boots the system there; what it printed is in $LOG.
run() {
    local image=build/$1/debug/tests/boot/faults.img qemu exact with
    LOG=build/test/boot/faults-$1.log
    make -s BOARD=$1 "$image" >&2 || { echo "not ok faults: make BOARD=$1 $image fails"; exit 1; }
    mkdir -p "${LOG%/*}"
    read -ra qemu < <(make -s print-QEMU BOARD=$1)
    read -ra exact < <(make -s print-QEMU_EXACT)
    read -ra with < <(make -s print-QEMU_IMAGE BOARD=$1)
    : >"$LOG"     # what an earlier run printed is not this one's
    "${qemu[@]}" "${exact[@]}" "${with[@]//%/$image}" >"$LOG" 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq 300); do
        grep -qa "survivor: still here" "$LOG" && break
        sleep 0.2
    done
    kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
}

# says DOMAIN PATTERN: the first line about this domain.
says() {
    if grep -qaE "^monitor: $1 stopped: $2" "$LOG"; then
        echo "ok fault-$1 $board"
    else
        echo "not ok fault-$1 $board: '$2' is not said about it in $LOG"
    fi
}
LINE="\(tests/boot/faults\.c:[0-9]+\)"

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    run $board
    fpu="used floating point or vector registers, which it may not" privileged="executed an illegal instruction"
    lost="called from init $LINE"
    data_jump="it jumped to 0x[0-9a-f]+, in its program image, which it may not execute, $lost"
    case $board in
        *riscv64) kernel=0xffffffff80200000 brk="\(ebreak\)" fpu="executed an illegal instruction" ;;
        *aarch64*) kernel=0xffc0000000 brk="\(brk\)" ;;
        # Return addresses are on the stack, which the monitor does not see. Data can be executed: these are no instructions.
        x86_64*)  kernel=0xffffffff80100000 brk="\(int3\)" privileged="executed a privileged instruction, or used an address that is none"
                  lost="in 0x[0-9a-f]+, which is no function of faults.elf" data_jump="it executed an illegal instruction, $lost" ;;
    esac
    says null_write   "it wrote to 0x0, a null pointer, in writes $LINE"
    says null_call    "it jumped to 0x0, a null pointer, $lost"
    says code_write   "it wrote to 0x[0-9a-f]+, in its program image, which it may not write, in writes $LINE"
    says data_jump    "$data_jump"
    says wild_read    "it read from 0x123456788, where it has no memory, in reads $LINE"
    says kernel_read  "it read from $kernel, where it has no memory, in reads $LINE"
    says deep_call    "it wrote to 0x[0-9a-f]+, below its stack: stack overflow \(stack of 8 KiB\), in dives $LINE"
    says empty_slot   "it waited on capability 0x12c \(unused\), which cannot be used so, in "
    says bad_address  "it waited on capability 0x7000000000000000 \(no slot number of the library\), which cannot be used so, in "
    says reply_wait   "it waited on capability 0x4 \(reply\), which cannot be used so, in "
    says foreign_call "it made system call 93, which this kernel does not have, in init $LINE"
    says illegal      "it executed an illegal instruction, in init $LINE"
    says privileged   "it $privileged, in init $LINE"
    says breakpoint   "it executed a breakpoint $brk, in init $LINE"
    says no_fpu       "it $fpu, in init $LINE"
    says stranger     "the kernel refused a call of its library with InvalidCapability, in microkit_internal_crash "
    if grep -qa "survivor: still here" "$LOG"; then echo "ok fault-survivor $board"; else echo "not ok fault-survivor $board: see $LOG"; fi
done
