/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a PC's boot loader and firmware said, as chunks of extra boot information. They are packed,
 * one behind the other, so that fields may be unaligned.
 */
#pragma once

#include <sel4/bootinfo_types.h>

#define SEL4_MULTIBOOT_MAX_MMAP_ENTRIES 50
#define SEL4_MULTIBOOT_RAM_REGION_TYPE  1

/* SEL4_BOOTINFO_HEADER_X86_VBE: the two blocks of VESA BIOS Extension 3.0, 4.3 and 4.4. */
typedef struct seL4_X86_BootInfo_VBE {
    seL4_BootInfoHeader header;
    seL4_Uint8 vbeInfoBlock[512];
    seL4_Uint8 vbeModeInfoBlock[256];
    seL4_Uint32 vbeMode;
    seL4_Uint32 vbeInterfaceSeg;
    seL4_Uint32 vbeInterfaceOff;
    seL4_Uint32 vbeInterfaceLen;
} SEL4_PACKED seL4_X86_BootInfo_VBE;

/* An entry of the memory map (Multiboot 0.6.96, 3.3); `size` does not count itself. */
typedef struct seL4_X86_mb_mmap {
    seL4_Uint32 size;
    seL4_Uint64 base_addr;
    seL4_Uint64 length;
    seL4_Uint32 type;
} SEL4_PACKED seL4_X86_mb_mmap_t;

/* SEL4_BOOTINFO_HEADER_X86_MBMMAP: the first mmap_length bytes of the entries are valid. */
typedef struct seL4_X86_BootInfo_mmap {
    seL4_BootInfoHeader header;
    seL4_Uint32 mmap_length;
    seL4_X86_mb_mmap_t mmap[SEL4_MULTIBOOT_MAX_MMAP_ENTRIES];
} SEL4_PACKED seL4_X86_BootInfo_mmap_t;

/* SEL4_BOOTINFO_HEADER_X86_FRAMEBUFFER: Multiboot2 2.0, 3.6.12. */
typedef struct seL4_X86_BootInfo_fb {
    seL4_BootInfoHeader header;
    seL4_Uint64 addr;
    seL4_Uint32 pitch;
    seL4_Uint32 width;
    seL4_Uint32 height;
    seL4_Uint8 bpp;
    seL4_Uint8 type;
} SEL4_PACKED seL4_X86_BootInfo_fb_t;

SEL4_STATIC_ASSERT(sizeof(seL4_X86_BootInfo_VBE) == 800, "VBE chunk");
SEL4_STATIC_ASSERT(sizeof(seL4_X86_BootInfo_mmap_t) == 1220, "memory map chunk");
SEL4_STATIC_ASSERT(sizeof(seL4_X86_BootInfo_fb_t) == 38, "framebuffer chunk");
