/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Boot information: the frame the initial thread finds, word by word.
 */

#define MAX_BOOTINFO_UNTYPED_CAPS 230
#define BOOTINFO_FRAME_BITS       12

/* W(offset, field): one word.  S(offset, field): a slot region {start, end}, two words. */
#define BOOTINFO_FIELDS(W, S)       \
    W(0,   extraLen)                \
    W(8,   nodeID)                  \
    W(16,  numNodes)                \
    W(24,  numIOPTLevels)           \
    W(32,  ipcBuffer)               \
    S(40,  empty)                   \
    S(56,  sharedFrames)            \
    S(72,  userImageFrames)         \
    S(88,  userImagePaging)         \
    S(104, ioSpaceCaps)             \
    S(120, extraBIPages)            \
    W(136, initThreadCNodeSizeBits) \
    W(144, initThreadDomain)        \
    S(152, schedcontrol)            \
    S(168, untyped)
#define BOOTINFO_UNTYPED_LIST 184   /* offset of the list of 16-byte descriptors */

/* Chunks of extra boot information. X(id, NAME). */
#define BOOTINFO_CHUNKS(X)          \
    X(0, PADDING)                   \
    X(1, X86_VBE)                   \
    X(2, X86_MBMMAP)                \
    X(3, X86_ACPI_RSDP)             \
    X(4, X86_FRAMEBUFFER)           \
    X(5, X86_TSC_FREQ)              \
    X(6, FDT)
#define BOOTINFO_CHUNK_COUNT 7
