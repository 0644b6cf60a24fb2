/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What Untyped_Retype can make: generic types; <sel4/arch/objecttype.h> continues the numbers. */
#pragma once

#include <abi/objects.h>
#include <sel4/simple_types.h>

#define KEEL_ROW(number, name) seL4_##name = number,
typedef enum api_object {
    OBJECT_TYPES(KEEL_ROW)
    seL4_NonArchObjectTypeCount
} seL4_ObjectType;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(seL4_NonArchObjectTypeCount == N_GENERIC_OBJECT_TYPES, "generic object types");

typedef seL4_Word api_object_t;
typedef seL4_Word object_t;

#include <sel4/sel4_arch/objecttype.h>
#include <sel4/arch/objecttype.h>
