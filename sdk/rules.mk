# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# keelc, the system-description compiler, and its library.

sdk_LIB  := mem diag xml board attr refuse parse parse_pd parse_irq parse_io check check_pd check_irq check_io elf lines functions program symbols \
            tables build build_devices spec_check layout memory image uimage compile report report_json options
sdk_LIB  += $(basename $(patsubst sdk/%,%,$(wildcard sdk/boards/*.c)))
sdk_OBJS := $(sdk_LIB:%=$(H)/sdk/%.o)
sdk_XML_CFLAGS = $(shell xml2-config --cflags)
sdk_XML_LIBS   = $(shell xml2-config --libs)
KEELC    := $(H)/keelc

all_TARGETS += $(KEELC)

$(H)/sdk/xml.o $(H)/sdk/main.o: EXTRA = $(sdk_XML_CFLAGS)

$(KEELC): $(sdk_OBJS) $(H)/sdk/main.o
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ $(sdk_XML_LIBS) -o $@

# What an image is made from besides a description and its programs, and how keelc is told. Boards without an address
# for our loader are booted by a multiboot loader: it takes the 32-bit form of the kernel, keelc the other.
keelc_PARTS   = $(KEELC) $(B)/kernel.elf $(B)/init.elf $(if $(LOAD_BASE),$(B)/loader.elf,$(B)/kernel_32.elf)
keelc_OPTIONS = --board $(BOARD) --config $(CONFIG) --image-type $(IMAGE_TYPE) --kernel $(B)/kernel.elf \
                $(if $(LOAD_BASE),--loader $(B)/loader.elf)
