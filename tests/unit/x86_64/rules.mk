# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The x86-64 kernel's registers, address spaces and features, on the host: the latter two on pretended processors
# (include/arch/machine.h), features for the board whose threads have the most registers.

core_DIR    := $(H)/tests/unit/x86_64
core_NAMES  := registers spaces processors
core_FLAGS   = -Itests/unit/x86_64/include -Itests/unit/boot -Ikernel/include -Ikernel/arch/x86_64/include \
               -Iboards/x86_64_generic$(core_AVX) -I$(core_DIR)/x86_64$(core_AVX) -fno-strict-aliasing -fwrapv
core_SPACES := $(patsubst %,$(core_DIR)/kernel/%.o,asid $(addprefix arch/x86_64/,frame paging space vspace))
core_CPU    := $(core_DIR)/kernel/arch/x86_64/cpu_features.o
core_KERNEL := $(core_SPACES) $(core_CPU)
core_ABI    := $(core_DIR)/x86_64/abi/arch $(core_DIR)/x86_64_avx/abi/arch

unit_TESTS += $(core_NAMES:%=$(core_DIR)/%)

$(core_CPU) $(core_DIR)/processors.o: core_AVX = _avx
$(core_ABI): $(core_DIR)/%/abi/arch:
	$(call say,LINK,$@) mkdir -p $(@D) && ln -sfnr abi/$* $@
$(core_DIR)/kernel/%.o: kernel/%.c $(RECIPE) | $(core_ABI)
	$(call compile,HOSTCC,$(HOSTCC) $(core_FLAGS) $(HOSTCFLAGS))
$(core_DIR)/%.o: tests/unit/x86_64/%.c $(RECIPE) | $(core_ABI)
	$(call compile,HOSTCC,$(HOSTCC) $(core_FLAGS) $(HOSTCFLAGS))

$(core_DIR)/registers: $(core_DIR)/registers.o
$(core_DIR)/spaces: $(core_DIR)/spaces.o $(core_SPACES)
$(core_DIR)/processors: $(core_DIR)/processors.o $(core_CPU)
$(core_NAMES:%=$(core_DIR)/%): $(H)/tests/unit/boot/expect.o
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
