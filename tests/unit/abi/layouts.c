/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Every layout of the interface, a second time: offsets, bit positions, the order of registers.
 * What the compiler can compare it compares; what needs the accessors runs.
 */
#include "fake.h"
#include "tests.h"

#include <stddef.h>

#define PIN(expr, value) _Static_assert((expr) == (value), #expr " is not " #value)
#define AT(type, member, offset) PIN(offsetof(type, member), offset)

PIN(sizeof(seL4_Int8) + sizeof(seL4_Uint8), 2);
PIN(sizeof(seL4_Int16) + sizeof(seL4_Uint16), 4);
PIN(sizeof(seL4_Int32) + sizeof(seL4_Uint32), 8);
PIN(sizeof(seL4_Int64) + sizeof(seL4_Uint64), 16);
PIN(sizeof(seL4_Bool), 1);
PIN(sizeof(seL4_Word), 8);
PIN(sizeof(seL4_CPtr), 8);
PIN(sizeof(seL4_Time), 8);
PIN(sizeof(seL4_Error), 8);
PIN(sizeof(seL4_MessageInfo_t), 8);
PIN(sizeof(seL4_CapRights_t), 8);
PIN(sizeof(seL4_CNode_CapData_t), 8);

/* IPC buffer. */
PIN(sizeof(seL4_IPCBuffer), 1024);
PIN(_Alignof(seL4_IPCBuffer), 1024);
AT(seL4_IPCBuffer, tag, 0);
AT(seL4_IPCBuffer, msg, 8);
AT(seL4_IPCBuffer, msg[119], 960);
AT(seL4_IPCBuffer, userData, 968);
AT(seL4_IPCBuffer, caps_or_badges, 976);
AT(seL4_IPCBuffer, caps_or_badges[2], 992);
AT(seL4_IPCBuffer, receiveCNode, 1000);
AT(seL4_IPCBuffer, receiveIndex, 1008);
AT(seL4_IPCBuffer, receiveDepth, 1016);

/* Boot information. */
PIN(sizeof(seL4_BootInfo), 3864);
AT(seL4_BootInfo, extraLen, 0);
AT(seL4_BootInfo, nodeID, 8);
AT(seL4_BootInfo, numNodes, 16);
AT(seL4_BootInfo, numIOPTLevels, 24);
AT(seL4_BootInfo, ipcBuffer, 32);
AT(seL4_BootInfo, empty, 40);
AT(seL4_BootInfo, sharedFrames, 56);
AT(seL4_BootInfo, userImageFrames, 72);
AT(seL4_BootInfo, userImagePaging, 88);
AT(seL4_BootInfo, ioSpaceCaps, 104);
AT(seL4_BootInfo, extraBIPages, 120);
AT(seL4_BootInfo, initThreadCNodeSizeBits, 136);
AT(seL4_BootInfo, initThreadDomain, 144);
AT(seL4_BootInfo, schedcontrol, 152);
AT(seL4_BootInfo, untyped, 168);
AT(seL4_BootInfo, untypedList, 184);
PIN(sizeof(seL4_SlotRegion), 16);
AT(seL4_SlotRegion, start, 0);
AT(seL4_SlotRegion, end, 8);
PIN(sizeof(seL4_UntypedDesc), 16);
AT(seL4_UntypedDesc, paddr, 0);
AT(seL4_UntypedDesc, sizeBits, 8);
AT(seL4_UntypedDesc, isDevice, 9);
AT(seL4_UntypedDesc, padding, 10);
PIN(sizeof(seL4_BootInfoHeader), 16);
AT(seL4_BootInfoHeader, id, 0);
AT(seL4_BootInfoHeader, len, 8);

/* Faults. */
PIN(seL4_Fault_NullFault, 0);
PIN(seL4_Fault_CapFault, 1);
PIN(seL4_Fault_UnknownSyscall, 2);
PIN(seL4_Fault_UserException, 3);
PIN(seL4_Fault_DebugException, 4);
PIN(seL4_Fault_Timeout, 5);
PIN(seL4_Fault_VMFault, 6);
PIN(seL4_Fault_VGICMaintenance, 7);
PIN(seL4_Fault_VCPUFault, 8);
PIN(seL4_Fault_VPPIEvent, 9);
PIN(seL4_CapFault_IP, 0);
PIN(seL4_CapFault_Addr, 1);
PIN(seL4_CapFault_InRecvPhase, 2);
PIN(seL4_CapFault_LookupFailureType, 3);
PIN(seL4_CapFault_BitsLeft, 4);
PIN(seL4_CapFault_DepthMismatch_BitsFound, 5);
PIN(seL4_CapFault_GuardMismatch_GuardFound, 5);
PIN(seL4_CapFault_GuardMismatch_BitsFound, 6);
PIN(seL4_VMFault_IP, 0);
PIN(seL4_VMFault_Addr, 1);
PIN(seL4_VMFault_PrefetchFault, 2);
PIN(seL4_VMFault_FSR, 3);
PIN(seL4_VMFault_Length, 4);
PIN(seL4_Timeout_Data, 0);
PIN(seL4_Timeout_Consumed, 1);
PIN(seL4_Timeout_Length, 2);
PIN(seL4_DataFault, 0);
PIN(seL4_InstructionFault, 1);

#include "arch_layouts.h"

