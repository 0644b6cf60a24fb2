# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# keelc as a library, on files made by the tests themselves: no cross compiler takes part.

sdk_unit_NAMES := boards errors files layout lines options x86_64 fuzz

unit_TESTS += $(sdk_unit_NAMES:%=$(H)/tests/unit/sdk/%)

$(sdk_unit_NAMES:%=$(H)/tests/unit/sdk/%): %: %.o $(H)/tests/unit/sdk/fake.o $(sdk_OBJS)
	$(call say,HOSTLD,$@) $(HOSTCC) $(HOSTLDFLAGS) $^ $(sdk_XML_LIBS) -o $@
