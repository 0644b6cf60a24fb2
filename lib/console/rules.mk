# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Output for examples, see include/console.h.

console_OBJS = $(addprefix $(B)/lib/console/,src/console.o arch/$(ARCH)/src/cycles.o)
$(B)/libconsole.a: $(console_OBJS)
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $^
