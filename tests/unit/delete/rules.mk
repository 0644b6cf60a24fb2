# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Deletion on the host: random systems of containers, the kernel's code against plain set arithmetic. The arithmetic is built
# without sanitizers, as it is most of the time.

delete_unit_KERNEL := $(addprefix $(H)/kernel/,cap.o derive.o cspace.o delete.o)
delete_unit_SHARED := $(addprefix $(H)/tests/unit/delete/,system.o model.o) $(delete_unit_KERNEL)
delete_unit_TESTS  := $(addprefix $(H)/tests/unit/delete/,deletion orders)

unit_TESTS += $(delete_unit_TESTS)

$(delete_unit_TESTS:%=%.o) $(delete_unit_SHARED): EXTRA = -Ikernel/include -Ikernel/arch/host/include \
        -Ikernel/arch/riscv64/include -fno-strict-aliasing -fwrapv
$(H)/tests/unit/delete/model.o: EXTRA += -fno-sanitize=all
$(delete_unit_TESTS): %: %.o $(delete_unit_SHARED)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
