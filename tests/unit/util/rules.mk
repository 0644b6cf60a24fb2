# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# lib/util on the host, under other names than the C library's.

util_unit_OBJS := $(addprefix $(H)/,tests/unit/util/memory.o lib/util/src/memory.o)

unit_TESTS += $(H)/tests/unit/util/memory

$(H)/lib/util/src/memory.o: EXTRA = -fno-builtin $(patsubst %,-D%,memcpy=util_memcpy memmove=util_memmove \
                                    memset=util_memset memcmp=util_memcmp)
$(H)/tests/unit/util/memory: $(util_unit_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
