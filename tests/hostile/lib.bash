# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Images with hostile kernels. Only the kernel is hostile, so only it is built anew; loader and programs are those of the
# ordinary build.

LOG=build/test/hostile
mkdir -p "$LOG"
read -ra EXACT < <(make -s print-QEMU_EXACT)

# use_board BOARD VARIABLE=VALUE...: emulate is about this one from now on. (For a PC the kernel is part of what is emulated.)
use_board() {
    read -ra QEMU < <(make -s print-QEMU BOARD="$@")
    read -ra WITH < <(make -s print-QEMU_IMAGE BOARD="$@")
}
use_board qemu_virt_riscv64

# make_quietly NAME ARGUMENT...: builds, or says that NAME cannot be.
make_quietly() {
    make -s "-j$(nproc)" "${@:2}" >&2 || { echo "not ok $1: make ${*:2} fails"; exit 1; }
}

# hostile_image IMAGE NAME VARIABLE=VALUE...: the kernel's tests on the kernel that these variables of the Makefile describe.
hostile_image() {
    local image=$1 name=$2 settings=("${@:3}") plain=() hostile programs
    for setting in "${settings[@]}"; do
        case $setting in CONFIG=*|BOARD=*) plain+=("$setting") ;; esac
    done
    hostile=$(make -s print-B "${settings[@]}")
    programs=$(make -s print-B "${plain[@]}")
    if [[ "${settings[*]}" == *BOARD=x86_64* ]]; then
        make_quietly "$name" "${plain[@]}" "$programs/tests/kernel.img"
        make_quietly "$name" "${settings[@]}" "$hostile/kernel_32.elf"
        cp "$programs/tests/kernel.img" "$image"
        return
    fi
    make_quietly "$name" "${plain[@]}" "$programs/loader.elf" "$programs/tests/kernel.elf"
    make_quietly "$name" "${settings[@]}" "$hostile/kernel.elf"
    python3 tests/kernel/pack.py "$programs/loader.elf" "$hostile/kernel.elf" "$programs/tests/kernel.elf" "$image"
}

# emulate LIMIT LOG IMAGE OPTION...: runs it, at most LIMIT seconds.
emulate() {
    timeout -s KILL "$1" "${QEMU[@]}" "${EXACT[@]}" "${@:4}" "${WITH[@]//%/$3}" >"$2" 2>&1 </dev/null
}

# emulate_until PATTERN LIMIT LOG IMAGE OPTION...: likewise, but no longer than until a line of the output matches: not every
# machine can be switched off by a program.
emulate_until() {
    local pattern=$1 log=$3 pid
    : >"$log"
    timeout -s KILL "$2" "${QEMU[@]}" "${EXACT[@]}" "${@:5}" "${WITH[@]//%/$4}" >"$log" 2>&1 </dev/null &
    pid=$!
    while kill -0 $pid 2>/dev/null && ! grep -qaE "$pattern" "$log"; do
        sleep 0.2
    done
    kill -KILL -- -$pid 2>/dev/null     # the group that timeout has made
    wait $pid 2>/dev/null
}

# board_tree FILE KIB [HOLE]: the board's device tree with less RAM, and nothing free from HOLE to the end of 4 MiB.
board_tree() {
    local size hole=
    size=$(printf 0x%x $(($2 * 1024)))
    [ -s "$LOG/board.dtb" ] || "${QEMU[@]}" -machine "virt,dumpdtb=$LOG/board.dtb" >/dev/null 2>&1
    if [ -n "${3:-}" ]; then
        hole=$(printf '/ { reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; hole { reg = <0 %s 0 0x%x>; }; }; };' \
               "$3" $((0x80400000 - $3)))
    fi
    { dtc -q -I dtb -O dts "$LOG/board.dtb" |
          sed -E "/memory@80000000/,/}/s/reg = .*/reg = <0 0x80000000 0 $size>;/"; echo "$hole"; } |
        dtc -q -I dts -O dtb -o "$1"
}
