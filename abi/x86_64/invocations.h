/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * x86-64 invocations, in label order behind the generic ones.
 */

#if KEEL_DEBUG
#define ARCH_DEBUG_INVOCATIONS(P, R, S)                                                           \
    P(TCBSetBreakpoint, TCB, SetBreakpoint, "set a hardware breakpoint or watchpoint")            \
    S(TCBGetBreakpoint, TCB, GetBreakpoint, "read a hardware breakpoint or watchpoint")           \
    P(TCBUnsetBreakpoint, TCB, UnsetBreakpoint, "clear a hardware breakpoint or watchpoint")      \
    R(TCBConfigureSingleStepping, TCB, ConfigureSingleStepping, seL4_Bool, bp_was_consumed,       \
      "stop the thread after some instructions")
#else
#define ARCH_DEBUG_INVOCATIONS(P, R, S)
#endif

#if KEEL_DEBUG || KEEL_BENCHMARK
#define IOMMU_TABLE_INVOCATIONS_(P, R, S)                                                         \
    P(X86IOPageTableMap, X86_IOPageTable, Map, "add the next table of a device's address space")  \
    P(X86IOPageTableUnmap, X86_IOPageTable, Unmap, "take a table out of a device's address space")
#define IOMMU_PAGE_INVOCATIONS_(P, R, S)                                                          \
    P(X86PageMapIO, X86_Page, MapIO, "map a frame for a device")
#else
#define IOMMU_TABLE_INVOCATIONS_(P, R, S)
#define IOMMU_PAGE_INVOCATIONS_(P, R, S)
#endif

#define ARCH_INVOCATIONS(P, R, S)                                                                 \
    P(X86PDPTMap, X86_PDPT, Map, "install the table of 1 GiB entries")                            \
    P(X86PDPTUnmap, X86_PDPT, Unmap, "take it out of its address space")                          \
    P(X86PageDirectoryMap, X86_PageDirectory, Map, "install the table of 2 MiB entries")          \
    P(X86PageDirectoryUnmap, X86_PageDirectory, Unmap, "take it out of its address space")        \
    P(X86PageTableMap, X86_PageTable, Map, "install the table of 4 KiB entries")                  \
    P(X86PageTableUnmap, X86_PageTable, Unmap, "take it out of its address space")                \
    IOMMU_TABLE_INVOCATIONS_(P, R, S)                                                             \
    P(X86PageMap, X86_Page, Map, "map a frame, or change a mapping's rights")                     \
    P(X86PageUnmap, X86_Page, Unmap, "unmap a frame")                                             \
    IOMMU_PAGE_INVOCATIONS_(P, R, S)                                                              \
    R(X86PageGetAddress, X86_Page, GetAddress, seL4_Word, paddr, "physical address")              \
    P(X86ASIDControlMakePool, X86_ASIDControl, MakePool, "turn a page into an ASID pool")         \
    P(X86ASIDPoolAssign, X86_ASIDPool, Assign, "give an ASID to a PML4")                          \
    P(X86IOPortControlIssue, X86_IOPortControl, Issue, "capability for a range of I/O ports")     \
    R(X86IOPortIn8, X86_IOPort, In8, seL4_Uint8, result, "read a byte from a port")               \
    R(X86IOPortIn16, X86_IOPort, In16, seL4_Uint16, result, "read 16 bits from a port")           \
    R(X86IOPortIn32, X86_IOPort, In32, seL4_Uint32, result, "read 32 bits from a port")           \
    P(X86IOPortOut8, X86_IOPort, Out8, "write a byte to a port")                                  \
    P(X86IOPortOut16, X86_IOPort, Out16, "write 16 bits to a port")                               \
    P(X86IOPortOut32, X86_IOPort, Out32, "write 32 bits to a port")                               \
    P(X86IRQIssueIRQHandlerIOAPIC, IRQControl, GetIOAPIC, "handler for a pin of an I/O APIC")     \
    P(X86IRQIssueIRQHandlerMSI, IRQControl, GetMSI, "handler for a message of a PCI device")

