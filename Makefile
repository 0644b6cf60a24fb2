# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The one Makefile. `make help` lists what to type; `./keel` calls it after installing what is missing.
#
# Each component adds a fragment, <component>/rules.mk, that lists files and nothing clever. A fragment may
#   add to    all_TARGETS      files that plain `make` builds
#             EXAMPLES         names; the image of one is $(B)/examples/<name>/<name>.img
#             unit_TESTS       host programs that print `ok name` or `not ok name: why`
#             kernel_TESTS     images that print the same and end with `KEEL-TEST-END passed failed`
#             kernel_GEN user_GEN host_GEN    generated headers, made before any object of that kind
#             HELP             lines for `make help`, as "target   what it does" in double quotes
#   use       B  build/$(BOARD)/$(CONFIG), for the target       H  build/host, for this machine
#             CC LD AR OBJCOPY HOSTCC  KCFLAGS UCFLAGS HOSTCFLAGS  LDFLAGS HOSTLDFLAGS LIBGCC  $(call say,LD,$@)
#   rely on   $(B)/kernel/%.o  from kernel/%.c or .S, with KCFLAGS
#             $(B)/%.o         from any other %.c or .S, with UCFLAGS
#             $(H)/%.o         from %.c, with HOSTCFLAGS
#             EXTRA            flags after all others, set per target:  $(B)/loader/%.o: EXTRA = -march=rv64im
#             <abi/arch/...>   found through a link below $(B)/gen; lib/*/include and lib/*/arch/$(ARCH)/include
#                              are searched for user programs
# and links its own programs, for example
#             $(B)/init.elf: $(init_OBJS) init/init.ld
#                     $(call say,LD,$@) $(LD) $(LDFLAGS) -T init/init.ld $(init_OBJS) $(LIBGCC) -o $@
# Names inside a fragment start with the component's name. Paths are relative to the root, nothing recurses.

BOARD     ?= qemu_virt_riscv64
CONFIG    ?= debug
TOOLCHAIN ?= gcc
EXAMPLE   ?= tour
HOSTILE   ?=
SEED      ?= 1

