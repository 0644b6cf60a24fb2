# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Deletion on the host: random systems of containers, the kernel's code against plain set arithmetic.

delete_unit_KERNEL := $(addprefix $(H)/kernel/,cap.o derive.o cspace.o delete.o)
delete_unit_OBJS   := $(addprefix $(H)/tests/unit/delete/,deletion.o system.o model.o)

unit_TESTS += $(H)/tests/unit/delete/deletion

$(delete_unit_OBJS) $(delete_unit_KERNEL): EXTRA = -Ikernel/include -Ikernel/arch/host/include \
        -Ikernel/arch/riscv64/include -fno-strict-aliasing -fwrapv
$(H)/tests/unit/delete/deletion: $(delete_unit_OBJS) $(delete_unit_KERNEL)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
