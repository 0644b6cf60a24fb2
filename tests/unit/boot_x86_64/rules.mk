# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What boot on x86-64 reads that firmware or a loader wrote, on the host.

x86_unit_NAMES  := dmar multiboot acpi command_line root_image mutated_firmware
x86_unit_KERNEL := $(patsubst %,$(H)/tests/unit/boot_x86_64/kernel/%.o,range $(addprefix arch/x86_64/,acpi bytes command_line dmar multiboot \
                   root_image))
x86_unit_FLAGS  := -Ikernel/include -Ikernel/arch/x86_64/include -Ikernel/arch/riscv64/include -fno-strict-aliasing -fwrapv
x86_unit_OBJS   := $(x86_unit_NAMES:%=$(H)/tests/unit/boot_x86_64/%.o) $(H)/tests/unit/boot_x86_64/firmware.o

unit_TESTS += $(x86_unit_NAMES:%=$(H)/tests/unit/boot_x86_64/%)

$(H)/tests/unit/boot_x86_64/kernel/%.o: kernel/%.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(HOSTCFLAGS) $(x86_unit_FLAGS))
$(x86_unit_OBJS): EXTRA = $(x86_unit_FLAGS) -Itests/unit/boot
$(x86_unit_OBJS): | $(H)/gen/abi/arch

$(x86_unit_NAMES:%=$(H)/tests/unit/boot_x86_64/%): $(H)/tests/unit/boot_x86_64/%: $(H)/tests/unit/boot_x86_64/%.o \
        $(H)/tests/unit/boot/expect.o $(H)/tests/unit/boot_x86_64/firmware.o $(x86_unit_KERNEL)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
