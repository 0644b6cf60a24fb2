# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The whole generic kernel as a program (kernel/arch/host), its invariants checked at every exit.
# The checker itself is built without sanitizers: it looks at memory the kernel must not, and is the larger part of the time.

whole_DIR    := $(H)/tests/unit/kernel
whole_NAMES  := random regressions corners sequences
whole_KERNEL := $(patsubst kernel/%.c,$(whole_DIR)/kernel/%.o,$(wildcard kernel/*.c kernel/arch/host/*.c) \
                $(patsubst %,kernel/arch/riscv64/%.c,boot_vspace caps frame page_table vspace))
whole_CHECK  := $(addprefix $(whole_DIR)/,invariants.o survey.o check_memory.o check_threads.o check_ipc.o check_node.o \
                check_spaces.o snapshot.o)
whole_FLAGS   = -Itests/unit/kernel/hostile -Ikernel/include -Ikernel/arch/host/include -Ikernel/arch/riscv64/include \
                -Iboards/$(BOARD) -fno-strict-aliasing -fwrapv
whole_FAST    = $(if $(SANITIZE)$(FUZZER),,-O3 $(if $(filter gcc,$(TOOLCHAIN)),-flto=auto))

unit_TESTS += $(whole_NAMES:%=$(whole_DIR)/%)

$(whole_DIR)/kernel/%.o: kernel/%.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(whole_FLAGS) $(HOSTCFLAGS) $(whole_FAST))
$(whole_DIR)/%.o: tests/unit/kernel/%.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(whole_FLAGS) $(HOSTCFLAGS) $(whole_FAST))
$(whole_CHECK): EXTRA = -fno-sanitize=all

whole_RANDOM := $(addprefix $(whole_DIR)/,run.o both_ways.o choose.o invoke_caps.o invoke_threads.o invoke_machine.o talk.o garden.o thousands.o)

$(whole_DIR)/random: $(whole_RANDOM)
$(whole_DIR)/sequences: $(whole_DIR)/steps.o
$(whole_NAMES:%=$(whole_DIR)/%): %: %.o $(whole_DIR)/user.o $(whole_CHECK) $(whole_KERNEL)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $(whole_FAST) $^ -o $@
