# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Commands of `./keel gdb` for every board, whose debug.gdb reads this file and sets the architecture and
# $keel_registers: which registers say why and where the processor last trapped.

set pagination off
set breakpoint pending on

define pd
    symbol-file
    eval "symbol-file %s/$arg0.elf", $keel_dir
end
document pd
pd NAME: keep only the symbols of one domain. Domains share virtual addresses, so that with all
loaded a program counter may be shown as another domain's line.
end

define kernel
    symbol-file
    eval "symbol-file %s/../../kernel.elf", $keel_dir
end
document kernel
kernel: keep only the symbols of the kernel.
end

define keel-help
    printf "break FUNCTION    in any domain or the kernel; then: continue\n"
    printf "pd NAME           keep only the symbols of one domain (domains share addresses)\n"
    printf "kernel            keep only the symbols of the kernel\n"
    printf "info registers %s    why and where the processor last trapped\n", $keel_registers
end
document keel-help
keel-help: what to type.
end
