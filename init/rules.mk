# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The first program: $(B)/init.elf. keelc appends the description of a system to it.

init_SRCS := $(wildcard init/*.c) $(wildcard init/arch/$(ARCH)/*.c) $(wildcard init/arch/$(ARCH)/*.S) sdk/spec_check.c
init_OBJS := $(patsubst %,$(B)/%.o,$(basename $(init_SRCS)))

all_TARGETS += $(B)/init.elf

$(B)/init/%.o: EXTRA = -Iinit/include -Iinit/arch/$(ARCH)/include

$(B)/init.elf: $(init_OBJS) $(B)/libsel4.a $(B)/libutil.a init/arch/$(ARCH)/init.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) --gc-sections -T init/arch/$(ARCH)/init.ld $(init_OBJS) $(B)/libsel4.a $(B)/libutil.a $(LIBGCC) -o $@
