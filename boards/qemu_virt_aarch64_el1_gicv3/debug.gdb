# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel gdb` tells the debugger.

set architecture aarch64
set $keel_registers = "ESR_EL1 FAR_EL1 ELR_EL1 TTBR0_EL1"
source boards/debug.gdb
