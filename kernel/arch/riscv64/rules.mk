# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors

kernel_ARCH = boot.c boot_platform.c boot_vspace.c caps.c console.c entry.S firmware.c \
              fpu_registers.S frame.c irqchip.c leave.c page_table.c start.S timer.c trap.c vspace.c

kernel_SRCS += $(addprefix kernel/arch/riscv64/,$(kernel_ARCH))
kernel_GEN  += $(B)/gen/offsets.h

$(B)/gen/offsets.h: kernel/arch/riscv64/offsets.c $(RECIPE) | $(B)/gen/abi/arch
	$(call say,GEN,$@) $(CC) $(KCFLAGS) -MMD -MP -MF $(@:.h=.d) -MT $@ -S -o - $< | \
	  sed -n 's/.*"@\(.*\)".*/#define \1/p' > $@