/* Not checked for length: what is missing is read from the registers. */
#define ARGS_TCBSetBreakpoint(W, C, M)                                                            \
    W(seL4_Uint16, bp_num) W(seL4_Word, vaddr) W(seL4_Word, type) W(seL4_Word, size)              \
    W(seL4_Word, rw)
#define ARGS_TCBGetBreakpoint(W, C, M)      W(seL4_Uint16, bp_num)
#define ARGS_TCBUnsetBreakpoint(W, C, M)    W(seL4_Uint16, bp_num)
#define ARGS_TCBConfigureSingleStepping(W, C, M)                                                  \
    W(seL4_Uint16, bp_num) W(seL4_Word, num_instructions)

#define ARGS_X86PDPTMap(W, C, M)                                                                  \
    C(seL4_X64_PML4, pml4) W(seL4_Word, vaddr) W(seL4_X86_VMAttributes, attr)
#define ARGS_X86PDPTUnmap(W, C, M)
#define ARGS_X86PageDirectoryMap(W, C, M)                                                         \
    C(seL4_CPtr, vspace) W(seL4_Word, vaddr) W(seL4_X86_VMAttributes, attr)
#define ARGS_X86PageDirectoryUnmap(W, C, M)
#define ARGS_X86PageTableMap(W, C, M)                                                             \
    C(seL4_CPtr, vspace) W(seL4_Word, vaddr) W(seL4_X86_VMAttributes, attr)
#define ARGS_X86PageTableUnmap(W, C, M)
#define ARGS_X86IOPageTableMap(W, C, M)     C(seL4_X86_IOSpace, iospace) W(seL4_Word, ioaddr)
#define ARGS_X86IOPageTableUnmap(W, C, M)
#define ARGS_X86PageMap(W, C, M)                                                                  \
    C(seL4_CPtr, vspace) W(seL4_Word, vaddr) M(rights) W(seL4_X86_VMAttributes, attr)
#define ARGS_X86PageUnmap(W, C, M)
#define ARGS_X86PageMapIO(W, C, M)                                                                \
    C(seL4_X86_IOSpace, iospace) M(rights) W(seL4_Word, ioaddr)
#define ARGS_X86PageGetAddress(W, C, M)
#define ARGS_X86ASIDControlMakePool(W, C, M)                                                      \
    C(seL4_Untyped, untyped) C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth)
#define ARGS_X86ASIDPoolAssign(W, C, M)     C(seL4_CPtr, vspace)
#define ARGS_X86IOPortControlIssue(W, C, M)                                                       \
    W(seL4_Word, first_port) W(seL4_Word, last_port) C(seL4_CNode, root) W(seL4_Word, index)      \
    W(seL4_Uint8, depth)
#define ARGS_X86IOPortIn8(W, C, M)          W(seL4_Uint16, port)
#define ARGS_X86IOPortIn16(W, C, M)         W(seL4_Uint16, port)
#define ARGS_X86IOPortIn32(W, C, M)         W(seL4_Uint16, port)
#define ARGS_X86IOPortOut8(W, C, M)         W(seL4_Word, port) W(seL4_Word, data)
#define ARGS_X86IOPortOut16(W, C, M)        W(seL4_Word, port) W(seL4_Word, data)
#define ARGS_X86IOPortOut32(W, C, M)        W(seL4_Word, port) W(seL4_Word, data)
#define ARGS_X86IRQIssueIRQHandlerIOAPIC(W, C, M)                                                 \
    C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth) W(seL4_Word, ioapic)             \
    W(seL4_Word, pin) W(seL4_Word, level) W(seL4_Word, polarity) W(seL4_Word, vector)
#define ARGS_X86IRQIssueIRQHandlerMSI(W, C, M)                                                    \
    C(seL4_CNode, root) W(seL4_Word, index) W(seL4_Uint8, depth) W(seL4_Word, pci_bus)            \
    W(seL4_Word, pci_dev) W(seL4_Word, pci_func) W(seL4_Word, handle) W(seL4_Word, vector)
