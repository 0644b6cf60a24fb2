# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# An example is examples/<name>/: <name>.system, a README, and one .c file per program. Each .c file becomes
# <file>.elf; the system description names those it uses.

example_NAMES = $(sort $(patsubst examples/%/,%,$(dir $(wildcard examples/*/*.system))))
EXAMPLES     += $(example_NAMES)
example_ELFS  = $(patsubst examples/$1/%.c,$(B)/examples/$1/%.elf,$(sort $(wildcard examples/$1/*.c)))

$(B)/examples/%.elf: $(B)/examples/%.o $(B)/libmicrokit.a $(B)/libconsole.a lib/microkit/microkit.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T lib/microkit/microkit.ld $< $(B)/libconsole.a $(B)/libmicrokit.a $(LIBGCC) -o $@

define example_image
$(B)/examples/$1/$1.img: examples/$1/$1.system $(call example_ELFS,$1) $(H)/keelc $(B)/kernel.elf $(B)/loader.elf $(B)/init.elf
	$$(call say,KEELC,$$@) $(H)/keelc --board $(BOARD) --config $(CONFIG) --kernel $(B)/kernel.elf \
	    --loader $(B)/loader.elf --init $(B)/init.elf --image-type elf --search-path $(B)/examples/$1 \
	    --report $$(@:.img=.report.txt) --report-json $$(@:.img=.report.json) -o $$@ $$<
endef
$(foreach e,$(example_NAMES),$(eval $(call example_image,$e)))
