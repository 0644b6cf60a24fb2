/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The environment that the root task finds: boot information, initial capabilities, image frames.
 * What the harness has taken (devices, two untypeds) is checked through the list, not by use.
 */
#include "operations.h"

void *memcpy(void *restrict to, const void *restrict from, size_t n);
extern char image_start[], image_end[];

static void words_of_the_frame(void)
{
    const seL4_BootInfo *b = boot_info;
    EQ(b->nodeID, 0);
    EQ(b->numNodes, 1);
    EQ(b->numIOPTLevels, ARCH_IO_LEVELS);
    EQ(b->sharedFrames.start, 0);
    EQ(b->sharedFrames.end, 0);
    EQ(b->ioSpaceCaps.start, 0);
    EQ(b->ioSpaceCaps.end, 0);
    EQ(b->initThreadCNodeSizeBits, 17);
    EQ(b->initThreadDomain, 0);
    EQ(b->schedcontrol.end - b->schedcontrol.start, 1);
    EQ(b->empty.end, 1 << 17);
    EQ(b->empty.start, b->untyped.end);
}

/* Offsets as numbers: the second statement of the layout. */
static void layout(void)
{
    const word *w = (const word *)boot_info;
    EQ(w[4], (word)boot_info->ipcBuffer);
    EQ(w[5], boot_info->empty.start);
    EQ(w[9], boot_info->userImageFrames.start);
    EQ(w[11], boot_info->userImagePaging.start);
    EQ(w[15], boot_info->extraBIPages.start);
    EQ(w[17], 17);
    EQ(w[19], boot_info->schedcontrol.start);
    EQ(w[21], boot_info->untyped.start);
    EQ(w[23], boot_info->untypedList[0].paddr);
    EQ((word)&boot_info->untypedList[229] - (word)boot_info, 3848);
    for (word i = 3864 / 8; i < 512; i++)
        EQ(w[i], 0);
}

static void addresses(void)
{
    const word end = ((word)image_end + 4095) & ~(word)4095;
    EQ((word)boot_info->ipcBuffer, end);
    EQ((word)boot_info, end + 4096);
}

/* Groups of slots without gaps: paging, extra boot information, control, image, untyped; or the
 * control before all. */
static void order_of_slots(void)
{
    const seL4_BootInfo *b = boot_info;
    const word first = 16 + ARCH_CONTROL_IS_FIRST;
    EQ(b->userImagePaging.start, first);
    EQ(b->userImagePaging.end, first + ARCH_N_IMAGE_TABLES);
    word next = b->userImagePaging.end;
    if (b->extraLen) {
        EQ(b->extraBIPages.start, next);
        next = b->extraBIPages.end;
        EQ(b->extraBIPages.end - b->extraBIPages.start, (b->extraLen + 4095) / 4096);
    } else {
        EQ(b->extraBIPages.start, 0);
        EQ(b->extraBIPages.end, 0);
    }
    EQ(b->schedcontrol.start, ARCH_CONTROL_IS_FIRST ? 16 : next);
    EQ(b->userImageFrames.start, ARCH_CONTROL_IS_FIRST ? next : b->schedcontrol.end);
    EQ(b->userImageFrames.end - b->userImageFrames.start,
       ((word)image_end - (word)image_start + 4095) / 4096);
    EQ(b->untyped.start, b->userImageFrames.end);
}

static void initial_slots(void)
{
    const word empty[] = { ARCH_EMPTY_SLOTS };
    for (word i = 0; i < sizeof empty / sizeof *empty; i++)
        TRUE(slot_is_empty(empty[i]));
    for (word s = 1; s < boot_info->untyped.end; s++) {
        bool is_empty = false;
        for (word i = 0; i < sizeof empty / sizeof *empty; i++)
            is_empty |= s == empty[i];
        EQ(slot_is_empty(s), is_empty);
    }
    for (word s = (1 << 17) - 64; s < 1 << 17; s++)
        TRUE(slot_is_empty(s));
}

static void types_of_slots(void)
{
#ifdef CONFIG_DEBUG_BUILD
    const word tag[16] = {
        0, 12, 10, ARCH_VSPACE_TAG, 14, 11, 13, ARCH_SLOT_7_TAG, ARCH_SLOT_8_TAG, 1, 1, 20, 0, 0,
        22, ARCH_SLOT_15_TAG,
    };
    static const word tables[] = { ARCH_IMAGE_TABLE_TAGS };
    for (word s = 0; s < 16; s++)
        EQ(seL4_DebugCapIdentify(s), tag[s]);
    for (word s = boot_info->userImagePaging.start; s < boot_info->userImagePaging.end; s++)
        EQ(seL4_DebugCapIdentify(s), tables[s - boot_info->userImagePaging.start]);
    for (word s = boot_info->userImageFrames.start; s < boot_info->userImageFrames.end; s++)
        EQ(seL4_DebugCapIdentify(s), 1);
    for (word s = boot_info->untyped.start; s < boot_info->untyped.end; s++)
        EQ(seL4_DebugCapIdentify(s), 2);
    EQ(seL4_DebugCapIdentify(SCHED_CONTROL), 24);
#endif
}

