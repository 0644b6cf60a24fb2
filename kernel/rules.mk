# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel: every .c file here, and what the architecture's rules.mk adds to kernel_SRCS. Its kernel_THEN is what else is made
# with kernel.elf: `&& command`.

kernel_SRCS := $(wildcard kernel/*.c)
include kernel/arch/$(ARCH)/rules.mk

kernel_OBJS = $(patsubst %,$(B)/%.o,$(basename $(kernel_SRCS)))
$(kernel_OBJS): kernel/rules.mk

all_TARGETS += $(B)/kernel.elf

# The linker script gives away the objects named in it after boot; it asserts what loaders rely on.
$(B)/kernel/kernel.ld: kernel/arch/$(ARCH)/kernel.ld kernel/include/sections.h $(RECIPE)
	$(call say,CPP,$@) mkdir -p $(@D) && $(CC) -E -P -x c -I. -Iboards/$(BOARD) $(filter -Ikernel/%,$(KCFLAGS)) $< -o $@

$(B)/kernel.elf: $(B)/kernel/kernel.ld $(kernel_OBJS)
	$(call say,LD,$@) $(LD) $(LDFLAGS) --gc-sections -T $< $(kernel_OBJS) -o $@ $(kernel_THEN)

# entry.S has saved all registers of the program; trap.c alone calls these functions, and needs nothing of its own behind them.
$(B)/kernel/fastpath.o $(B)/kernel/fast_wake.o $(B)/kernel/fast_invoke.o: EXTRA = $(if $(filter gcc,$(TOOLCHAIN)),$(FASTPATH_$(ARCH):%=-fcall-used-%))
FASTPATH_riscv64 = s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11
FASTPATH_aarch64 = x19 x20 x21 x22 x23 x24 x25 x26 x27 x28
FASTPATH_x86_64  = rbx r12 r13 r14 r15

# What the short ways, the longest operations and boot take, the compiler makes fast; the rest small, but for what there is room for.
kernel_FAST  = fastpath fast_wake refill release_queue untyped \
               boot% device_tree memory_nodes range $(FAST_$(ARCH)) $(addprefix arch/$(ARCH)/,boot% trap el$(EL)/trap)
FAST_aarch64 = derive fast_fault fast_invoke fault ready_queue sched time wait_queue
FAST_x86_64  = cspace derive endpoint entry fast_fault fast_invoke fault message ready_queue reply sched syscall time wait_queue $(addprefix arch/x86_64/,caps frame space vspace)
kernel_SMALL = $(filter-out $(patsubst %,kernel/%.c,$(kernel_FAST)),$(filter %.c,$(kernel_SRCS)))
kernel_SMALL_FLAGS = -Os $(if $(filter gcc,$(TOOLCHAIN)),-fno-tree-switch-conversion $(SMALL_$(ARCH)))
SMALL_riscv64 = -mtune=size
$(patsubst %.c,$(B)/%.o,$(kernel_SMALL)): EXTRA += $(kernel_SMALL_FLAGS)
