# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel gdb` tells the debugger.

set architecture riscv:rv64
set $keel_registers = "satp scause stval sepc"
source boards/debug.gdb
