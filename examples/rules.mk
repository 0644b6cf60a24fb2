# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# An example is examples/<name>/: <name>.system, a README, and one .c file per program. Each .c file becomes
# <file>.elf; the system description names those it uses. BOARD_... in a description stands for the number of that
# name in the board's board.h; <name>.$(ARCH).system is taken in place of <name>.system where there is one.

example_NAMES = $(sort $(patsubst examples/%/,%,$(dir $(wildcard examples/*/*.system))))
EXAMPLES     += $(example_NAMES)
example_ELFS  = $(patsubst examples/$1/%.c,$(B)/examples/$1/%.elf,$(sort $(wildcard examples/$1/*.c)))
example_SYSTEM = $(firstword $(wildcard examples/$1/$1.$(ARCH).system examples/$1/$1.system))

$(B)/examples/%.elf: $(B)/examples/%.o $(B)/libmicrokit.a $(B)/libconsole.a lib/microkit/microkit.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T lib/microkit/microkit.ld $< $(B)/libconsole.a $(B)/libmicrokit.a $(LIBGCC) -o $@

$(B)/gen/board.sed: boards/$(BOARD)/board.h $(wildcard boards/*/*.h)
	$(call say,GEN,$@) mkdir -p $(@D) && $(CC) -I. -E -dM $< | \
	    sed -nE 's,^#define (BOARD_[A-Z_0-9]+) (0x[0-9a-f]+|[0-9]+)$$,s/\\b\1\\b/\2/g,p' > $@

define example_image
$(B)/examples/$1/$1.system: $(call example_SYSTEM,$1) $(B)/gen/board.sed
	$$(call say,SED,$$@) mkdir -p $$(@D) && sed -f $(B)/gen/board.sed $$< > $$@
$(B)/examples/$1/$1.img: $(B)/examples/$1/$1.system $(call example_ELFS,$1) $(keelc_PARTS)
	$$(call say,KEELC,$$@) $(KEELC) $(keelc_OPTIONS) --init $(B)/init.elf --search-path $(B)/examples/$1 \
	    --report $$(@:.img=.report.txt) --report-json $$(@:.img=.report.json) --name $(call example_SYSTEM,$1) -o $$@ $$<
endef
$(foreach e,$(example_NAMES),$(eval $(call example_image,$e)))
