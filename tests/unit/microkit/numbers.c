/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The Microkit's constants, slots and patched symbols, a second time. Compiled, not run. */
#include <microkit.h>

#define PIN(name, value) _Static_assert((name) == (value), #name " is not " #value)

PIN(MICROKIT_INPUT_CAP, 1);
PIN(MICROKIT_FAULT_CAP, 2);
PIN(MICROKIT_VSPACE_CAP, 3);
PIN(MICROKIT_REPLY_CAP, 4);
PIN(MONITOR_EP, 5);
PIN(TCB_CAP, 6);
PIN(ARM_SMC_CAP, 7);
PIN(BASE_OUTPUT_NOTIFICATION_CAP, 10);
PIN(BASE_ENDPOINT_CAP, 74);
PIN(BASE_IRQ_CAP, 138);
PIN(BASE_TCB_CAP, 202);
PIN(BASE_VM_TCB_CAP, 266);
PIN(BASE_VCPU_CAP, 330);
PIN(BASE_IOPORT_CAP, 394);
PIN(BASE_USER_CAPS, 458);
PIN(PD_ROOT_CAP_BITS, 6);
PIN(PD_ROOT_CAP_SIZE, 64);
PIN(MICROKIT_CNODE_BITS, 9);
PIN(MICROKIT_MAX_USER_CAPS, 128);
PIN(MICROKIT_MAX_CHANNELS, 62);
PIN(MICROKIT_MAX_CHANNEL_ID, 61);
PIN(MICROKIT_MAX_IOPORT_ID, 62);
PIN(MICROKIT_PD_NAME_LENGTH, 64);
PIN(MICROKIT_FAULT_BADGE_BIT, 62);
PIN(MICROKIT_CALL_BADGE_BIT, 63);
PIN(MICROKIT_CHILD_MASK, 255);
PIN(MICROKIT_CHANNEL_MASK, 63);

PIN(sizeof(microkit_channel), 4);
PIN(sizeof(microkit_child), 4);
PIN(sizeof(microkit_ioport), 4);
PIN(sizeof(microkit_msginfo), 8);
PIN(sizeof(microkit_name), 64);
PIN(sizeof(microkit_passive), 1);
PIN(sizeof(microkit_irqs), 8);
PIN(sizeof(microkit_notifications), 8);
PIN(sizeof(microkit_pps), 8);
PIN(sizeof(microkit_ioports), 8);
PIN(sizeof(microkit_have_signal), 1);
PIN(sizeof(microkit_signal_cap), 8);
PIN(sizeof(microkit_signal_msg), 8);
