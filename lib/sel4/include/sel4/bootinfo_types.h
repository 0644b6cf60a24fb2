/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What the kernel tells the initial thread. Checked against abi/bootinfo.h, word by word. */
#pragma once

#include <abi/bootinfo.h>
#include <sel4/config.h>
#include <sel4/constants.h>
#include <sel4/shared_types.h>
#include <sel4/types.h>

enum {
    seL4_BootInfoFrameBits = BOOTINFO_FRAME_BITS,
    seL4_BootInfoFrameSize = 1 << BOOTINFO_FRAME_BITS
};

/* Slots start … end - 1. */
typedef struct seL4_SlotRegion {
    seL4_SlotPos start;
    seL4_SlotPos end;
} seL4_SlotRegion;

typedef struct seL4_UntypedDesc {
    seL4_Word paddr;
    seL4_Uint8 sizeBits;
    seL4_Uint8 isDevice;
    seL4_Uint8 padding[sizeof(seL4_Word) - 2 * sizeof(seL4_Uint8)];
} seL4_UntypedDesc;

typedef struct seL4_BootInfo {
    seL4_Word extraLen;                 /* bytes of extra boot information, behind this frame */
    seL4_NodeId nodeID;
    seL4_Word numNodes;
    seL4_Word numIOPTLevels;            /* all ones: no IOMMU support */
    seL4_IPCBuffer *ipcBuffer;
    seL4_SlotRegion empty;
    seL4_SlotRegion sharedFrames;
    seL4_SlotRegion userImageFrames;
    seL4_SlotRegion userImagePaging;
    seL4_SlotRegion ioSpaceCaps;
    seL4_SlotRegion extraBIPages;
    seL4_Word initThreadCNodeSizeBits;
    seL4_Domain initThreadDomain;
    seL4_SlotRegion schedcontrol;       /* one per node */
    seL4_SlotRegion untyped;
    seL4_UntypedDesc untypedList[CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS];
} seL4_BootInfo;

#define KEEL_AT(offset, field) \
    SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_BootInfo, field) == (offset), "bootinfo: " #field);
BOOTINFO_FIELDS(KEEL_AT, KEEL_AT)
KEEL_AT(BOOTINFO_UNTYPED_LIST, untypedList)
#undef KEEL_AT
SEL4_STATIC_ASSERT(sizeof(seL4_UntypedDesc) == 16, "bootinfo untyped descriptor");
SEL4_STATIC_ASSERT(CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS == MAX_BOOTINFO_UNTYPED_CAPS,
                   "bootinfo untyped count");
SEL4_STATIC_ASSERT(sizeof(seL4_BootInfo) <= seL4_BootInfoFrameSize, "bootinfo frame");

/* Extra boot information is a sequence of chunks, each behind this header. */
typedef struct seL4_BootInfoHeader {
    seL4_Word id;
    seL4_Word len;                      /* bytes, this header included */
} seL4_BootInfoHeader;

#define KEEL_ROW(number, name) SEL4_BOOTINFO_HEADER_##name = number,
typedef enum {
    BOOTINFO_CHUNKS(KEEL_ROW)
    SEL4_BOOTINFO_HEADER_NUM = BOOTINFO_CHUNK_COUNT,
    SEL4_FORCE_LONG_ENUM(seL4_BootInfoID)
} seL4_BootInfoID;
#undef KEEL_ROW
