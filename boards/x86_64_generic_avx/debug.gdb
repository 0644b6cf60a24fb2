# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel gdb` tells the debugger.

source boards/x86_64_generic/debug.gdb