BOARDS     = $(notdir $(patsubst %/board.mk,%,$(wildcard boards/*/board.mk)))
CONFIGS    = debug release benchmark
TOOLCHAINS = gcc clang
HOSTILES   = preempt slow time jumps memory orders
hostile_WORDS = $(subst +, ,$(HOSTILE))
one_of     = $(if $(filter $($1),$2),,$(error $1=$($1) does not exist. Choose one of: $2))
$(call one_of,BOARD,$(BOARDS))$(call one_of,CONFIG,$(CONFIGS))$(call one_of,TOOLCHAIN,$(TOOLCHAINS))$(foreach HOSTILE,$(hostile_WORDS),$(call one_of,HOSTILE,$(HOSTILES)))

ABI = $(ARCH)
include boards/$(BOARD)/board.mk

SUFFIX = $(if $(filter clang,$(TOOLCHAIN)),-clang)$(if $(HOSTILE),-hostile-$(HOSTILE)$(if $(filter-out 1,$(SEED)),-$(SEED)))
B     := build/$(BOARD)/$(CONFIG)$(SUFFIX)
H     := build/host$(SUFFIX)$(if $(SANITIZE),-sanitize)$(if $(FUZZER),-fuzzer)

# --- tools ---------------------------------------------------------------------------------------------

CROSS_riscv64 = riscv64-unknown-elf-
CROSS_aarch64 = aarch64-linux-gnu-
CROSS_x86_64  = x86_64-linux-gnu-
CROSS         = $(CROSS_$(ARCH))
AR            = $(CROSS)ar
OBJCOPY       = $(CROSS)objcopy
OBJDUMP       = $(CROSS)objdump
LLVM          = 19

CC_gcc   = $(CROSS)gcc
LD_gcc   = $(CROSS)ld
HOST_gcc = gcc
CC_clang = clang-$(LLVM) --target=$(ARCH)-unknown-elf
LD_clang = ld.lld-$(LLVM)
HOST_clang = clang-$(LLVM)

CC     = $(CC_$(TOOLCHAIN))
LD     = $(LD_$(TOOLCHAIN))
HOSTCC = $(HOST_$(TOOLCHAIN))

# --- flags ---------------------------------------------------------------------------------------------

DEBUG     = $(if $(filter debug,$(CONFIG)),1,0)
BENCHMARK = $(if $(filter benchmark,$(CONFIG)),1,0)

# Constants for kernel/include/hostile.h. What jumps must also ring.
hostile = -DKEEL_HOSTILE_$1=$(if $(filter $2,$(hostile_WORDS)),1,0)
HOSTILE_FLAGS = $(call hostile,PREEMPT,preempt) $(call hostile,SLOW,slow) $(call hostile,TIME,time jumps) \
                $(call hostile,JUMPS,jumps) $(call hostile,MEMORY,memory) $(call hostile,ORDERS,orders) \
                -DKEEL_HOSTILE_SEED=$(SEED)

WARN    = -Wall -Wextra -Wconversion -Werror
COMMON  = -g -ffile-prefix-map=$(CURDIR)=. -fdebug-prefix-map=$(CURDIR)=. $(WARN) -I. -DKEEL_DEBUG=$(DEBUG) -DKEEL_BENCHMARK=$(BENCHMARK) $(HOSTILE_FLAGS)
FREE    = -std=gnu11 -O2 -ffreestanding -fno-pic -Iboards/$(BOARD) -I$(B)/gen

KFLAGS_riscv64 = -march=rv64imc_zicsr_zifencei -mabi=lp64 -mcmodel=medany
UFLAGS_riscv64 = -march=rv64imafdc_zicsr_zifencei -mabi=lp64d -mcmodel=medany
AARCH64        = -march=armv8-a -mbranch-protection=none -mno-outline-atomics -fno-stack-protector
# The kernel image has less than 1 MiB, so one instruction makes any address in it; else the linker refuses.
KFLAGS_aarch64 = $(AARCH64) -mcmodel=tiny -mgeneral-regs-only
UFLAGS_aarch64 = $(AARCH64)
X86_64         = -march=x86-64 -mtune=generic -fcf-protection=none -fno-stack-protector -fno-asynchronous-unwind-tables -Wa,--noexecstack
KFLAGS_x86_64  = $(X86_64) -mgeneral-regs-only -mno-red-zone -mcmodel=kernel
UFLAGS_x86_64  = $(X86_64)

UNPADDED = $(if $(filter gcc,$(TOOLCHAIN)),$(addprefix -fno-align-,functions jumps labels loops))
KCFLAGS = $(FREE) $(KFLAGS_$(ARCH)) -fno-builtin -fno-strict-aliasing -fwrapv -fno-jump-tables -fno-tree-vectorize -ffunction-sections $(UNPADDED) $(COMMON) \
          -Ikernel/include -Ikernel/arch/$(ARCH)/include
UCFLAGS = $(FREE) $(UFLAGS_$(ARCH)) -nostdlib -ffunction-sections -fdata-sections $(COMMON) \
          $(addprefix -I,$(wildcard lib/*/include lib/*/arch/$(ARCH)/include)) $(addprefix -Ilib/device/,$(DEVICES))
HOSTCFLAGS  = -std=gnu11 -O2 $(COMMON) -I$(H)/gen $(HOSTLDFLAGS)
HOSTLDFLAGS = $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all) $(if $(FUZZER),-fsanitize=fuzzer-no-link)
comma      := ,

LDFLAGS = -static -nostdlib --build-id=none -z max-page-size=0x1000 --fatal-warnings
LIBGCC  = $(shell $(CC_gcc) $(UFLAGS_$(ARCH)) -print-libgcc-file-name)

# --- components ----------------------------------------------------------------------------------------

.SUFFIXES:
.DELETE_ON_ERROR:
.PRECIOUS: $(B)/%.o $(H)/%.o
.PHONY: all run help clean images headers-ready
all:

DEPS   = -MMD -MP
RECIPE = Makefile boards/$(BOARD)/board.mk
say = $(if $(V),,@printf '  %-8s %s\n' '$1' '$2';)

# Before the fragments, whose rules name these as prerequisites.
kernel_GEN += $(B)/gen/abi/arch
user_GEN   += $(B)/gen/abi/arch
host_GEN   += $(H)/gen/abi/arch

include $(wildcard kernel/rules.mk lib/*/rules.mk sdk/rules.mk loader/rules.mk init/rules.mk examples/rules.mk \
                   examples/*/rules.mk tests/unit/*/rules.mk tests/*/rules.mk formal/check/rules.mk bench/rules.mk)

images = $(foreach e,$(EXAMPLES),$(B)/examples/$e/$e.img)
all: $(all_TARGETS) $(images)
images: $(images)

# --- how an object is made -----------------------------------------------------------------------------

# <abi/arch/...> is the board's part of abi/; for this machine's programs that of the pretended machine.
$(B)/gen/abi/arch: ABI_OF = $(ABI)
$(H)/gen/abi/arch: ABI_OF = riscv64
$(B)/gen/abi/arch $(H)/gen/abi/arch:
	$(call say,LINK,$@) mkdir -p $(@D) && ln -sfnr abi/$(ABI_OF) $@

headers-ready: $(kernel_GEN) $(user_GEN) $(host_GEN)

compile = $(call say,$1,$<) mkdir -p $(@D) && $2 $(DEPS) $(EXTRA) -c $< -o $@

$(B)/kernel/%.o: kernel/%.c $(RECIPE) | $(kernel_GEN)
	$(call compile,CC,$(CC) $(KCFLAGS))
$(B)/kernel/%.o: kernel/%.S $(RECIPE) | $(kernel_GEN)
	$(call compile,AS,$(CC) $(KCFLAGS))
$(H)/%.o: %.c $(RECIPE) | $(host_GEN)
	$(call compile,HOSTCC,$(HOSTCC) $(HOSTCFLAGS))
$(B)/%.o: %.c $(RECIPE) | $(user_GEN)
	$(call compile,CC,$(CC) $(UCFLAGS))
$(B)/%.o: %.S $(RECIPE) | $(user_GEN)
	$(call compile,AS,$(CC) $(UCFLAGS))

-include $(shell find $(B) $(H) -name '*.d' 2>/dev/null)

# --- verbs ---------------------------------------------------------------------------------------------

# Instructions are time. QEMU_EXACT (tests): idle time is skipped, so every run is exact and repeatable.
# QEMU_LIVE (people): idle time passes on the wall clock. Never idle with QEMU_EXACT at a terminal:
# QEMU then spins and ignores everything but SIGKILL.
QEMU_EXACT = -icount shift=0,sleep=off -rtc clock=vm,base=2026-01-01
QEMU_LIVE  = -icount shift=0 -rtc clock=vm

run: $(B)/examples/$(EXAMPLE)/$(EXAMPLE).img
	$(QEMU) $(QEMU_LIVE) $(subst %,$<,$(QEMU_IMAGE))

clean:
	rm -rf build

print-%:
	@echo '$($*)'

help:
	@printf '%s\n' \
	  "make                    everything: kernel, libraries, tools, the image of each example" \
	  "make run EXAMPLE=tour   boot one example in the emulator (leave with ctrl-a x)" \
	  "make images             the images of all examples" \
	  "make clean              remove build/" \
	  "make print-NAME         what a variable of this Makefile holds" \
	  $(HELP) "" \
	  "BOARD=      $(BOARDS)" "CONFIG=     $(CONFIGS)" "TOOLCHAIN=  $(TOOLCHAINS)" "EXAMPLE=    $(sort $(EXAMPLES))" \
	  "HOSTILE=    $(HOSTILES): kernels that make bad luck certain, for tests; several: preempt+time" \
	  "SEED=1      of a hostile kernel's luck" \
	  "SANITIZE=1  host programs with the address and undefined-behaviour sanitizers" \
	  "V=1         show the commands" "" \
	  "./keel help lists the commands that also install what is missing, run tests and debug."
