# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The same PC for programs that use AVX, and a processor that has it. CPU=... chooses one without: then there are x87 and SSE.

ARCH = x86_64
ABI  = x86_64_avx
CPU ?= max
include boards/x86_64_generic/board.mk
