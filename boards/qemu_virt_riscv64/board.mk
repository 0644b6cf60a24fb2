# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# QEMU's RISC-V `virt` machine: one hart, 2 GiB, the OpenSBI that QEMU brings.
# An image is an ELF file or uImage; the firmware enters the loader in S-mode.

ARCH       = riscv64
LOAD_BASE  = 0x90000000
QEMU       = qemu-system-riscv64 -machine virt -smp 1 -m 2G -nographic
# % stands for the image's name.
QEMU_IMAGE = -kernel %
IMAGE_TYPE = elf
DEVICES    = uart/ns16550 alarm/goldfish power/sifive_test
GDB_ARCH   = riscv:rv64
