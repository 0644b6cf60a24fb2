# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel's tests on target: a root task, packed without keelc so that a broken tool cannot hide a broken kernel.

tests_kernel_SRCS := $(wildcard tests/kernel/*.c) $(wildcard tests/kernel/arch/$(ARCH)/*.c) \
                     $(wildcard tests/kernel/arch/$(ARCH)/*.S)
tests_kernel_OBJS := $(patsubst %,$(B)/%.o,$(basename $(tests_kernel_SRCS)))

kernel_TESTS += $(B)/tests/kernel.img
HELP         += "make $(B)/tests/kernel.img  the kernel's tests on target"

# No implicit memcpy: the image has no C library. What a test leaves in the FPU's registers must stay there.
tests_kernel_FLAGS_aarch64 = -mgeneral-regs-only
tests_kernel_FLAGS_x86_64  = -mgeneral-regs-only
$(B)/tests/kernel/%.o: EXTRA = -Itests/kernel -Itests/kernel/arch/$(ARCH) -fno-builtin -fno-jump-tables \
                               $(tests_kernel_FLAGS_$(ARCH))

$(B)/tests/kernel.elf: $(tests_kernel_OBJS) $(B)/libsel4.a tests/kernel/arch/$(ARCH)/root.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T tests/kernel/arch/$(ARCH)/root.ld $(tests_kernel_OBJS) $(B)/libsel4.a $(LIBGCC) -o $@

# What becomes an image of a root task. A PC's boot loader reads kernel and root task as two files.
tests_kernel_WITH = tests/kernel/pack.py $(B)/loader.elf $(B)/kernel.elf
tests_kernel_PACK = python3 $^ $@
ifeq ($(ARCH),x86_64)
tests_kernel_WITH =
tests_kernel_PACK = $(OBJCOPY) --strip-all $< $@
tests_kernel_BESIDE = $(B)/kernel_32.elf
endif
$(B)/tests/kernel.img: $(tests_kernel_WITH) $(B)/tests/kernel.elf | $(tests_kernel_BESIDE)
	$(call say,PACK,$@) $(tests_kernel_PACK)

# Some suites alone: kernel-security_race.img, kernel-boot+io_port.img.
$(B)/tests/kernel/harness-%.o: tests/kernel/harness.c $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS) '-DSUITES(X)=$(foreach s,$(subst +, ,$*),X($s))')
$(B)/tests/kernel-%.elf: $(B)/tests/kernel/harness-%.o $(filter-out %/harness.o,$(tests_kernel_OBJS)) $(B)/libsel4.a tests/kernel/arch/$(ARCH)/root.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T tests/kernel/arch/$(ARCH)/root.ld $(filter %.o %.a,$^) $(LIBGCC) -o $@
$(B)/tests/kernel-%.img: $(tests_kernel_WITH) $(B)/tests/kernel-%.elf | $(tests_kernel_BESIDE)
	$(call say,PACK,$@) $(tests_kernel_PACK)
