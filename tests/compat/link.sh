#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A protection domain links with libmicrokit and its script, by both linkers, sections collected or not; and the
# result is what the SDF compiler needs: two segments from 0x200000, entry, the symbols it writes to.
# (GNU ld 2.40 does not know relocations 60 and 61 of clang's debug information, hence three pairs and not four.)

out=build/test/compat
mkdir -p $out
cat >$out/pd.c <<'C'
#include <microkit.h>
static int constructed;
static __attribute__((constructor)) void construct(void) { constructed = 1; }
static const char text[] = "text";
seL4_Word setvar_x = 7;
seL4_Word zeros[512];
void init(void) { microkit_dbg_puts(text); zeros[constructed] = setvar_x; }
void notified(microkit_channel ch) { microkit_notify(ch); }
C

check() { if [ "$2" = "$3" ]; then echo "ok $name $1"; else echo "not ok $name $1: $2, must be $3"; fi; }

for build in {qemu_virt_riscv64,x86_64_generic}:{gcc:gcc,gcc:clang,clang:clang}; do
    IFS=: read -r board toolchain linker <<<"$build"
    B=$(make -s print-B BOARD=$board TOOLCHAIN=$toolchain)
    make -s BOARD=$board TOOLCHAIN=$toolchain $B/libmicrokit.a || { echo "not ok $board $toolchain: make $B/libmicrokit.a fails"; continue; }
    $(make -s print-CC BOARD=$board TOOLCHAIN=$toolchain) $(make -s print-UCFLAGS BOARD=$board TOOLCHAIN=$toolchain) -c $out/pd.c -o $out/pd.o
    for collect in "" --gc-sections; do
        name="$board: $toolchain objects with $(make -s print-LD BOARD=$board TOOLCHAIN=$linker) $collect"
        elf=$out/pd.elf
        $(make -s print-LD BOARD=$board TOOLCHAIN=$linker) $(make -s print-LDFLAGS BOARD=$board TOOLCHAIN=$linker) $collect \
            -T lib/microkit/microkit.ld $out/pd.o $B/libmicrokit.a -o $elf || { echo "not ok $name: it does not link"; continue; }
        read_elf=$(make -s print-CROSS BOARD=$board)readelf
        check entry "$($read_elf -h $elf | sed -n 's/.*Entry point address: *//p')" 0x200000
        check segments "$($read_elf -lW $elf | awk '$1=="LOAD"{printf "%s%s ",$7,$8}')" "RE RW0x1000 "
        check "_start first" "$($read_elf -sW $elf | awk '$8=="_start"{print $2}')" 0000000000200000
        sizes=$($read_elf -sW $elf | awk '$8~/^microkit_(name|passive|irqs|notifications|pps|ioports)$/{print $8"="$3}' | sort | xargs)
        check "patched symbols" "$sizes" \
            "microkit_ioports=8 microkit_irqs=8 microkit_name=64 microkit_notifications=8 microkit_passive=1 microkit_pps=8"
    done
    name="$board: $(make -s print-LD BOARD=$board TOOLCHAIN=$linker)"
    said=$($(make -s print-LD BOARD=$board TOOLCHAIN=$linker) $(make -s print-LDFLAGS BOARD=$board TOOLCHAIN=$linker) -T lib/microkit/microkit.ld $B/libmicrokit.a -o $out/none.elf 2>&1)
    check "says that notified is missing" "$(grep -o 'has no notified: a protection domain defines [^)]*)' <<<"$said" | sort -u)" \
        "has no notified: a protection domain defines void notified(microkit_channel)"
done
