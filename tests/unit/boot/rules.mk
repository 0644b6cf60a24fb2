# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel's boot on the host: device trees that others wrote (the emulator's own, one of ours, and
# both mutated), and who gets which memory.

boot_unit_NAMES  := device_trees mutated_trees memory_plan
boot_unit_KERNEL := $(patsubst %,$(H)/tests/unit/boot/kernel/%.o,range device_tree memory_nodes boot_memory bootinfo \
                    arch/riscv64/boot_platform)
boot_unit_TREES  := $(H)/tests/unit/boot/virt.dtb $(H)/tests/unit/boot/board.dtb
boot_unit_FLAGS  := -Ikernel/include -Ikernel/arch/riscv64/include -fno-strict-aliasing -fwrapv
boot_unit_OBJS   := $(boot_unit_NAMES:%=$(H)/tests/unit/boot/%.o) $(H)/tests/unit/boot/expect.o

unit_TESTS += $(boot_unit_NAMES:%=$(H)/tests/unit/boot/%)

$(H)/tests/unit/boot/kernel/%.o: kernel/%.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(HOSTCFLAGS) $(boot_unit_FLAGS))
$(boot_unit_OBJS): EXTRA = $(boot_unit_FLAGS) -DTREES='"$(H)/tests/unit/boot/"'
$(boot_unit_OBJS): | $(H)/gen/abi/arch

$(H)/tests/unit/boot/virt.dtb:
	$(call say,QEMU,$@) mkdir -p $(@D) && $(firstword $(QEMU)) -machine virt,dumpdtb=$@.raw -smp 1 -m 2G -nographic 2>/dev/null && \
	  dtc -q -I dtb -O dtb $@.raw -o $@
$(H)/tests/unit/boot/board.dtb: tests/unit/boot/board.dts
	$(call say,DTC,$@) mkdir -p $(@D) && dtc -q $< -o $@

$(boot_unit_NAMES:%=$(H)/tests/unit/boot/%): $(H)/tests/unit/boot/%: $(H)/tests/unit/boot/%.o $(H)/tests/unit/boot/expect.o \
        $(boot_unit_KERNEL) | $(boot_unit_TREES)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
