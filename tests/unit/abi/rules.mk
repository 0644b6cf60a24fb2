# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The interface stated a second time, and lib/sel4's functions against a recording kernel.
# numbers.c and layouts.c hold for the compiler of the target too: their objects are built with everything.

abi_unit_FLAGS = -Itests/unit/abi -Itests/unit/abi/fake -I$(B)/gen $(patsubst %,-I%,$(wildcard lib/*/include \
                 lib/*/arch/$(ARCH)/include))
abi_unit_OBJS := $(patsubst %.c,$(H)/%.o,$(wildcard tests/unit/abi/*.c))

unit_TESTS  += $(H)/tests/unit/abi/abi
all_TARGETS += $(B)/tests/unit/abi/numbers.o $(B)/tests/unit/abi/layouts.o

$(abi_unit_OBJS): EXTRA = $(abi_unit_FLAGS)
$(abi_unit_OBJS): | $(sel4_CONFIG)
$(H)/tests/unit/abi/abi: $(abi_unit_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
