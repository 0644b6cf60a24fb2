# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The benchmarks: a root task on the harness of the kernel's tests. bench.img measures the operations, bench-growth.img what
# they cost when there is much.

bench_SUITES        = calibrate ipc signal irq fault sched memory
bench-growth_SUITES = calibrate lengths growth growth_time growth_late
bench-growth_MEMORY = -DMIN_ARENA_BITS=26       # for 10 000 threads

benches          = bench bench-growth
bench_HARNESS    = $(addprefix tests/kernel/,devices guard memory message security_crowd threads) \
                   $(addprefix tests/kernel/arch/$(ARCH)/,board entry probes vm) \
                   $(basename $(wildcard tests/kernel/arch/$(ARCH)/prober.c))
bench_SRCS       = $(basename $(wildcard bench/*.c bench/arch/$(ARCH)/*.c bench/arch/$(ARCH)/*.S))
bench_OBJS       = $(patsubst %,$(B)/bench/harness/%.o,$(bench_HARNESS)) $(patsubst %,$(B)/%.o,$(bench_SRCS))

# Where the emulator's counter runs 16 times as fast as the kernel believes (machine.py), times are to be longer.
bench_FLAGS_aarch64 = -DPATIENCE_US=16000000 -DVICTIM_US=848

HELP += "make $(B)/bench.img  the benchmarks; bench-growth.img: what is measured against a number"

$(B)/bench/%.o: EXTRA = -Ibench -Ibench/arch/$(ARCH) -Itests/kernel -Itests/kernel/arch/$(ARCH) -fno-builtin -fno-jump-tables \
                        $(tests_kernel_FLAGS_$(ARCH)) $(bench_FLAGS_$(ARCH))
$(B)/bench/harness/%.o: %.c bench/rules.mk $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS))
$(B)/bench/harness/%.o: %.S $(RECIPE) | $(user_GEN)
	$(call compile,AS,$(CC) $(UCFLAGS))
$(benches:%=$(B)/bench/harness/%.o): $(B)/bench/harness/%.o: tests/kernel/harness.c bench/rules.mk $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS) '-DSUITES(X)=$(foreach s,$($*_SUITES),X($s))')
$(benches:%=$(B)/bench/harness/%-objects.o): $(B)/bench/harness/%-objects.o: tests/kernel/objects.c bench/rules.mk $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS) $($*_MEMORY))

$(benches:%=$(B)/%.elf): $(B)/%.elf: $(B)/bench/harness/%.o $(B)/bench/harness/%-objects.o $(bench_OBJS) $(B)/libsel4.a tests/kernel/arch/$(ARCH)/root.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T tests/kernel/arch/$(ARCH)/root.ld $(filter %.o %.a,$^) $(LIBGCC) -o $@
$(benches:%=$(B)/%.img): $(B)/%.img: $(tests_kernel_WITH) $(B)/%.elf | $(tests_kernel_BESIDE)
	$(call say,PACK,$@) $(tests_kernel_PACK)

# Loaded by the emulator itself: account.py.
$(H)/bench/trace.so: bench/host/trace.c $(RECIPE)
	$(call say,HOSTLINK,$@) mkdir -p $(@D) && $(HOSTCC) $(HOSTCFLAGS) -shared -fPIC $< -o $@
