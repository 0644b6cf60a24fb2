/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Integer types of fixed width, and how printf spells them.
 * All 64-bit targets are LP64, so nothing here differs between architectures; what would is in
 * <sel4/arch/simple_types.h> and <sel4/sel4_arch/simple_types.h>.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>

typedef signed char seL4_Int8;
typedef unsigned char seL4_Uint8;
typedef short seL4_Int16;
typedef unsigned short seL4_Uint16;
typedef int seL4_Int32;
typedef unsigned int seL4_Uint32;
typedef long seL4_Int64;
typedef unsigned long seL4_Uint64;

SEL4_STATIC_ASSERT(sizeof(seL4_Int8) == 1 && sizeof(seL4_Uint8) == 1, "int8 width");
SEL4_STATIC_ASSERT(sizeof(seL4_Int16) == 2 && sizeof(seL4_Uint16) == 2, "int16 width");
SEL4_STATIC_ASSERT(sizeof(seL4_Int32) == 4 && sizeof(seL4_Uint32) == 4, "int32 width");
SEL4_STATIC_ASSERT(sizeof(seL4_Int64) == 8 && sizeof(seL4_Uint64) == 8, "int64 width");

typedef seL4_Int8 seL4_Bool;
#define seL4_True 1
#define seL4_False 0

#ifdef __cplusplus
#define seL4_Null 0L
#else
#define seL4_Null ((void *)0)
#endif

#define SEL4_PRId64 "ld"
#define SEL4_PRIi64 "li"
#define SEL4_PRIu64 "lu"
#define SEL4_PRIx64 "lx"

#define SEL4_PRId_word "ld"
#define SEL4_PRIi_word "li"
#define SEL4_PRIu_word "lu"
#define SEL4_PRIx_word "lx"
#define SEL4_PRI_word SEL4_PRIu_word

#include <sel4/arch/simple_types.h>
#include <sel4/sel4_arch/simple_types.h>

typedef seL4_Uint64 seL4_Word;
typedef seL4_Word seL4_CPtr;
