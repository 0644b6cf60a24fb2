/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* The records of spec.h that are about devices. */

#include <stdint.h>

/* --- interrupts and I/O ports ----------------------------------------------------------------- */

enum spec_irq_kind {
    SPEC_IRQ_NUMBER,        /* IRQControl_GetTrigger(number, trigger) */
    SPEC_IRQ_PIN,           /* GetIOAPIC(source, input, trigger, polarity, number), on x86-64 */
    SPEC_IRQ_MESSAGE,       /* GetMSI(device `source`, handle `input`, number), on x86-64 */
};

#define SPEC_PCI(bus, device, function) ((bus) << 8 | (device) << 3 | (function))

/* One of these calls, then IRQHandler_SetNotification with `notification` minted with badge. */
struct spec_irq {
    uint32_t object;        /* the handler */
    uint32_t number;        /* on x86-64: the vector */
    uint32_t trigger;       /* 0 level, 1 edge */
    uint32_t notification;  /* object */
    uint64_t badge;         /* 1 << id */
    uint32_t pd;
    uint32_t id;            /* the handler is in slot SPEC_SLOT_IRQ + id of pd */
    uint32_t kind;          /* enum spec_irq_kind */
    uint32_t polarity;      /* of a pin: 0 active high, 1 active low */
    uint32_t source;        /* I/O APIC; or SPEC_PCI of the device */
    uint32_t input;         /* its pin; or handle */
};

/* IOPortControl_Issue(first, last). */
struct spec_ports {
    uint32_t object;
    uint32_t first, last;   /* both included */
    uint32_t pd;
    uint32_t id;            /* in slot SPEC_SLOT_PORTS + id of pd */
    uint32_t reserved;
};

/* --- address spaces of devices ---------------------------------------------------------------- */

/* Minted from the initial capability with `data`, domain << 16 | SPEC_PCI of the device. */
struct spec_io_space {
    uint32_t object;
    uint32_t data;
};

/*
 * IOPageTable_Map(object, space, address), if the IOMMU has the level at all: a table of level 0
 * has entries of 4 KiB, and 9 bits of the address belong to each level. Those that devices'
 * addresses need are below SPEC_IO_LEVELS; how many there are above is found at boot.
 */
#define SPEC_IO_LEVELS        3u
#define SPEC_IO_SPARE_LEVELS  2u    /* VT-d 4.0, 3.7: up to five levels */
struct spec_io_table {
    uint32_t space;         /* object */
    uint32_t object;
    uint64_t address;       /* first one it covers */
    uint32_t level;
    uint32_t reserved;
};

/* Page_MapIO through a copy of the frame capability, one copy per map. */
struct spec_io_map {
    uint32_t space;         /* object */
    uint32_t frame;         /* object, of 4 KiB */
    uint64_t address;
    uint32_t rights;        /* SPEC_READ | SPEC_WRITE subset, not empty */
    uint32_t reserved;
};

#define SPEC_DEVICE_SIZED(type, size) \
    _Static_assert(sizeof(struct type) == (size), #type " changed: raise SPEC_VERSION")
SPEC_DEVICE_SIZED(spec_irq, 48);
SPEC_DEVICE_SIZED(spec_ports, 24);
SPEC_DEVICE_SIZED(spec_io_space, 8);
SPEC_DEVICE_SIZED(spec_io_table, 24);
SPEC_DEVICE_SIZED(spec_io_map, 24);
