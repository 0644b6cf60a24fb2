# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The parts of the loader that judge what others wrote, on the host.

loader_unit_OBJS := $(addprefix $(H)/,tests/unit/loader/image.o loader/image.o loader/devicetree.o)

unit_TESTS += $(H)/tests/unit/loader/image

$(loader_unit_OBJS): EXTRA = -Iloader/include
$(H)/tests/unit/loader/image: $(loader_unit_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
