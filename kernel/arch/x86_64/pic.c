/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The pair of 8259 interrupt controllers (order number 231468), which nobody uses: all inputs are
 * masked, and should one call all the same, it does so at a vector of its own (32..47), which is no
 * exception's.
 */

#include <abi/arch/objects.h>
#include <arch/irqchip.h>
#include <arch/machine.h>

#define PIC_FIRST           0x20
#define PIC_SECOND          0xa0
#define PIC_INPUTS          8
#define ICW1_INIT           0x11        /* edge triggered, two of them, ICW4 follows */
#define ICW3_FIRST          0x04        /* the second is at input 2 */
#define ICW3_SECOND         0x02
#define ICW4_8086           0x01
#define MASK_ALL            0xff

/* Command words 1 to 4, then the mask. */
static void init(word_t port, word_t vector, word_t cascade)
{
    machine_out8(port, ICW1_INIT);
    machine_out8(port + 1, vector);
    machine_out8(port + 1, cascade);
    machine_out8(port + 1, ICW4_8086);
    machine_out8(port + 1, MASK_ALL);
}

void pic_init(void)
{
    init(PIC_FIRST, IRQ_VECTOR_BASE, ICW3_FIRST);
    init(PIC_SECOND, IRQ_VECTOR_BASE + PIC_INPUTS, ICW3_SECOND);
}