/* The machine's device memory, as the manual of the platform lists it. */
static void device_untypeds(void)
{
    for (word i = 0; i < arch_n_device_untypeds; i++) {
        EQ(boot_info->untypedList[i].paddr, arch_device_untypeds[i].base);
        EQ(boot_info->untypedList[i].sizeBits, arch_device_untypeds[i].bits);
        EQ(boot_info->untypedList[i].isDevice, 1);
        for (word j = 0; j < 6; j++)
            EQ(boot_info->untypedList[i].padding[j], 0);
    }
    EQ(boot_info->untypedList[arch_n_device_untypeds].isDevice, 0);
}

/* RAM: ascending, aligned, inside the memory of the board, disjoint from image and kernel. */
static void ram_untypeds(void)
{
    const word n = boot_info->untyped.end - boot_info->untyped.start;
    word end = ARCH_RAM_BASE, total = 0;
    for (word i = arch_n_device_untypeds; i < n; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i];
        EQ(d->isDevice, 0);
        EQ(d->paddr & (((word)1 << d->sizeBits) - 1), 0);
        TRUE(d->paddr >= end);
        TRUE(d->sizeBits >= 4);
        end = d->paddr + ((word)1 << d->sizeBits);
        total += (word)1 << d->sizeBits;
        for (word f = boot_info->userImageFrames.start; f < boot_info->userImageFrames.end; f++) {
            const word at = arch_frame_address(f);
            TRUE(at >= end || at + 4096 <= d->paddr);
        }
    }
    TRUE(end <= ARCH_RAM_END);
    /* The part of the kernel that only boot needs, where RAM begins, is given away. */
    EQ(boot_info->untypedList[arch_n_device_untypeds].paddr, ARCH_RAM_BASE);
    /* All but the kernel, this image, what was handed over and the 4 MiB of root objects. */
    TRUE(total > ARCH_RAM_END - ARCH_RAM_BASE - (16 << 20));
}

/* None has children, whoever its neighbour is, but those of which the tests have made objects. */
static void untypeds_have_no_children(void)
{
    const word to = slot();
    word refused = 0;
    for (word s = boot_info->untyped.start; s < boot_info->untyped.end; s++) {
        const word error = CNode_Copy(CNODE, to, DEPTH, CNODE, s, DEPTH, ALL_RIGHTS).label;
        if (error == seL4_RevokeFirst)
            refused++;
        else
            EQ(error, 0);
        if (!error)
            OK(CNode_Delete(CNODE, to, DEPTH));
    }
    IN_RANGE(refused, 2, 4);            /* the arena, what objects are made of, a device */
}

static void image_frames(void)
{
    const word first = boot_info->userImageFrames.start, base = arch_frame_address(first);
    for (word s = first; s < boot_info->userImageFrames.end; s++)
        EQ(arch_frame_address(s), base + (s - first) * 4096);
}

/* The architecture's chunks, all of them, one behind the other; of a device tree the beginning. */
static void extra_information(void)
{
    static const struct {
        word id, bytes;         /* 0: as it was handed over, if it was */
    } chunks[] = { ARCH_EXTRA_CHUNKS };
    word at = (word)boot_info + 4096;
    const word end = at + boot_info->extraLen;
    for (word i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        word header[2];
        if (at == end && !chunks[i].bytes)
            continue;
        memcpy(header, (const void *)at, sizeof header);    /* not aligned everywhere */
        EQ(header[0], chunks[i].id);
        EQ(header[1], chunks[i].bytes ? chunks[i].bytes : end - at);
        if (chunks[i].id == SEL4_BOOTINFO_HEADER_FDT) {
            const unsigned *tree = (const unsigned *)(at + sizeof header);
            EQ(__builtin_bswap32(tree[0]), 0xd00dfeed);
            EQ(__builtin_bswap32(tree[1]), header[1] - sizeof header);
        }
        at += header[1];
    }
    EQ(at, end);
}

/* The IPC buffer's own words; the frame capability in slot 10 is that of the buffer. */
static void buffer_frame(void)
{
    const word other = copy(seL4_CapInitThreadIPCBuffer);
    arch_map(arena, other, ARCH_SCRATCH, true);
    root_buffer->userData = 0x77aa;
    EQ(((const seL4_IPCBuffer *)ARCH_SCRATCH)->userData, 0x77aa);
    const word info = copy(seL4_CapBootInfoFrame);
    arch_map(arena, info, ARCH_SCRATCH + 4096, false);
    EQ(((const seL4_BootInfo *)(ARCH_SCRATCH + 4096))->untyped.start, boot_info->untyped.start);
}

SUITE(boot,
    { "words-of-the-frame", words_of_the_frame },
    { "layout", layout },
    { "addresses", addresses },
    { "order-of-slots", order_of_slots },
    { "initial-slots", initial_slots },
    { "types-of-slots", types_of_slots },
    { "device-untypeds", device_untypeds },
    { "ram-untypeds", ram_untypeds },
    { "untypeds-have-no-children", untypeds_have_no_children },
    { "image-frames", image_frames },
    { "extra-information", extra_information },
    { "buffer-frame", buffer_frame },
);
