# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The benchmarks: a root task on the harness of the kernel's tests.

bench_HARNESS = $(addprefix tests/kernel/,devices guard harness memory message objects threads) \
                $(addprefix tests/kernel/arch/$(ARCH)/,board entry probes vm) \
                $(basename $(wildcard tests/kernel/arch/$(ARCH)/prober.c))
bench_SRCS    = $(basename $(wildcard bench/*.c bench/arch/$(ARCH)/*.c bench/arch/$(ARCH)/*.S))
bench_OBJS    = $(patsubst %,$(B)/bench/harness/%.o,$(bench_HARNESS)) $(patsubst %,$(B)/%.o,$(bench_SRCS))

HELP += "make $(B)/bench.img  the benchmarks"

bench_SUITES = calibrate ipc signal fault sched memory
$(B)/bench/harness/tests/kernel/harness.o: EXTRA += '-DSUITES(X)=$(foreach s,$(bench_SUITES),X($s))'
$(B)/bench/%.o: EXTRA = -Ibench -Ibench/arch/$(ARCH) -Itests/kernel -Itests/kernel/arch/$(ARCH) -fno-builtin -fno-jump-tables \
                        $(tests_kernel_FLAGS_$(ARCH))
$(B)/bench/harness/%.o: %.c $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS))
$(B)/bench/harness/%.o: %.S $(RECIPE) | $(user_GEN)
	$(call compile,AS,$(CC) $(UCFLAGS))

$(B)/bench.elf: $(bench_OBJS) $(B)/libsel4.a tests/kernel/arch/$(ARCH)/root.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T tests/kernel/arch/$(ARCH)/root.ld $(bench_OBJS) $(B)/libsel4.a $(LIBGCC) -o $@
$(B)/bench.img: $(tests_kernel_WITH) $(B)/bench.elf
	$(call say,PACK,$@) $(tests_kernel_PACK)
ifeq ($(ARCH),x86_64)
$(B)/bench.img: | $(B)/kernel_32.elf
endif
