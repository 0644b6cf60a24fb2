# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The IOMMU exists in every configuration but release: abi/x86_64/objects.h.

kernel_ARCH = acpi.c apic.c boot.c boot_leaks.c boot_clock.c boot_vspace.c bytes.c caps.c command_line.c console.c cpu_features.c entry.S font.c fpu.c frame.c \
              $(if $(filter debug,$(CONFIG)),hw_debug.c,hw_debug_absent.c) io_port.c ioapic.c irq_arch.c leave.c multiboot.c paging.c pic.c \
              root_image.c screen.c segments.c space.c start.S thread.c timer.c trap.c vspace.c \
              $(if $(filter-out release,$(CONFIG)),boot_iommu.c dmar.c io_space.c iommu.c,iommu_absent.c)

kernel_SRCS += $(addprefix kernel/arch/x86_64/,$(kernel_ARCH))
kernel_GEN  += $(B)/gen/offsets.h

# The same image for loaders that take 32-bit files only, as the emulator; it follows the processor, which starts in 32-bit mode.
kernel_THEN  = && $(OBJCOPY) --strip-debug -O elf32-i386 $@ $(B)/kernel_32.elf
all_TARGETS += $(B)/kernel_32.elf
$(B)/kernel_32.elf: $(B)/kernel.elf ;

$(B)/gen/offsets.h: kernel/arch/x86_64/offsets.c $(RECIPE) | $(B)/gen/abi/arch
	$(call say,GEN,$@) $(CC) $(KCFLAGS) -MMD -MP -MF $(@:.h=.d) -MT $@ -S -o $(@:.h=.s) $< && \
	  sed -n 's/.*"@\(.*\)".*/#define \1/p' $(@:.h=.s) > $@
