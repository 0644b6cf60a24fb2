# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# $(B)/libutil.a: the memory functions that a compiler may call on its own, for programs without a C library.

$(B)/lib/util/%.o: EXTRA = -fno-builtin $(if $(filter gcc,$(TOOLCHAIN)),-fno-tree-loop-distribute-patterns)
$(B)/libutil.a: $(B)/lib/util/src/memory.o
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $^

all_TARGETS += $(B)/libutil.a
