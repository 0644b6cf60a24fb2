# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What programs are built with: headers, $(B)/libsel4.a, the CONFIG_ headers of this build in $(B)/gen,
# and in $(B)/sdk the files from which the Microkit's tool learns about the kernel.

sel4_OBJS = $(addprefix $(B)/lib/sel4/src/,ipc_buffer.o bootinfo.o)
$(B)/libsel4.a: $(sel4_OBJS)
	$(call say,AR,$@) rm -f $@ && $(AR) rcs $@ $^

# `generate` is a host program with the target's numbers, hence one for each board.
sel4_GENERATE = $(B)/host/sel4-generate
sel4_DEFINES  = $(foreach v,EL GIC,$(if $($v),-D$v=$($v)))
$(sel4_GENERATE): lib/sel4/config/generate.c Makefile | $(B)/gen/abi/arch
	$(call say,HOSTCC,$@) mkdir -p $(@D) && $(HOSTCC) -I$(B)/gen -Iboards/$(BOARD) -Ilib/sel4/config/arch/$(ARCH) \
	    $(HOSTCFLAGS) $(DEPS) $(sel4_DEFINES) $< -o $@

sel4_CONFIG = $(B)/gen/kernel/gen_config.h $(B)/gen/sel4/gen_config.h
# What a board with a loader at a fixed address knows of its memory; others find it at boot.
sel4_PLATFORM = $(if $(LOAD_BASE),platform_gen.json)
sel4_JSON   = $(addprefix $(B)/sdk/,object_sizes.json address_space_constants.json invocations_all.json \
              $(sel4_PLATFORM) include/kernel/gen_config.json include/sel4/gen_config.json)
$(B)/gen/kernel/gen_config.h:              sel4_WHAT = kernel-header $(CONFIG)
$(B)/gen/sel4/gen_config.h:                sel4_WHAT = library-header $(CONFIG)
$(B)/sdk/include/kernel/gen_config.json:   sel4_WHAT = kernel-json $(CONFIG)
$(B)/sdk/include/sel4/gen_config.json:     sel4_WHAT = library-json $(CONFIG)
$(B)/sdk/object_sizes.json:                sel4_WHAT = object-sizes
$(B)/sdk/address_space_constants.json:     sel4_WHAT = address-space
$(B)/sdk/invocations_all.json:             sel4_WHAT = invocations
$(B)/sdk/platform_gen.json:                sel4_WHAT = platform
$(sel4_CONFIG) $(sel4_JSON): $(sel4_GENERATE)
	$(call say,GEN,$@) mkdir -p $(@D) && $(sel4_GENERATE) $(sel4_WHAT) > $@

user_GEN    += $(sel4_CONFIG)
all_TARGETS += $(B)/libsel4.a $(sel4_JSON)
