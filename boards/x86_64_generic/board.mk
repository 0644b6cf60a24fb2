# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A PC, as QEMU's `pc` machine: one core, 1 GiB; no description of it, all is found at boot. MACHINE=q35 and CPU=max choose
# others, DEVICE_OPTIONS='-device intel-iommu' adds devices. The emulator is a multiboot loader: the kernel as a 32-bit ELF
# file, the root task as its first module. What the firmware says stays on the screen, which is not shown.

ARCH       = x86_64
MACHINE   ?= pc
DEVICE_OPTIONS ?=
CPU       ?= qemu64,+fsgsbase,+pdpe1gb,+xsaveopt,+xsave
QEMU       = qemu-system-x86_64 -machine $(MACHINE) -cpu $(CPU) -smp 1 -m 1G -display none -serial mon:stdio -no-reboot -nic none $(DEVICE_OPTIONS)
# % stands for the image's name.
QEMU_IMAGE = -kernel $(B)/kernel_32.elf -initrd %
IMAGE_TYPE = elf
DEVICES    = uart/pc16550 alarm/hpet power/acpi
GDB_ARCH   = i386:x86-64
