# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel gdb` tells the debugger.

set architecture aarch64
set $keel_registers = "ESR_EL2 FAR_EL2 ELR_EL2 VTTBR_EL2"
source boards/debug.gdb
