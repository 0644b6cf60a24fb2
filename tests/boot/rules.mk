# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Systems whose init makes one mistake: $(B)/tests/boot/<MISTAKE>.img, from an example and planted.c.

boot_PLANTS := EXTRA MISSING BADGE OBJECT CALL_BADGE CALL_OBJECT TYPE THREAD GUARD VSPACE RIGHTS
boot_RIGHT   = $(filter-out $(B)/init/cspace.o,$(init_OBJS)) $(B)/libsel4.a $(B)/libutil.a
boot_example = $(if $(filter THREAD,$1),hierarchy,pingpong)

define boot_planted
$(B)/tests/boot/$1.o: EXTRA = -Iinit/include -Iinit/arch/$(ARCH)/include -DPLANT=$1
$(B)/tests/boot/$1.o: tests/boot/planted.c | $(user_GEN)
	$$(call compile,CC,$$(CC) $$(UCFLAGS))
$(B)/tests/boot/$1.elf: $(B)/tests/boot/$1.o $(boot_RIGHT) init/arch/$(ARCH)/init.ld
	$$(call say,LD,$$@) $$(LD) $$(LDFLAGS) --gc-sections -T init/arch/$(ARCH)/init.ld $$(filter-out %.ld,$$^) $$(LIBGCC) -o $$@
$(B)/tests/boot/$1.img: $(B)/tests/boot/$1.elf $(B)/examples/$(boot_example)/$(boot_example).img
	$$(call say,KEELC,$$@) $(KEELC) $(keelc_OPTIONS) --init $$< --search-path $(B)/examples/$(boot_example) \
	  --report $$(@:.img=.report.txt) -o $$@ \
	  $(B)/examples/$(boot_example)/$(boot_example).system
endef
$(foreach p,$(boot_PLANTS),$(eval $(call boot_planted,$p)))
boot-planted: $(patsubst %,$(B)/tests/boot/%.img,$(boot_PLANTS))
.PHONY: boot-planted

# A system in which each domain fails in its own way.
$(B)/tests/boot/faults.elf: $(B)/tests/boot/faults.o $(B)/libmicrokit.a lib/microkit/microkit.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T lib/microkit/microkit.ld $< $(B)/libmicrokit.a $(LIBGCC) -o $@
$(B)/tests/boot/faults.o: EXTRA = -Itests/boot/arch/$(ARCH) -O1 -fno-optimize-sibling-calls -fno-inline
$(B)/tests/boot/faults.img: $(B)/tests/boot/faults.elf tests/boot/faults.system $(keelc_PARTS)
	$(call say,KEELC,$@) $(KEELC) $(keelc_OPTIONS) --init $(B)/init.elf --search-path $(B)/tests/boot \
	  --report $(@:.img=.report.txt) -o $@ tests/boot/faults.system

# What a root task is given on a PC.
ifeq ($(ARCH),x86_64)
$(B)/tests/boot/pc.elf: $(B)/tests/boot/pc.o $(B)/libsel4.a tests/kernel/arch/x86_64/root.ld $(B)/kernel.elf
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T tests/kernel/arch/x86_64/root.ld $< $(B)/libsel4.a $(LIBGCC) -o $@
endif

# A driver with a device of a PC.
$(B)/tests/boot/devices.elf: $(B)/tests/boot/devices.o $(B)/libmicrokit.a lib/microkit/microkit.ld
	$(call say,LD,$@) $(LD) $(LDFLAGS) -T lib/microkit/microkit.ld $< $(B)/libmicrokit.a $(LIBGCC) -o $@
$(B)/tests/boot/devices.img: $(B)/tests/boot/devices.elf tests/boot/devices.system $(keelc_PARTS)
	$(call say,KEELC,$@) $(KEELC) $(keelc_OPTIONS) --init $(B)/init.elf --search-path $(B)/tests/boot \
	  --report $(@:.img=.report.txt) -o $@ tests/boot/devices.system
