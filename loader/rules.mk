# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The loader: $(B)/loader.elf. Integer code only, for firmware may leave the FPU off.

loader_SRCS := $(wildcard loader/*.c) $(wildcard loader/arch/$(ARCH)/*.c) $(wildcard loader/arch/$(ARCH)/*.S)
loader_OBJS := $(patsubst %,$(B)/%.o,$(basename $(loader_SRCS)))
loader_FLAGS_riscv64 = -march=rv64ima_zicsr_zifencei -mabi=lp64
# Position independent at any address, and nothing unaligned, which needs translation.
loader_FLAGS_aarch64 = -mgeneral-regs-only -mstrict-align -mcmodel=tiny -DKERNEL_EL=$(EL) -DGIC=$(GIC)
loader_LDFLAGS_gcc = --no-warn-rwx-segments     # one segment for everything is what the image format asks for

all_TARGETS += $(if $(LOAD_BASE),$(B)/loader.elf)

$(B)/loader/%.o: EXTRA = $(loader_FLAGS_$(ARCH)) -fno-builtin -fno-jump-tables -Iloader/include -Iloader/arch/$(ARCH)/include
$(B)/loader/memory.o: EXTRA += $(if $(filter gcc,$(TOOLCHAIN)),-fno-tree-loop-distribute-patterns)

$(B)/loader.elf: $(loader_OBJS) loader/arch/$(ARCH)/loader.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) $(loader_LDFLAGS_$(TOOLCHAIN)) --defsym=LOADER_BASE=$(LOAD_BASE) -T loader/arch/$(ARCH)/loader.ld \
	  $(loader_OBJS) -o $@
