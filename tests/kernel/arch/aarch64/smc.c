/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The capability to call the firmware. With a kernel at EL2 QEMU's firmware answers; with one at
 * EL1 there is none behind smc, so only what the kernel refuses by itself is tried there.
 */
#include "operations.h"

#define PSCI_VERSION  0x84000000
#define PSCI_FEATURES 0x8400000a
#define NO_FUNCTION   0x8400ffff

static struct reply call(word cap, word function)
{
    return ARM_SMC_Call(cap, function, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77);
}

/* A badge permits one function; it is set once and for all. */
static void badges(void)
{
    const word smc = seL4_CapSMC, to = slot();
    const word version = mint(smc, ALL_RIGHTS, PSCI_VERSION);
    ERR(call(version, PSCI_FEATURES), IllegalOperation);
    ERR(call(version, 0), IllegalOperation);
    ERR(call(version, PSCI_VERSION | (word)1 << 32), IllegalOperation);
    ERR(INVOKE(version, ARMSMCCall, LIST(1, 2, 3, 4, 5, 6, 7), LIST()), TruncatedMessage);
    ERR(INVOKE(version, ARMPageMap, LIST(1, 2, 3, 4, 5, 6, 7), LIST()), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, version, DEPTH, ALL_RIGHTS, PSCI_FEATURES),
        IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, version, DEPTH, ALL_RIGHTS, PSCI_VERSION),
        IllegalOperation);
    ERR(call(copy(version), PSCI_FEATURES), IllegalOperation);
    ERR(call(mint(mint(smc, ALL_RIGHTS, 0), ALL_RIGHTS, 5), 6), IllegalOperation);
    FALSE(slot_is_empty(seL4_CapSMC));
}

/* Eight words do not fit into registers: a thread without buffer cannot make the call. */
static void without_buffer(void)
{
    struct thread *t = thread_new(HIGH);
    OK(TCB_SetIPCBuffer(t->tcb, 0, seL4_CapNull));
    START(t, .number = seL4_SysCall, .cap = seL4_CapSMC, .info = INFO(ARMSMCCall, 0, 8));
    EQ(t->sys.info, INFO(seL4_TruncatedMessage, 0, 0));
}

static void firmware_answers(void)
{
#if EL == 2
    const word only = mint(seL4_CapSMC, ALL_RIGHTS, PSCI_VERSION);
    const word caps[] = { seL4_CapSMC, only, copy(only) };
    for (word i = 0; i < 3; i++) {
        const struct reply r = OK(call(caps[i], PSCI_VERSION));
        EQ(r.length, 8);
        EQ(r.mr[0] >> 16, 1);
        for (word j = 1; j < 8; j++)
            EQ(r.mr[j], j * 0x11);
    }
    EQ(OK(call(seL4_CapSMC, NO_FUNCTION)).mr[0] & 0xffffffff, 0xffffffff);
    ERR(call(only, PSCI_FEATURES), IllegalOperation);
#endif
}

SUITE(smc,
    { "badges", badges },
    { "without-buffer", without_buffer },
    { "firmware-answers", firmware_answers },
);
