# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# libmicrokit on the host: its event loop and functions against the recording kernel of tests/unit/abi.

microkit_unit_OBJS := $(addprefix $(H)/tests/unit/microkit/,numbers.o pd.o loop.o functions.o fake.o lib/main.o \
                      lib/missing.o lib/debug.o)

unit_TESTS  += $(H)/tests/unit/microkit/microkit
all_TARGETS += $(B)/tests/unit/microkit/numbers.o

$(H)/tests/unit/microkit/%.o: EXTRA = -Itests/unit/microkit $(abi_unit_FLAGS)
$(microkit_unit_OBJS): | $(sel4_CONFIG) $(H)/gen/abi/arch

$(H)/tests/unit/microkit/fake.o: tests/unit/abi/fake.c
	$(call compile,HOSTCC,$(HOSTCC) $(HOSTCFLAGS))
# The library has the names of a whole program, and crashes on purpose.
$(H)/tests/unit/microkit/lib/%.o: lib/microkit/src/%.c
	$(call compile,HOSTCC,$(HOSTCC) $(HOSTCFLAGS) -fno-sanitize=null -Dmain=microkit_main \
	    $(if $(filter missing,$*),-Dprotected=missing_protected -Dfault=missing_fault) \
	    -D__init_array_start=pd_constructors -D__init_array_end=pd_constructors_end)

$(H)/tests/unit/microkit/microkit: $(microkit_unit_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