static void packed_words(void)
{
    begin("abi bits of message info, rights, CNode data");
    expect(seL4_MessageInfo_new(1, 0, 0, 0).words[0] == 1ul << 12);
    expect(seL4_MessageInfo_new(0, 1, 0, 0).words[0] == 1ul << 9);
    expect(seL4_MessageInfo_new(0, 0, 1, 0).words[0] == 1ul << 7);
    expect(seL4_MessageInfo_new(0, 0, 0, 1).words[0] == 1);
    expect(seL4_MessageInfo_new(0xfffffffffffff, 7, 3, 127).words[0] == ~0ul);
    expect(seL4_CapRights_new(1, 0, 0, 0).words[0] == 8);
    expect(seL4_CapRights_new(0, 1, 0, 0).words[0] == 4);
    expect(seL4_CapRights_new(0, 0, 1, 0).words[0] == 2);
    expect(seL4_CapRights_new(0, 0, 0, 1).words[0] == 1);
    expect(seL4_ReadWrite.words[0] == 3 && seL4_AllRights.words[0] == 15);
    expect(seL4_CanRead.words[0] == 2 && seL4_CanWrite.words[0] == 1);
    expect(seL4_CanGrant.words[0] == 4 && seL4_CanGrantReply.words[0] == 8);
    expect(seL4_NoWrite.words[0] == 14 && seL4_NoRead.words[0] == 13);
    expect(seL4_NoRights.words[0] == 0);
    expect(seL4_CNode_CapData_new(0, 52).words[0] == 52);
    expect(seL4_CNode_CapData_new(5, 0).words[0] == 5ul << 6);

    seL4_MessageInfo_t info = {{0}};
    info = seL4_MessageInfo_set_label(info, 0x123);
    seL4_MessageInfo_ptr_set_length(&info, 99);
    expect(info.words[0] == (0x123ul << 12 | 99));
    expect(seL4_MessageInfo_get_label(info) == 0x123);
    expect(seL4_MessageInfo_ptr_get_length(&info) == 99);
    seL4_MessageInfo_ptr_new(&info, 2, 0, 3, 4);
    expect(info.words[0] == (2ul << 12 | 3 << 7 | 4));
    end();
}

static void sizes(void)
{
    static const seL4_Word extra[] = {0, 8, 24, 56, 120, 248};
    begin("abi refills of a scheduling context");
    for (seL4_Word n = 7; n <= 12; n++) {
        expect(seL4_MaxExtraRefills(n) == extra[n - 7]);
    }
    end();
}

static void faults(void)
{
    begin("abi faults are read in message order");
    seL4_Fault_t f = seL4_getFault(seL4_MessageInfo_new(1, 0, 0, 7));
    expect(seL4_Fault_get_seL4_FaultType(f) == seL4_Fault_CapFault);
    expect(seL4_Fault_CapFault_get_IP(f) == 1000 && seL4_Fault_CapFault_get_Addr(f) == 1001);
    expect(seL4_Fault_CapFault_get_InRecvPhase(f) == 1002);
    expect(seL4_Fault_CapFault_get_LookupFailureType(f) == 1003);
    expect(seL4_Fault_CapFault_get_MR4(f) == 1004 && seL4_Fault_CapFault_get_MR6(f) == 1006);
    f = seL4_getFault(seL4_MessageInfo_new(5, 0, 0, 2));
    expect(seL4_Fault_Timeout_get_data(f) == 1000 && seL4_Fault_Timeout_get_consumed(f) == 1001);
    f = seL4_getFault(seL4_MessageInfo_new(6, 0, 0, 4));
    expect(seL4_Fault_VMFault_get_Addr(f) == 1001 && seL4_Fault_VMFault_get_FSR(f) == 1003);
    f = seL4_Fault_VMFault_set_FSR(f, 7);
    expect(seL4_Fault_VMFault_ptr_get_FSR(&f) == 7);
    f = seL4_getFault(seL4_MessageInfo_new(77, 0, 0, 4));
    expect(seL4_Fault_get_seL4_FaultType(f) == seL4_Fault_NullFault);
    expect(seL4_isVMFault_tag(seL4_MessageInfo_new(6, 0, 0, 4)));
    expect(!seL4_isVMFault_tag(seL4_MessageInfo_new(1, 0, 0, 4)));
    expect(seL4_isTimeoutFault_tag(seL4_MessageInfo_new(5, 0, 0, 2)));
    expect(seL4_isNullFault_tag(seL4_MessageInfo_new(0, 0, 0, 0)));
    end();

    begin("abi timeout reply");
    seL4_UserContext regs;
    seL4_Word *word = (seL4_Word *)&regs;
    for (seL4_Word i = 0; i < sizeof(regs) / 8; i++) {
        word[i] = i + 1;
    }
    seL4_MessageInfo_t info = seL4_TimeoutReply_new(seL4_True, regs, 3);
    expect(info.words[0] == 3);
    expect(buffer.msg[0] == 1 && buffer.msg[2] == 3 && buffer.msg[3] == 1003);
    info = seL4_TimeoutReply_new(seL4_False, regs, 19);
    expect(info.words[0] == (1ul << 12 | 19) && buffer.msg[18] == 19 && buffer.msg[19] == 1019);
    end();
}

void test_layouts(void)
{
    packed_words();
    sizes();
    faults();
    test_arch_faults();
}
