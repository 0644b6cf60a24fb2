/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Interrupts of a PC: pins of the I/O APIC, edge and level triggered, and messages. The devices are
 * the HPET, whose timer 0 raises a level on pin 2 (board.c) and whose timer 1 sends messages, and
 * the transmitter of COM1, an edge on pin 4. Each check of the two invocations is in
 * precedence_vm.c.
 */
#include "board.h"
#include "operations.h"

volatile unsigned int *board_hpet(void);

static word handler_of(word irq, word n, word badge)
{
    const word to = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, irq, CNODE, to, DEPTH));
    OK(IRQHandler_SetNotification(to, mint(n, R_WRITE, badge)));
    return to;
}

static void empty_pins(void)
{
    alarm_quiet();
    uart_interrupt(false);
}

/* --- level ----------------------------------------------------------------------------------- */

/* Up until quieted: one signal, then none until Ack, and then another at once. */
static void level_is_masked_until_ack(void)
{
    const word n = NOTIFICATION();
    empty_pins();
    const word handler = handler_of(ARCH_ALARM_IRQ, n, 3);
    for (word i = 0; i < 3; i++) {
        alarm_now();
        sleep_us(100);
        EQ(poll(n), 3);
        sleep_us(100);
        EQ(poll(n), 0);
        OK(IRQHandler_Ack(handler));        /* the line is still up */
        sleep_us(100);
        EQ(poll(n), 3);
        alarm_quiet();
        OK(IRQHandler_Ack(handler));
        sleep_us(100);
        EQ(poll(n), 0);
    }
}

/* A handler that is issued while the line is up hears of it. */
static void level_that_was_there_before(void)
{
    const word n = NOTIFICATION(), to = slot();
    empty_pins();
    const word first = handler_of(ARCH_ALARM_IRQ, n, 3);    /* from now on the pin is a level */
    discard(first);
    alarm_now();
    sleep_us(100);
    EQ(poll(n), 0);
    OK(IRQControl_Issue(seL4_CapIRQControl, ARCH_ALARM_IRQ, CNODE, to, DEPTH));
    OK(IRQHandler_SetNotification(to, mint(n, R_WRITE, 4)));
    OK(IRQHandler_Ack(to));
    sleep_us(100);
    EQ(poll(n), 4);
    alarm_quiet();
}

/* Without Ack the device can come as often as it likes. */
static void no_more_before_ack(void)
{
    const word n = NOTIFICATION();
    empty_pins();
    const word handler = handler_of(ARCH_ALARM_IRQ, n, 3);
    alarm_now();
    sleep_us(100);
    EQ(poll(n), 3);
    for (word i = 0; i < 5; i++) {
        alarm_quiet();
        alarm_now();
        sleep_us(50);
        EQ(poll(n), 0);
    }
    alarm_quiet();
    OK(IRQHandler_Ack(handler));
    sleep_us(50);
    EQ(poll(n), 0);
}

/* --- edge ------------------------------------------------------------------------------------ */

/* One signal for an edge, however long the line stays up. */
static void edge_comes_once(void)
{
    const word n = NOTIFICATION();
    empty_pins();
    const word handler = handler_of(ARCH_UART_IRQ, n, 5);
    for (word i = 0; i < 3; i++) {
        uart_interrupt(true);
        sleep_us(50);
        EQ(poll(n), 5);
        OK(IRQHandler_Ack(handler));
        sleep_us(50);
        EQ(poll(n), 0);
        uart_interrupt(false);
        sleep_us(50);
        EQ(poll(n), 0);
    }
}

/* Two devices do not stand in each other's way. */
static void two_pins(void)
{
    const word n = NOTIFICATION();
    empty_pins();
    const word alarm = handler_of(ARCH_ALARM_IRQ, n, 1), uart = handler_of(ARCH_UART_IRQ, n, 2);
    alarm_now();
    sleep_us(50);
    EQ(poll(n), 1);                         /* not acknowledged */
    uart_interrupt(true);
    sleep_us(50);
    EQ(poll(n), 2);
    uart_interrupt(false);
    OK(IRQHandler_Ack(uart));
    OK(IRQHandler_Ack(alarm));
    sleep_us(50);
    EQ(poll(n), 1);
    empty_pins();
    OK(IRQHandler_Ack(alarm));
}

