/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A driver of QEMU's device edu, in the system of devices.system: it finds the device through the
 * ports of PCI, is told by messages when DMA is done, and tries what the description does not let
 * the device do. Registers: QEMU's docs/specs/edu.txt; PCI Local Bus Specification 3.0, 3.2.2.3.2,
 * 6.1 and 6.8.
 */
#include <microkit.h>

#define MESSAGE         1       /* ids and numbers of the description */
#define PCI_PORTS       0
#define VECTOR          20
#define BUFFER_DEVICE   0x1000000u      /* where the device has its buffer */
#define CONSTANT_DEVICE 0x2000000u      /* what it may only read */
#define NOWHERE_DEVICE  0x3000000u

#define PCI_ADDRESS     0xcf8
#define PCI_DATA        0xcfc
#define PCI_EDU         (1u << 31 | 0x10 << 11) /* bus 0, device 16, function 0 */
#define PCI_COMMAND     0x04
#define PCI_BAR0        0x10
#define PCI_CAPABILITY  0x34
#define MEMORY_AND_MASTER 6u
#define MSI             5u
#define MSI_ON          (1u << 16)
#define MSI_64          (1u << 23)
#define MSI_ADDRESS     0xfee00000u
#define FIRST_VECTOR    48u

#define EDU_ID          0x00
#define EDU_IRQ_ACK     0x64
#define EDU_FROM        0x80
#define EDU_TO          0x88
#define EDU_COUNT       0x90
#define EDU_COMMAND     0x98
#define EDU_START       1u
#define EDU_TO_MEMORY   2u
#define EDU_INTERRUPT   4u
#define EDU_DONE        0x100u
#define EDU_BUFFER      0x40000u

seL4_Word edu = 1, edu_address = 1;             /* set by the tool */
volatile seL4_Uint64 *buffer = (volatile seL4_Uint64 *)1;
volatile seL4_Uint64 *constant = (volatile seL4_Uint64 *)1;

static unsigned step;

static seL4_Uint32 pci_read(seL4_Uint32 offset)
{
    microkit_x86_ioport_write_32(PCI_PORTS, PCI_ADDRESS, PCI_EDU | offset);
    return microkit_x86_ioport_read_32(PCI_PORTS, PCI_DATA);
}

static void pci_write(seL4_Uint32 offset, seL4_Uint32 value)
{
    microkit_x86_ioport_write_32(PCI_PORTS, PCI_ADDRESS, PCI_EDU | offset);
    microkit_x86_ioport_write_32(PCI_PORTS, PCI_DATA, value);
}

static volatile seL4_Uint32 *edu_register(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(edu + offset);
}

static void edu_transfer(seL4_Uint64 from, seL4_Uint64 to, seL4_Uint32 command)
{
    *(volatile seL4_Uint64 *)(edu + EDU_FROM) = from;
    *(volatile seL4_Uint64 *)(edu + EDU_TO) = to;
    *(volatile seL4_Uint64 *)(edu + EDU_COUNT) = sizeof(seL4_Uint64);
    *edu_register(EDU_COMMAND) = command | EDU_START | EDU_INTERRUPT;
}

static void say(const char *what, int good)
{
    microkit_dbg_puts("driver: ");
    microkit_dbg_puts(what);
    microkit_dbg_puts(good ? "\n": " FAILED\n");
}

/* The list of capabilities leads to that for messages. */
static void switch_messages_on(void)
{
    seL4_Uint32 at = pci_read(PCI_CAPABILITY) & 0xfc;
    for (unsigned i = 0; i < 48 && (pci_read(at) & 0xff) != MSI; i++)
        at = pci_read(at) >> 8 & 0xfc;
    const seL4_Uint32 data = pci_read(at) & MSI_64 ? 12 : 8;
    pci_write(at + 4, MSI_ADDRESS);
    if (data == 12)
        pci_write(at + 8, 0);
    pci_write(at + data, FIRST_VECTOR + VECTOR);
    pci_write(at, pci_read(at) | MSI_ON);
}

void init(void)
{
    pci_write(PCI_BAR0, (seL4_Uint32)edu_address);
    pci_write(PCI_COMMAND, MEMORY_AND_MASTER);
    say("the device is there", *edu_register(EDU_ID) == 0x010000ed);
    switch_messages_on();
    *buffer = 0x1122334455667788;
    *constant = 0x99aabbccddeeff00;
    edu_transfer(BUFFER_DEVICE, EDU_BUFFER, 0);
}

void notified(microkit_channel channel)
{
    *edu_register(EDU_IRQ_ACK) = EDU_DONE;
    microkit_irq_ack(channel);
    switch (step++) {
    case 0:
        say("a message says that memory was read", channel == MESSAGE);
        *buffer = 0;
        edu_transfer(EDU_BUFFER, BUFFER_DEVICE, EDU_TO_MEMORY);
        break;
    case 1:
        say("what was read comes back", *buffer == 0x1122334455667788);
        edu_transfer(EDU_BUFFER, CONSTANT_DEVICE, EDU_TO_MEMORY);
        break;
    case 2:
        say("what may only be read stays", *constant == 0x99aabbccddeeff00);
        edu_transfer(CONSTANT_DEVICE, EDU_BUFFER, 0);
        break;
    case 3:
        edu_transfer(EDU_BUFFER, BUFFER_DEVICE, EDU_TO_MEMORY);
        break;
    case 4:
        say("and is read", *buffer == 0x99aabbccddeeff00);
        edu_transfer(EDU_BUFFER, NOWHERE_DEVICE, EDU_TO_MEMORY);
        break;
    default:
        say("done", 1);
    }
}
