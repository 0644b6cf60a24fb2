/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A program that uses every name of the kernel's user interface once: types, constants, macros and
 * the prototype of every function. Compiled as C and C++, never run. A prototype is compared by
 * assigning the function to a pointer of the documented type.
 */
#include <sel4/sel4.h>
#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>
#include <sel4/types.h>
#include <sel4/constants.h>
#include <sel4/errors.h>
#include <sel4/objecttype.h>
#include <sel4/shared_types.h>
#include <sel4/faults.h>
#include <sel4/functions.h>
#include <sel4/syscalls.h>
#include <sel4/syscall.h>
#include <sel4/invocation.h>
#include <sel4/virtual_client.h>
#include <sel4/bootinfo_types.h>
#include <sel4/bootinfo.h>
#include <sel4/assert.h>
#include <sel4/debug_assert.h>
#include <sel4/deprecated.h>
#include <sel4/benchmark_track_types.h>
#include <sel4/benchmark_utilisation_types.h>
#include <sel4/arch/types.h>
#include <sel4/arch/constants.h>
#include <sel4/arch/objecttype.h>
#include <sel4/arch/syscalls.h>
#include <sel4/arch/mapping.h>
#include <sel4/arch/deprecated.h>
#include <sel4/arch/simple_types.h>
#include <sel4/arch/bootinfo_types.h>
#include <sel4/sel4_arch/types.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/sel4_arch/objecttype.h>
#include <sel4/sel4_arch/syscalls.h>
#include <sel4/sel4_arch/mapping.h>
#include <sel4/sel4_arch/faults.h>
#include <sel4/sel4_arch/invocation.h>
#include <sel4/sel4_arch/simple_types.h>
#include <sel4/sel4_arch/deprecated.h>
#include <sel4/mode/types.h>
#include <sel4/plat/api/constants.h>
#include <interfaces/sel4_client.h>
#include <autoconf.h>
#include "arch_names.h"

/* Names of the tables in abi/ are the program's own. */
enum { PAGE_BITS = 1, ERRORS, SYSCALLS, SLOT_BITS, USER_TOP, FAULTS, LAYOUT, MAX_PRIORITY };

typedef seL4_Word W;
typedef seL4_CPtr P;
typedef seL4_MessageInfo_t I;
typedef seL4_Error E;

void use(const void *thing);
#define PROTOTYPE(name, result, ...)              \
    do {                                          \
        result (*f)(__VA_ARGS__) = name;          \
        use((const void *)&f);                    \
    } while (0)
#define VARIABLE(type, name, value) type name = value; use((const void *)&name)

SEL4_COMPILE_ASSERT(a_name, sizeof(seL4_Word) == 8);
LIBSEL4_UNUSED LIBSEL4_NOINLINE static int a_function(void) { return 0; }
LIBSEL4_WEAK int a_weak_function(void);
CONST int a_const_function(int);
PURE int a_pure_function(int);
typedef struct { char a; int b; } SEL4_PACKED packed_type;
typedef enum { an_enumerator, SEL4_FORCE_LONG_ENUM(long_enum) } long_enum;
SEL4_COMPILE_ASSERT(packed, sizeof(packed_type) == 5 && sizeof(long_enum) == sizeof(long));
extern LIBSEL4_THREAD_LOCAL int a_thread_local;

