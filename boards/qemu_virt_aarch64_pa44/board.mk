# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# QEMU's Arm `virt` machine, kernel at EL2 for processors with 44-bit physical addresses, GICv2: one core, 2 GiB.
# CPU=cortex-a57 or CPU=max chooses another core.
# QEMU puts the raw image at the loader's address and enters it at EL2, with no firmware.

ARCH       = aarch64
ABI        = aarch64_el2_pa44
EL         = 2
GIC        = 2
LOAD_BASE  = 0x70000000
CPU       ?= cortex-a72
QEMU       = qemu-system-aarch64 -machine virt,virtualization=on -cpu $(CPU) -smp 1 -m 2G -nographic -nic none
# % stands for the image's name.
QEMU_IMAGE = -device loader,file=%,addr=$(LOAD_BASE),cpu-num=0,force-raw=on
IMAGE_TYPE = binary
DEVICES    = uart/pl011 alarm/arm_timer power/psci
GDB_ARCH   = aarch64
