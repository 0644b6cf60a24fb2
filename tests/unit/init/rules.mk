# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The parts of init that make no system call, on the host.

init_unit_NAMES := untyped explain causes_aarch64 causes_x86_64
init_unit_OBJS  := $(patsubst %,$(H)/%.o,tests/unit/init/untyped tests/unit/init/explain init/untyped \
                   init/explain init/text init/arch/$(ARCH)/causes)

unit_TESTS += $(addprefix $(H)/tests/unit/init/,$(init_unit_NAMES))

$(H)/init/arch/aarch64/causes.o $(H)/tests/unit/init/causes_aarch64.o: EXTRA = -Iinit/include -Iinit/arch/aarch64/include
$(H)/init/arch/x86_64/causes.o $(H)/tests/unit/init/causes_x86_64.o: EXTRA = -Iinit/include -Iinit/arch/x86_64/include
$(init_unit_OBJS): EXTRA = -Iinit/include -Iinit/arch/$(ARCH)/include
$(H)/tests/unit/init/untyped: $(addprefix $(H)/,tests/unit/init/untyped.o init/untyped.o)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
$(H)/tests/unit/init/causes_aarch64: $(H)/tests/unit/init/causes_aarch64.o $(H)/init/arch/aarch64/causes.o
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
$(H)/tests/unit/init/causes_x86_64: $(H)/tests/unit/init/causes_x86_64.o $(H)/init/arch/x86_64/causes.o
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
$(H)/tests/unit/init/explain: $(addprefix $(H)/,tests/unit/init/explain.o init/explain.o init/text.o \
                              init/arch/$(ARCH)/causes.o sdk/spec_check.o)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
