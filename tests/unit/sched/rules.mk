# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The scheduler on the host: each part against a plain model written from its specification.

sched_unit_NAMES   := refills queues decisions
sched_unit_KERNEL  := $(addprefix $(H)/kernel/,ready_queue.o release_queue.o refill.o sched.o time.o domain.o \
                      sched_context.o sched_context_invoke.o wait_queue.o)
sched_unit_OBJS    := $(addprefix $(H)/tests/unit/sched/,$(sched_unit_NAMES:%=%.o) fixture.o)

unit_TESTS += $(addprefix $(H)/tests/unit/sched/,$(sched_unit_NAMES))

$(sched_unit_OBJS) $(sched_unit_KERNEL): EXTRA = -Ikernel/include -Ikernel/arch/host/include \
    -Ikernel/arch/riscv64/include -fno-strict-aliasing -fwrapv
$(sched_unit_NAMES:%=$(H)/tests/unit/sched/%): $(H)/tests/unit/sched/%: $(H)/tests/unit/sched/%.o \
        $(H)/tests/unit/sched/fixture.o $(sched_unit_KERNEL)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ -o $@
