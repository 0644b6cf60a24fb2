# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The x86-64 kernel's registers and address spaces, on the host: the latter on a pretended processor (include/arch/machine.h).

core_DIR   := $(H)/tests/unit/x86_64
core_NAMES := registers spaces
core_FLAGS := -Itests/unit/x86_64/include -Itests/unit/boot -Ikernel/include -Ikernel/arch/x86_64/include -Iboards/x86_64_generic \
              -I$(core_DIR)/gen -fno-strict-aliasing -fwrapv
core_SPACES := $(patsubst %,$(core_DIR)/kernel/%.o,asid $(addprefix arch/x86_64/,frame paging space vspace))

unit_TESTS += $(core_NAMES:%=$(core_DIR)/%)

$(core_DIR)/gen/abi/arch:
	$(call say,LINK,$@) mkdir -p $(@D) && ln -sfnr abi/x86_64 $@
$(core_DIR)/kernel/%.o: kernel/%.c $(RECIPE) | $(core_DIR)/gen/abi/arch
	$(call compile,HOSTCC,$(HOSTCC) $(core_FLAGS) $(HOSTCFLAGS))
$(core_DIR)/%.o: tests/unit/x86_64/%.c $(RECIPE) | $(core_DIR)/gen/abi/arch
	$(call compile,HOSTCC,$(HOSTCC) $(core_FLAGS) $(HOSTCFLAGS))

$(core_DIR)/registers: $(core_DIR)/registers.o
$(core_DIR)/spaces: $(core_DIR)/spaces.o $(core_SPACES)
$(core_NAMES:%=$(core_DIR)/%): $(H)/tests/unit/boot/expect.o
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