/* The vector is any that is free: the pin is what counts. */
static void any_vector(void)
{
    static const word vectors[] = { 0, 1, 47, 48, 80, 106, 107 };
    const word n = NOTIFICATION(), to = slot();
    for (word i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        empty_pins();
        OK(IRQControl_GetIOAPIC(seL4_CapIRQControl, CNODE, to, DEPTH, 0, BOARD_HPET_PIN, 1, 0,
                                vectors[i]));
        OK(IRQHandler_SetNotification(to, mint(n, R_WRITE, vectors[i] + 1)));
        alarm_now();
        sleep_us(50);
        EQ(poll(n), vectors[i] + 1);
        alarm_quiet();
        OK(IRQHandler_Ack(to));
        sleep_us(50);
        EQ(poll(n), 0);
        discard(to);
        alarm_now();                        /* deleted: masked */
        sleep_us(50);
        EQ(poll(n), 0);
        alarm_quiet();
    }
}

/* A second vector for the same pin takes it over. */
static void pin_issued_twice(void)
{
    const word n = NOTIFICATION(), to = slots(2);
    empty_pins();
    for (word i = 0; i < 2; i++) {
        OK(IRQControl_GetIOAPIC(seL4_CapIRQControl, CNODE, to + i, DEPTH, 0, BOARD_HPET_PIN, 1, 0,
                                60 + i));
        OK(IRQHandler_SetNotification(to + i, mint(n, R_WRITE, 1 << i)));
    }
    alarm_now();
    sleep_us(50);
    EQ(poll(n), 2);
    alarm_quiet();
    OK(IRQHandler_Ack(to + 1));
}

/* --- messages -------------------------------------------------------------------------------- */

#define CONFIG      (0x10 / 4)
#define STATUS      (0x20 / 4)
#define COUNTER     (0xf0 / 4)
#define TIMER       (0x140 / 4)     /* of timer 2, which has no part in the legacy replacement */
#define COMPARATOR  (0x148 / 4)
#define MESSAGE     (0x150 / 4)
#define RUN         1
#define LEGACY      2
#define ENABLE      4
#define FSB         0x4000

/* Lets the HPET write `data` to where local APICs listen, after a moment. */
static void send_message(word data, word address)
{
    volatile unsigned *hpet = board_hpet();
    hpet[CONFIG] = LEGACY;
    hpet[TIMER] = 0;
    hpet[COUNTER] = hpet[COUNTER + 1] = 0;
    hpet[MESSAGE] = (unsigned)data;
    hpet[MESSAGE + 1] = (unsigned)address;
    hpet[COMPARATOR] = 100;
    hpet[COMPARATOR + 1] = 0;
    hpet[TIMER] = ENABLE | FSB;
    hpet[CONFIG] = LEGACY | RUN;
    sleep_us(50);
    hpet[TIMER] = 0;
    hpet[CONFIG] = LEGACY;
}

#define TO_THIS_CPU 0xfee00000

static word message_handler(word vector, word n)
{
    const word to = slot();
    OK(IRQControl_GetMSI(seL4_CapIRQControl, CNODE, to, DEPTH, 0, 0, 0, 0, vector));
    OK(IRQHandler_SetNotification(to, mint(n, R_WRITE, vector + 1)));
    return to;
}

/* Each message is a signal: nothing is masked, and nothing needs an Ack. */
static void messages(void)
{
    static const word vectors[] = { 0, 1, 60, 106, 107 };
    const word n = NOTIFICATION();
    for (word i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const word handler = message_handler(vectors[i], n);
        for (word k = 0; k < 3; k++) {
            send_message(48 + vectors[i], TO_THIS_CPU);
            EQ(poll(n), vectors[i] + 1);
        }
        OK(IRQHandler_Ack(handler));
        EQ(poll(n), 0);
        discard(handler);
        send_message(48 + vectors[i], TO_THIS_CPU);
        EQ(poll(n), 0);
    }
}

/* A message that nobody has a handler for, and vectors that a device should not send: those of
 * exceptions, of the old controller, of faults of the IOMMU, of the kernel's timer, of system
 * calls, of nothing. */
static void messages_to_nobody(void)
{
    const word n = NOTIFICATION();
    message_handler(20, n);
    for (word vector = 16; vector < 256; vector++)
        if (vector != 48 + 20)
            send_message(vector, TO_THIS_CPU);
    EQ(poll(n), 0);
    send_message(48 + 20, TO_THIS_CPU);
    EQ(poll(n), 21);
    const word before = now();              /* time still passes as it did */
    sleep_us(1000);
    IN_RANGE((now() - before) / TICKS_PER_US, 998, 1050);
}

SUITE(ioapic,
    { "level-is-masked-until-ack", level_is_masked_until_ack },
    { "level-that-was-there-before", level_that_was_there_before },
    { "no-more-before-ack", no_more_before_ack },
    { "edge-comes-once", edge_comes_once },
    { "two-pins", two_pins },
    { "any-vector", any_vector },
    { "pin-issued-twice", pin_issued_twice },
    { "messages", messages },
    { "messages-to-nobody", messages_to_nobody },
);
