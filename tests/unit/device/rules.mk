# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Drivers of lib/device whose arithmetic the emulator's round numbers do not try, with registers in memory.

device_unit_DIR = $(abi_unit_DIR)/tests/unit/device
unit_TESTS += $(H)/tests/unit/device/hpet

$(device_unit_DIR)/hpet.o: tests/unit/device/hpet.c $(RECIPE) | $(sel4_CONFIG)
	$(call say,HOSTCC,$<) mkdir -p $(@D) && $(HOSTCC) $(abi_unit_FLAGS) -Ilib/device/alarm/hpet $(HOSTCFLAGS) $(DEPS) -c $< -o $@
$(H)/tests/unit/device/hpet: $(device_unit_DIR)/hpet.o
	$(call say,HOSTLD,$@) mkdir -p $(@D) && $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
