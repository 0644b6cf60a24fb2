# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The interface stated a second time, and lib/sel4's functions against a recording kernel. A host program with the
# target's numbers, hence one for each board and configuration; tests/compat/boards.sh runs those of other boards.
# numbers.c and layouts.c hold for the compiler of the target too: their objects are built with everything.

abi_unit_DIR   = $(H)/abi/$(BOARD)-$(CONFIG)
abi_unit_ARCH  = tests/unit/abi/arch/$(ARCH)
abi_unit_FLAGS = -I$(abi_unit_ARCH) -Itests/unit/abi -Itests/unit/abi/fake -I$(B)/gen $(patsubst %,-I%,$(wildcard lib/*/include \
                 lib/*/arch/$(ARCH)/include))
abi_unit_SRCS  = $(wildcard tests/unit/abi/*.c $(abi_unit_ARCH)/*.c)
abi_unit_OBJS := $(abi_unit_SRCS:%.c=$(abi_unit_DIR)/%.o)
abi_unit_PROGRAM = $(abi_unit_DIR)/tests/unit/abi/abi

unit_TESTS  += $(abi_unit_PROGRAM)
all_TARGETS += $(B)/tests/unit/abi/numbers.o $(B)/tests/unit/abi/layouts.o

$(B)/tests/unit/abi/%.o: EXTRA = -I$(abi_unit_ARCH)
$(abi_unit_OBJS): $(abi_unit_DIR)/%.o: %.c $(RECIPE) | $(sel4_CONFIG)
	$(call say,HOSTCC,$<) mkdir -p $(@D) && $(HOSTCC) $(abi_unit_FLAGS) $(HOSTCFLAGS) $(DEPS) -c $< -o $@
$(abi_unit_PROGRAM): $(abi_unit_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