void types(void);
void types(void)
{
    VARIABLE(seL4_Int8, i8, -1); VARIABLE(seL4_Uint8, u8, 1);
    VARIABLE(seL4_Int16, i16, -1); VARIABLE(seL4_Uint16, u16, 1);
    VARIABLE(seL4_Int32, i32, -1); VARIABLE(seL4_Uint32, u32, 1);
    VARIABLE(seL4_Int64, i64, -1); VARIABLE(seL4_Uint64, u64, 1);
    VARIABLE(seL4_Bool, yes, seL4_True); VARIABLE(seL4_Bool, no, seL4_False);
    VARIABLE(seL4_CNode, cnode, 1); VARIABLE(seL4_IRQHandler, handler, 1);
    VARIABLE(seL4_IRQControl, irqs, 1); VARIABLE(seL4_TCB, tcb, 1);
    VARIABLE(seL4_Untyped, untyped, 1); VARIABLE(seL4_DomainSet, domains, 1);
    VARIABLE(seL4_SchedContext, sc, 1); VARIABLE(seL4_SchedControl, control, 1);
    VARIABLE(seL4_NodeId, node, 1); VARIABLE(seL4_PAddr, paddr, 1);
    VARIABLE(seL4_Domain, domain, 1); VARIABLE(seL4_SlotPos, slot, 1);
    VARIABLE(seL4_Time, time, 1); VARIABLE(seL4_ObjectType, type, seL4_UntypedObject);
    VARIABLE(api_object_t, api, 1); VARIABLE(object_t, object, 1);
    ARCH_TYPE_NAMES
    VARIABLE(seL4_SchedContextFlag, sc_flag, seL4_SchedContext_Sporadic);
    VARIABLE(seL4_TCBFlag, tcb_flag, seL4_TCBFlag_fpuDisabled);
    VARIABLE(seL4_LookupFailureType, failure, seL4_GuardMismatch);
    VARIABLE(seL4_Syscall_ID, call, seL4_SysCall);
    VARIABLE(enum invocation_label, label, UntypedRetype);
    VARIABLE(seL4_CapFault_Msg, cap_fault, seL4_CapFault_IP);
    VARIABLE(seL4_BootInfoID, chunk, SEL4_BOOTINFO_HEADER_FDT);
    VARIABLE(seL4_Fault_tag_t, tag, seL4_Fault_VMFault);
    VARIABLE(seL4_CapRights, rights, seL4_AllRights);
    VARIABLE(seL4_FaultType, old_tag, seL4_VMFault);
    VARIABLE(seL4_CapData_t, data, 1);
    VARIABLE(seL4_PageFaultIpcRegisters, old_message, seL4_VMFault_IP);
    VARIABLE(seL4_UnknownSyscall_Msg, m1, seL4_UnknownSyscall_FaultIP);
    VARIABLE(seL4_UserException_Msg, m2, seL4_UserException_Code);
    VARIABLE(seL4_VMFault_Msg, m3, seL4_VMFault_FSR);
    VARIABLE(seL4_Timeout_Msg, m4, seL4_Timeout_Data);
    VARIABLE(seL4_TimeoutReply_Msg, m5, seL4_TimeoutReply_FaultIP);
    VARIABLE(void *, null, seL4_Null);
    VARIABLE(W, nil, seL4_NilData);
    VARIABLE(W, bit, LIBSEL4_BIT(63));
    static const char *const formats[] = {
        SEL4_PRId64, SEL4_PRIi64, SEL4_PRIu64, SEL4_PRIx64, SEL4_PRId_word, SEL4_PRIi_word,
        SEL4_PRIu_word, SEL4_PRIx_word, SEL4_PRI_word,
    };
    use(formats);
    seL4_Assert(u8);
    seL4_DebugAssert(u8);
    seL4_CompileTimeAssert(sizeof(long) == 8);
    seL4_Fail("a sentence");
    use((const void *)(W)a_function());
}

void constants(void);
void constants(void)
{
    static const W values[] = {
        seL4_LogBufferSize, seL4_ModeObjectTypeCount, seL4_NumErrors, seL4_MsgMaxLength,
        seL4_UserVSpaceTop, seL4_UserTop, seL4_CapInitThreadPD, seL4_AsyncEndpointObject,
        seL4_NoFault, seL4_CapFault, seL4_UnknownSyscall, seL4_UserException, seL4_VMFault,
        SEL4_PFIPC_LABEL, SEL4_PFIPC_LENGTH, SEL4_PFIPC_FAULT_IP, SEL4_PFIPC_FAULT_ADDR,
        SEL4_PFIPC_PREFETCH_FAULT, SEL4_PFIPC_FSR, SEL4_EXCEPT_IPC_LABEL,
        SEL4_USER_EXCEPTION_LABEL, SEL4_USER_EXCEPTION_LENGTH, SEL4_VGIC_MAINTENANCE_LABEL,
        SEL4_VGIC_MAINTENANCE_LENGTH, SEL4_VCPU_FAULT_LABEL, SEL4_VCPU_FAULT_LENGTH,
        BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES, seL4_DataFault, seL4_InstructionFault,
    };
    use(values);
}

