# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A protection domain links its objects, $(B)/libmicrokit.a and $(LIBGCC) with -T lib/microkit/microkit.ld.

microkit_OBJS = $(addprefix $(B)/lib/microkit/,src/main.o src/missing.o src/debug.o arch/$(ARCH)/src/start.o)
$(B)/lib/microkit/%.o: EXTRA = -fno-delete-null-pointer-checks
$(B)/libmicrokit.a: $(microkit_OBJS)
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $^

all_TARGETS += $(B)/libmicrokit.a
