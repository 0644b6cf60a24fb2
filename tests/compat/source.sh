#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Programs written for the interface compile: every name in C and C++, both compilers, each configuration; with
# NDEBUG and each option of the library; no foreign macro comes along.

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    for config in debug release benchmark; do
        make -s headers-ready BOARD=$board CONFIG=$config ||
            { echo "not ok generated headers: make headers-ready BOARD=$board CONFIG=$config fails"; exit 1; }
    done
done
out=build/test/compat
mkdir -p $out

# try NAME COMMAND...
try() {
    local name=$1; shift
    if "$@"; then echo "ok $name"; else echo "not ok $name: repeat with $*"; fi
}

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    for config in debug release benchmark; do
        flags="$(make -s print-UCFLAGS BOARD=$board CONFIG=$config) -Itests/compat/arch/$(make -s print-ARCH BOARD=$board)"
        gcc=$(make -s print-CC BOARD=$board CONFIG=$config TOOLCHAIN=gcc)
        clang=$(make -s print-CC BOARD=$board CONFIG=$config TOOLCHAIN=clang)
        for file in sel4_names microkit_names; do
            source=tests/compat/$file.c
            for cc in "$gcc" "$clang"; do
                try "$file in C, ${cc%% *}, $board $config" $cc $flags -Wno-deprecated-declarations -c $source -o $out/$file.o
            done
            cxx=${flags/-std=gnu11/-std=gnu++17 -fno-exceptions}
            try "$file in C++, clang, $board $config" ${clang/clang/clang++} $cxx -Wno-deprecated-declarations -fsyntax-only -x c++ $source
            if command -v ${gcc%gcc}g++ >/dev/null; then
                try "$file in C++, gcc, $board $config" ${gcc%gcc}g++ $cxx -Wno-deprecated-declarations -fsyntax-only -x c++ $source
            fi
        done
    done
done

flags="$(make -s print-UCFLAGS) -Itests/compat/arch/$(make -s print-ARCH)"
cc=$(make -s print-CC)
c99=${flags/-std=gnu11/-std=gnu99}
try "C99" $cc $c99 -Wno-deprecated-declarations -fsyntax-only tests/compat/microkit_names.c
for option in NDEBUG CONFIG_LIB_SEL4_STUBS_USE_IPC_BUFFER_ONLY CONFIG_LIB_SEL4_USE_THREAD_LOCALS \
              CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC CONFIG_SET_TLS_BASE_SELF CONFIG_DANGEROUS_CODE_INJECTION; do
    try "option $option" $cc $flags -Wno-deprecated-declarations -D$option=1 -fsyntax-only tests/compat/sel4_names.c
done

macros() { $cc $flags -dM -E -x c "$1" | sed -nE 's/^#define ([A-Za-z_0-9]+).*/\1/p' | sort; }
for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    flags=$(make -s print-UCFLAGS BOARD=$board)
    cc=$(make -s print-CC BOARD=$board)
    for header in sel4/sel4.h microkit.h; do
        echo "#include <$header>" >$out/include.c
        foreign=$(comm -13 <(macros /dev/null) <(macros $out/include.c) |
                  grep -vE '^(seL4_|SEL4_|LIBSEL4_|CONFIG_|KEEL_|ARGS_|INV_|CONST$|PURE$)' |
                  grep -vE '^(MICROKIT_|BASE_|PD_ROOT_CAP_|MONITOR_EP$|TCB_CAP$|ARM_SMC_CAP$)' | xargs)
        if [ -z "$foreign" ]; then echo "ok macros of $header, $board"; else
            echo "not ok macros of $header, $board: programs see $foreign; hide them in sel4/abi_hide.h"; fi
    done
done
