# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Fuzz targets: $(H)/tests/fuzz/<target> reads files; with TOOLCHAIN=clang FUZZER=1 it is linked with libFuzzer and invents them.
# Only what is tested is instrumented for coverage, not the tests.

fuzz_DIR     := $(H)/tests/fuzz
fuzz_TARGETS := kernel root_task device_tree dmar pc_boot loader_image spec elf description
fuzz_PROGRAMS := $(fuzz_TARGETS:%=$(fuzz_DIR)/%)
fuzz_COMMON  := $(fuzz_DIR)/target.o $(if $(FUZZER),,$(fuzz_DIR)/replay.o)
fuzz_PLAIN   := $(if $(FUZZER),-fno-sanitize=fuzzer-no-link)
fuzz_link     = $(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $(if $(FUZZER),-fsanitize=fuzzer) $^ $(fuzz_LIBS) -o $@

HELP += "tests/fuzz/run TARGET SECONDS  go on fuzzing: $(fuzz_TARGETS)"

$(fuzz_DIR)/%.o: tests/fuzz/%.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(fuzz_FLAGS) $(HOSTCFLAGS) $(fuzz_PLAIN))

$(fuzz_PROGRAMS): %: %.o $(fuzz_COMMON)

# The whole kernel in a process: tests/unit/kernel without its run.o.
fuzz_WHOLE := $(whole_DIR)/user.o $(whole_CHECK) $(whole_KERNEL)

$(fuzz_DIR)/kernel.o: fuzz_FLAGS = $(whole_FLAGS)
$(fuzz_DIR)/kernel: $(filter-out %/run.o,$(whole_RANDOM)) $(whole_DIR)/random.o $(fuzz_WHOLE) $(if $(FUZZER),$(fuzz_DIR)/records.o)
	$(fuzz_link)

ifdef FUZZER
$(filter-out %/run.o,$(whole_RANDOM)) $(whole_DIR)/random.o $(whole_DIR)/user.o: EXTRA = $(fuzz_PLAIN)
endif

$(fuzz_DIR)/root_task.o: fuzz_FLAGS = $(whole_FLAGS)
$(fuzz_DIR)/root_task: $(fuzz_WHOLE)
	$(fuzz_link)

# Boot on RISC-V, with its reader of device trees.
fuzz_BOOT := $(addprefix $(fuzz_DIR)/,device_tree.o boot_main.o)
$(fuzz_BOOT): fuzz_FLAGS = -Itests/fuzz/no_machine $(boot_unit_FLAGS) -Iboards/$(BOARD)
$(fuzz_DIR)/boot_main.o: fuzz_PLAIN =
$(fuzz_DIR)/device_tree: $(fuzz_DIR)/boot_main.o $(boot_unit_KERNEL) $(H)/loader/devicetree.o
	$(fuzz_link)

# Boot on x86-64: what firmware and loader wrote.
$(addprefix $(fuzz_DIR)/,dmar.o pc_boot.o): fuzz_FLAGS = $(x86_unit_FLAGS)
$(fuzz_DIR)/dmar $(fuzz_DIR)/pc_boot: $(x86_unit_KERNEL)
	$(fuzz_link)

# What the loader finds behind itself, and what init does.
$(fuzz_DIR)/loader_image.o: fuzz_FLAGS = -Iloader/include
$(fuzz_DIR)/loader_image: $(H)/loader/image.o
	$(fuzz_link)
$(fuzz_DIR)/spec.o: fuzz_FLAGS = -Iinit/include -Iinit/arch/$(ARCH)/include
$(fuzz_DIR)/spec: $(addprefix $(H)/,sdk/spec_check.o init/explain.o init/text.o)
	$(fuzz_link)

# keelc as a library. Its files are those of tests/unit/sdk.
$(fuzz_DIR)/elf $(fuzz_DIR)/description: fuzz_LIBS = $(sdk_XML_LIBS)
$(fuzz_DIR)/elf $(fuzz_DIR)/description: $(fuzz_DIR)/compiler.o $(H)/tests/unit/sdk/fake.o $(sdk_OBJS)
	$(fuzz_link)
