# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The board says at which exception level the kernel runs (EL) and which interrupt controller there is (GIC).

kernel_ARCH = boot.c boot_vspace.c cache.c caps.c console.c entry.S fpu_registers.S frame.c gic_v$(GIC).c \
              $(if $(filter debug,$(CONFIG)),hw_debug.c,hw_debug_absent.c) irq_arch.c leave.c maintenance.c monitor.S page_table.c smc.c start.S \
              thread.c timer.c trap.c vspace.c
kernel_EL_1 = space.c trap.c
kernel_EL_2 = space.c trap.c vcpu.c vcpu_switch.c vgic_v$(GIC).c

KFLAGS_aarch64 += -Ikernel/arch/aarch64/el$(EL)/include

kernel_SRCS += $(addprefix kernel/arch/aarch64/,$(kernel_ARCH) $(addprefix el$(EL)/,$(kernel_EL_$(EL))))
kernel_GEN  += $(B)/gen/offsets.h

$(B)/gen/offsets.h: kernel/arch/aarch64/offsets.c $(RECIPE) | $(B)/gen/abi/arch
	$(call say,GEN,$@) $(CC) $(KCFLAGS) -MMD -MP -MF $(@:.h=.d) -MT $@ -S -o - $< | \
	  sed -n 's/.*"@\(.*\)".*/#define \1/p' > $@
