#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The state in which AArch64 kernels are entered, as the boot protocol states it: registers, exception level,
# translation. A program in place of the kernel (entry.S) records it; the emulator's monitor reads it.

DIR=build/test/boot
mkdir -p $DIR

# The words at `state`, after the stub has filled them: reads them again until the last is 1.
record() {
    local board=$1 base=$2 paddr=$3 image=$DIR/entry-$1.img seen=$DIR/entry.seen qemu where
    rm -f $seen
    make -s BOARD=$board build/$board/debug/{loader,init}.elf build/$board/debug/examples/hello/hello.elf build/host/keelc >&2 &&
        $(make -s print-CC BOARD=$board) -c tests/boot/entry.S -o $DIR/entry.o &&
        $(make -s print-LD BOARD=$board) --no-warn-rwx-segments --defsym=BASE=$base --defsym=PADDR=$paddr -T tests/boot/entry.ld \
            $DIR/entry.o -o $DIR/entry.elf &&
        build/host/keelc --board $board --config debug --kernel $DIR/entry.elf --loader build/$board/debug/loader.elf \
            --init build/$board/debug/init.elf --search-path build/$board/debug/examples/hello -r /dev/null -o $image \
            examples/hello/hello.system >&2 || return
    read -ra qemu < <(make -s print-QEMU BOARD=$board)
    where=$(printf 0x%x $((paddr + 0x1000)))
    { for _ in $(seq 80); do [ -e $seen ] && break; sleep 0.5; echo "xp /14gx $where"; done; echo quit; } |
        timeout -s KILL 60 "${qemu[@]/-nographic/-nodefaults}" "${@:4}" -display none -serial null -monitor stdio \
            -device loader,file=$image,addr=0x70000000,cpu-num=0,force-raw=on 2>&1 |
        awk -v seen=$seen '/^[0-9a-f]+: 0x/ { n++; w[n*2-1] = $2; w[n*2] = $3 }
             n == 7 { n = 0; sub(/\r/, "", w[14]); if (w[14] ~ /0*1$/) { for (i = 1; i < 14; i++) print w[i]; print "" > seen; exit } }'
}

# same NAME HAVE WANT
same() { if [ $(($2)) = $(($3)) ]; then echo "ok $name $1"; else echo "not ok $name $1: $2, must be $3"; fi; }

# entered NAME BOARD BASE PADDR LEVEL TCR [QEMU OPTION...]
entered() {
    local w
    name=$1
    mapfile -t w < <(record $2 $3 $4 "${@:7}" | tr -d '\r')
    [ ${#w[@]} = 13 ] || { echo "not ok $name: nothing was recorded"; return; }
    # The kernel has two pages; 64 KiB behind them are left for a device tree; init is linked to 4 MiB.
    same "x0, start of the first program"  ${w[0]} $(($4 + 0x2000 + 0x10000))
    same "x1, its end, whole pages"        $((${w[1]} & 0xfff)) 0
    same "x2, physical minus virtual"      ${w[2]} $((${w[0]} - 0x400000))
    same "x3, its entry"                   ${w[3]} 0x400000
    same "x4, no device tree"              ${w[4]} 0
    same "x5, no device tree"              ${w[5]} 0
    same "exception level"                 ${w[6]} $(($5 << 2))
    same "TPIDR_EL1, number of the core"   ${w[7]} 0
    same "TCR without the address size"    $((${w[8]} & ~$((7 << ($5 == 1 ? 32 : 16))))) $6
    same "MAIR"                            ${w[9]} 0xff440c0400
    same "translation and caches on"       $((${w[10]} & 0x1005)) 0x1005
    same "no alignment check"              $((${w[10]} & 2)) 0
    [ $5 = 2 ] || return 0
    same "TCR_EL2"                         ${w[8]} 0x80823510
    same "HCR_EL2: AArch64, no host"       ${w[11]} 0x80000000
    same "CNTVOFF_EL2"                     ${w[12]} 0
}

entered el2          qemu_virt_aarch64     0xffc0000000       0x60000000 2 0x80803510
entered el1          qemu_virt_aarch64_el1 0xffffffffc0000000 0x40000000 1 0x10b5103510
entered el1-from-el2 qemu_virt_aarch64_el1 0xffffffffc0000000 0x40000000 1 0x10b5103510 -machine virtualization=on
