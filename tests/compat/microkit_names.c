/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* A protection domain that uses every name of <microkit.h> once. Compiled as C and C++. */
#include <microkit.h>

#ifdef __cplusplus
#define protected microkit_protected
#define LINKAGE extern "C"
#else
#define LINKAGE extern
#endif

LINKAGE seL4_Word setvar_by_the_tool;
seL4_Word setvar_by_the_tool;
LINKAGE seL4_Word total;
seL4_Word total;

static const seL4_Word constants[] = {
    MONITOR_EP, TCB_CAP, ARM_SMC_CAP, BASE_OUTPUT_NOTIFICATION_CAP, BASE_ENDPOINT_CAP, BASE_IRQ_CAP,
    BASE_TCB_CAP, BASE_VM_TCB_CAP, BASE_VCPU_CAP, BASE_IOPORT_CAP, BASE_USER_CAPS, PD_ROOT_CAP_BITS,
    PD_ROOT_CAP_SIZE, MICROKIT_MAX_USER_CAPS, MICROKIT_MAX_CHANNELS, MICROKIT_MAX_CHANNEL_ID,
    MICROKIT_MAX_IOPORT_ID, MICROKIT_PD_NAME_LENGTH,
};

void init(void)
{
    for (unsigned i = 0; i < sizeof(constants) / sizeof(*constants); i++) {
        total += constants[i];
    }
    total += microkit_irqs + microkit_notifications + microkit_pps + microkit_ioports;
    total += (seL4_Word)microkit_passive + (seL4_Word)microkit_name[0];
    microkit_dbg_puts("started\n");
    microkit_dbg_putc('!');
    microkit_dbg_put8(1);
    microkit_dbg_put32(2);
}

void notified(microkit_channel ch)
{
    microkit_ioport none = 0;
    microkit_notify(ch + none);
    microkit_irq_ack(ch);
    microkit_deferred_notify(ch);
    microkit_deferred_irq_ack(ch);
    seL4_CPtr slot = microkit_cspace_root_slot_to_cptr(ch);
    seL4_Signal(slot);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    microkit_mr_set(0, microkit_mr_get(1) + microkit_msginfo_get_count(msginfo));
    return microkit_ppcall(ch, microkit_msginfo_new(microkit_msginfo_get_label(msginfo), 1));
}

#ifdef CONFIG_ALLOW_SMC_CALLS
static void secure_monitor(void)
{
    seL4_ARM_SMCContext call = {1, 2, 3, 4, 5, 6, 7, 8}, answer;
    microkit_arm_smc_call(&call, &answer);
    total += answer.x0;
}
#else
static void secure_monitor(void)
{
}
#endif

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
static void virtual_cpu(microkit_child vcpu)
{
    microkit_vcpu_stop(vcpu);
    microkit_vcpu_arm_inject_irq(vcpu, 27, 0, 1, 0);
    microkit_vcpu_arm_ack_vppi(vcpu, 27);
    microkit_vcpu_arm_write_reg(vcpu, seL4_VCPUReg_VMPIDR_EL2, 1);
    total += microkit_vcpu_arm_read_reg(vcpu, seL4_VCPUReg_SCTLR);
    microkit_vcpu_restart(vcpu, 0x40000000);
}
#else
static void virtual_cpu(microkit_child vcpu)
{
    (void)vcpu;
}
#endif

#ifdef CONFIG_ARCH_X86_64
static void ports(microkit_ioport id)
{
    microkit_x86_ioport_write_8(id, 0x3f8, 'a');
    microkit_x86_ioport_write_16(id, 0x604, 0x2000);
    microkit_x86_ioport_write_32(id, 0xcf8, 0x80000000);
    seL4_Uint8 byte = microkit_x86_ioport_read_8(id, 0x3fd);
    seL4_Uint16 half = microkit_x86_ioport_read_16(id, 0x604);
    seL4_Uint32 both = microkit_x86_ioport_read_32(id, 0xcfc);
    total += byte + half + both;
}
#else
static void ports(microkit_ioport id)
{
    (void)id;
}
#endif

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    microkit_pd_stop(child);
    microkit_pd_restart(child, 0x200000);
    microkit_pd_resume(child);
    secure_monitor();
    virtual_cpu(child);
    ports(child);
    *reply_msginfo = msginfo;
    if (microkit_have_signal && microkit_signal_cap == 0 && microkit_signal_msg.words[0] == 0) {
        microkit_internal_crash(seL4_NoError);
    }
    return seL4_True;
}