#define PACKED(T, field)                                \
    PROTOTYPE(T##_get_##field, seL4_Uint64, T##_t);     \
    PROTOTYPE(T##_set_##field, T##_t, T##_t, seL4_Uint64); \
    PROTOTYPE(T##_ptr_get_##field, seL4_Uint64, T##_t *); \
    PROTOTYPE(T##_ptr_set_##field, void, T##_t *, seL4_Uint64)

void packed_words(void);
void packed_words(void)
{
    typedef seL4_Uint64 U;
    PROTOTYPE(seL4_MessageInfo_new, I, U, U, U, U);
    PROTOTYPE(seL4_MessageInfo_ptr_new, void, I *, U, U, U, U);
    PACKED(seL4_MessageInfo, label); PACKED(seL4_MessageInfo, capsUnwrapped);
    PACKED(seL4_MessageInfo, extraCaps); PACKED(seL4_MessageInfo, length);
    PROTOTYPE(seL4_CapRights_new, seL4_CapRights_t, U, U, U, U);
    PACKED(seL4_CapRights, capAllowGrantReply); PACKED(seL4_CapRights, capAllowGrant);
    PACKED(seL4_CapRights, capAllowRead); PACKED(seL4_CapRights, capAllowWrite);
    PROTOTYPE(seL4_CNode_CapData_new, seL4_CNode_CapData_t, U, U);
    PACKED(seL4_CNode_CapData, guard); PACKED(seL4_CNode_CapData, guardSize);
    PROTOTYPE(seL4_MaxExtraRefills, W, W);
}

void buffers_and_calls(void);
void buffers_and_calls(void)
{
    PROTOTYPE(seL4_SetIPCBuffer, void, seL4_IPCBuffer *);
    PROTOTYPE(seL4_GetIPCBuffer, seL4_IPCBuffer *, void);
    PROTOTYPE(seL4_GetMR, W, int);
    PROTOTYPE(seL4_SetMR, void, int, W);
    PROTOTYPE(seL4_GetUserData, W, void);
    PROTOTYPE(seL4_SetUserData, void, W);
    PROTOTYPE(seL4_GetBadge, W, int);
    PROTOTYPE(seL4_GetCap, P, int);
    PROTOTYPE(seL4_SetCap, void, int, P);
    PROTOTYPE(seL4_GetCapReceivePath, void, P *, P *, W *);
    PROTOTYPE(seL4_SetCapReceivePath, void, P, P, W);
    PROTOTYPE(seL4_Send, void, P, I);
    PROTOTYPE(seL4_NBSend, void, P, I);
    PROTOTYPE(seL4_Call, I, P, I);
    PROTOTYPE(seL4_Recv, I, P, W *, P);
    PROTOTYPE(seL4_NBRecv, I, P, W *, P);
    PROTOTYPE(seL4_Wait, I, P, W *);
    PROTOTYPE(seL4_NBWait, I, P, W *);
    PROTOTYPE(seL4_Poll, I, P, W *);
    PROTOTYPE(seL4_Signal, void, P);
    PROTOTYPE(seL4_ReplyRecv, I, P, I, W *, P);
    PROTOTYPE(seL4_NBSendRecv, I, P, I, P, W *, P);
    PROTOTYPE(seL4_NBSendWait, I, P, I, P, W *);
    PROTOTYPE(seL4_Yield, void, void);
    PROTOTYPE(seL4_SendWithMRs, void, P, I, W *, W *, W *, W *);
    PROTOTYPE(seL4_NBSendWithMRs, void, P, I, W *, W *, W *, W *);
    PROTOTYPE(seL4_CallWithMRs, I, P, I, W *, W *, W *, W *);
    ARCH_CALL_NAMES
    PROTOTYPE(seL4_WaitWithMRs, I, P, W *, W *, W *, W *, W *);
    PROTOTYPE(seL4_ReplyRecvWithMRs, I, P, I, W *, W *, W *, W *, W *, P);
    PROTOTYPE(seL4_NBSendRecvWithMRs, I, P, I, P, W *, W *, W *, W *, W *, P);
    PROTOTYPE(seL4_NBSendWaitWithMRs, I, P, I, P, W *, W *, W *, W *, W *);
#ifdef CONFIG_PRINTING
    PROTOTYPE(seL4_DebugPutChar, void, char);
    PROTOTYPE(seL4_DebugPutString, void, char *);
    PROTOTYPE(seL4_DebugDumpScheduler, void, void);
#endif
#ifdef CONFIG_DEBUG_BUILD
    PROTOTYPE(seL4_DebugHalt, void, void);
    PROTOTYPE(seL4_DebugSnapshot, void, void);
    PROTOTYPE(seL4_DebugCapIdentify, seL4_Uint32, P);
    PROTOTYPE(seL4_DebugNameThread, void, P, const char *);
#endif
#ifdef CONFIG_ENABLE_BENCHMARKS
    PROTOTYPE(seL4_BenchmarkResetLog, E, void);
    PROTOTYPE(seL4_BenchmarkFinalizeLog, W, void);
    PROTOTYPE(seL4_BenchmarkSetLogBuffer, E, W);
    PROTOTYPE(seL4_BenchmarkNullSyscall, void, void);
    PROTOTYPE(seL4_BenchmarkFlushCaches, void, void);
    PROTOTYPE(seL4_BenchmarkGetThreadUtilisation, void, W);
    PROTOTYPE(seL4_BenchmarkResetThreadUtilisation, void, W);
#endif
}

void invocations(void);
void invocations(void)
{
    typedef seL4_Uint8 B;
    typedef seL4_Bool O;
    typedef seL4_CapRights_t R;
    typedef seL4_UserContext C;
    typedef ARCH_VM_ATTRIBUTES A;
    typedef seL4_Time T;
    PROTOTYPE(seL4_Untyped_Retype, E, seL4_Untyped, W, W, seL4_CNode, W, W, W, W);
    PROTOTYPE(seL4_TCB_ReadRegisters, E, seL4_TCB, O, B, W, C *);
    PROTOTYPE(seL4_TCB_WriteRegisters, E, seL4_TCB, O, B, W, C *);
    PROTOTYPE(seL4_TCB_CopyRegisters, E, seL4_TCB, seL4_TCB, O, O, O, O, B);
    PROTOTYPE(seL4_TCB_Configure, E, seL4_TCB, seL4_CNode, W, P, W, W, P);
    PROTOTYPE(seL4_TCB_SetPriority, E, seL4_TCB, seL4_TCB, W);
    PROTOTYPE(seL4_TCB_SetMCPriority, E, seL4_TCB, seL4_TCB, W);
    PROTOTYPE(seL4_TCB_SetSchedParams, E, seL4_TCB, seL4_TCB, W, W, P, P);
    PROTOTYPE(seL4_TCB_SetTimeoutEndpoint, E, seL4_TCB, P);
    PROTOTYPE(seL4_TCB_SetIPCBuffer, E, seL4_TCB, W, P);
    PROTOTYPE(seL4_TCB_SetSpace, E, seL4_TCB, P, seL4_CNode, W, P, W);
    PROTOTYPE(seL4_TCB_Suspend, E, seL4_TCB);
    PROTOTYPE(seL4_TCB_Resume, E, seL4_TCB);
    PROTOTYPE(seL4_TCB_BindNotification, E, seL4_TCB, P);
    PROTOTYPE(seL4_TCB_UnbindNotification, E, seL4_TCB);
    PROTOTYPE(seL4_TCB_SetTLSBase, E, seL4_TCB, W);
    PROTOTYPE(seL4_TCB_SetFlags, seL4_TCB_SetFlags_t, seL4_TCB, W, W);
    PROTOTYPE(seL4_CNode_Revoke, E, seL4_CNode, W, B);
    PROTOTYPE(seL4_CNode_Delete, E, seL4_CNode, W, B);
    PROTOTYPE(seL4_CNode_CancelBadgedSends, E, seL4_CNode, W, B);
    PROTOTYPE(seL4_CNode_Copy, E, seL4_CNode, W, B, seL4_CNode, W, B, R);
    PROTOTYPE(seL4_CNode_Mint, E, seL4_CNode, W, B, seL4_CNode, W, B, R, W);
    PROTOTYPE(seL4_CNode_Move, E, seL4_CNode, W, B, seL4_CNode, W, B);
    PROTOTYPE(seL4_CNode_Mutate, E, seL4_CNode, W, B, seL4_CNode, W, B, W);
    PROTOTYPE(seL4_CNode_Rotate, E, seL4_CNode, W, B, W, seL4_CNode, W, B, W, seL4_CNode, W, B);
    PROTOTYPE(seL4_IRQControl_Get, E, seL4_IRQControl, W, seL4_CNode, W, B);
    PROTOTYPE(seL4_IRQHandler_Ack, E, seL4_IRQHandler);
    PROTOTYPE(seL4_IRQHandler_SetNotification, E, seL4_IRQHandler, P);
    PROTOTYPE(seL4_IRQHandler_Clear, E, seL4_IRQHandler);
    PROTOTYPE(seL4_DomainSet_Set, E, seL4_DomainSet, B, seL4_TCB);
    PROTOTYPE(seL4_DomainSet_ScheduleConfigure, E, seL4_DomainSet, W, B, T);
    PROTOTYPE(seL4_DomainSet_ScheduleSetStart, E, seL4_DomainSet, W);
    PROTOTYPE(seL4_SchedControl_ConfigureFlags, E, P, P, T, T, W, W, W);
    PROTOTYPE(seL4_SchedControl_Configure, E, P, P, T, T, W, W);
    PROTOTYPE(seL4_SchedContext_Bind, E, seL4_SchedContext, P);
    PROTOTYPE(seL4_SchedContext_Unbind, E, seL4_SchedContext);
    PROTOTYPE(seL4_SchedContext_UnbindObject, E, seL4_SchedContext, P);
    PROTOTYPE(seL4_SchedContext_Consumed, seL4_SchedContext_Consumed_t, P);
    PROTOTYPE(seL4_SchedContext_YieldTo, seL4_SchedContext_YieldTo_t, P);
    ARCH_INVOCATION_NAMES
#ifdef CONFIG_HARDWARE_DEBUG_API
    PROTOTYPE(seL4_TCB_SetBreakpoint, E, seL4_TCB, seL4_Uint16, W, W, W, W);
    PROTOTYPE(seL4_TCB_GetBreakpoint, seL4_TCB_GetBreakpoint_t, seL4_TCB, seL4_Uint16);
    PROTOTYPE(seL4_TCB_UnsetBreakpoint, E, seL4_TCB, seL4_Uint16);
    PROTOTYPE(seL4_TCB_ConfigureSingleStepping, seL4_TCB_ConfigureSingleStepping_t, seL4_TCB,
              seL4_Uint16, W);
    VARIABLE(seL4_BreakpointType, kind, seL4_SoftwareBreakRequest);
    VARIABLE(seL4_BreakpointAccess, access, seL4_BreakOnReadWrite);
    VARIABLE(O, consumed_bp, seL4_TCB_ConfigureSingleStepping(1, 1, 1).bp_was_consumed);
    VARIABLE(O, enabled, seL4_TCB_GetBreakpoint(1, 1).is_enabled);
#endif

    struct seL4_TCB_SetFlags flags = seL4_TCB_SetFlags(1, 0, 0);
    VARIABLE(int, error, flags.error); VARIABLE(W, set, flags.flags);
    VARIABLE(T, consumed, seL4_SchedContext_Consumed(1).consumed);
    VARIABLE(T, yielded, seL4_SchedContext_YieldTo(1).consumed);
}

#define FAULT(X, field)                                                             \
    PROTOTYPE(seL4_Fault_##X##_get_##field, seL4_Uint64, seL4_Fault_t);             \
    PROTOTYPE(seL4_Fault_##X##_set_##field, seL4_Fault_t, seL4_Fault_t, seL4_Uint64); \
    PROTOTYPE(seL4_Fault_##X##_ptr_get_##field, seL4_Uint64, seL4_Fault_t *);       \
    PROTOTYPE(seL4_Fault_##X##_ptr_set_##field, void, seL4_Fault_t *, seL4_Uint64)

void faults(void);
void faults(void)
{
    typedef seL4_Uint64 U;
    typedef seL4_Fault_t F;
    PROTOTYPE(seL4_Fault_get_seL4_FaultType, U, F);
    PROTOTYPE(seL4_Fault_ptr_get_seL4_FaultType, U, F *);
    PROTOTYPE(seL4_Fault_NullFault_new, F, void);
    PROTOTYPE(seL4_Fault_CapFault_new, F, U, U, U, U, U, U, U);
    FAULT(CapFault, IP); FAULT(CapFault, Addr); FAULT(CapFault, InRecvPhase);
    FAULT(CapFault, LookupFailureType);
    FAULT(CapFault, MR4); FAULT(CapFault, MR5); FAULT(CapFault, MR6);
    ARCH_FAULT_NAMES
#ifdef CONFIG_HARDWARE_DEBUG_API
    FAULT(DebugException, FaultIP); FAULT(DebugException, ExceptionReason);
    FAULT(DebugException, TriggerAddress); FAULT(DebugException, BreakpointNumber);
    PROTOTYPE(seL4_isDebugException_tag, seL4_Bool, I);
#endif
    PROTOTYPE(seL4_Fault_Timeout_new, F, U, U);
    FAULT(Timeout, data); FAULT(Timeout, consumed);
    PROTOTYPE(seL4_Fault_VMFault_new, F, U, U, U, U);
    FAULT(VMFault, IP); FAULT(VMFault, Addr); FAULT(VMFault, PrefetchFault); FAULT(VMFault, FSR);
    PROTOTYPE(seL4_getFault, F, I);
    PROTOTYPE(seL4_getArchFault, F, I);
    PROTOTYPE(seL4_isVMFault_tag, seL4_Bool, I);
    PROTOTYPE(seL4_isUnknownSyscall_tag, seL4_Bool, I);
    PROTOTYPE(seL4_isUserException_tag, seL4_Bool, I);
    PROTOTYPE(seL4_isNullFault_tag, seL4_Bool, I);
    PROTOTYPE(seL4_isCapFault_tag, seL4_Bool, I);
    PROTOTYPE(seL4_isTimeoutFault_tag, seL4_Bool, I);
    PROTOTYPE(seL4_TimeoutReply_new, I, seL4_Bool, seL4_UserContext, W);
    PROTOTYPE(seL4_MappingFailedLookupLevel, W, void);
}

void old_names(void);
void old_names(void)
{
    PROTOTYPE(seL4_InitBootInfo, void, seL4_BootInfo *);
    PROTOTYPE(seL4_GetBootInfo, seL4_BootInfo *, void);
    PROTOTYPE(seL4_GetTag, I, void);
    PROTOTYPE(seL4_SetTag, void, I);
    PROTOTYPE(seL4_PF_FIP, W, void);
    PROTOTYPE(seL4_PF_Addr, W, void);
    PROTOTYPE(seL4_isPageFault_MSG, W, void);
    PROTOTYPE(seL4_isPageFault_Tag, W, I);
    PROTOTYPE(seL4_isExceptIPC_Tag, W, I);
    PROTOTYPE(seL4_ExceptIPC_Get, W, W);
    PROTOTYPE(seL4_ExceptIPC_Set, void, W, W);
    PROTOTYPE(seL4_IsArchSyscallFrom, W, I);
    PROTOTYPE(seL4_IsArchExceptionFrom, W, I);
    PROTOTYPE(seL4_CapData_Badge_new, W, W);
    PROTOTYPE(seL4_CapData_Guard_new, W, W, W);
}
