# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel gdb` tells the debugger. The emulator shows control registers, but not vector and error code of a
# trap: those are on the kernel's stack.

set architecture i386:x86-64
set $keel_registers = "rip rsp eflags cr2 cr3 fs_base gs_base k_gs_base"
source boards/debug.gdb
