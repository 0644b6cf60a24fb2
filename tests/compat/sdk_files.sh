#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The files from which the Microkit's tool and build scripts learn about a kernel, with the values they must have.

for build in qemu_virt_riscv64/{debug,release,benchmark} qemu_virt_aarch64/{debug,release,benchmark} \
             qemu_virt_aarch64_el1/{debug,release} qemu_virt_aarch64_gicv3/release qemu_virt_aarch64_el1_gicv3/debug \
             qemu_virt_aarch64_pa44/debug x86_64_generic/{debug,release,benchmark} x86_64_generic_avx/{debug,release}; do
    board=${build%/*} config=${build#*/}
    files=$(make -s print-sel4_CONFIG print-sel4_JSON BOARD=$board CONFIG=$config)
    make -s BOARD=$board CONFIG=$config $files ||
        { echo "not ok $build: make fails"; exit 1; }
    python3 - $(make -s print-B BOARD=$board CONFIG=$config) $board $config <<'PYTHON'
import json, os, re, sys

base, board, config = sys.argv[1:4]
arm, hyp, v3, pa44 = "aarch64" in board, "aarch64" in board and "el1" not in board, "gicv3" in board, "pa44" in board
x86, avx = "x86" in board, "avx" in board
debug, benchmark, release = config == "debug", config == "benchmark", config == "release"
read = lambda name: json.load(open(f"{base}/sdk/{name}"))

def check(name, have, want):
    wrong = {k: have.get(k) for k in want if have.get(k) != want[k]}
    print(f"not ok {board} {config} {name}: {wrong}, must be { {k: want[k] for k in wrong} }" if wrong
          else f"ok {board} {config} {name}")

check("object_sizes.json", read("object_sizes.json"), {
    "tcb": 12 if arm and debug or avx else 11, "endpoint": 4, "notification": 6, "small_page": 12, "large_page": 21, "huge_page": 30,
    "asid_pool": 12, "asid_table": 9, "slot": 5, "min_untyped_bits": 4, "max_untyped_bits": 47 if arm or x86 else 38,
    "vspace": 13 if hyp and not pa44 else 12, "reply": 5, "page_table": 12, **({"vcpu": 14 if x86 else 12, "io_page_table": 12} if arm or x86 else {})})
check("address_space_constants.json", read("address_space_constants.json"),
      {"page_table_index_bits": 9, "vspace_index_bits": 10 if hyp and not pa44 else 9,
       "vspace_user_top": 0xfffffffffff if pa44 else 0xffffffffff if hyp else 0x7fffffffffff} if arm else
      {"page_table_index_bits": 9, "io_page_table_index_bits": 9, "vspace_user_top": 0x7fffffffefff} if x86 else
      {"page_table_index_bits": 9, "vspace_user_top": 0x3fffffefff})
shift = 4 if (arm or x86) and debug else 0
check("invocations_all.json", read("invocations_all.json"), {
    "UntypedRetype": 1, "TCBSetFlags": 17 + shift, "SchedContextYieldTo": 38 + shift,
    **({"ARMIRQIssueSGISignal": (61 if hyp else 56) + shift} if arm else
       {"X86IRQIssueIRQHandlerMSI": (58 if release else 61) + shift} if x86 else {"RISCVIRQIssueIRQHandlerTrigger": 46})})
ranges = lambda *pairs: [{"start": a, "end": b} for a, b in pairs]
ram = 0x60000000 if hyp else 0x40000000
gic = [(0, 0x08000000), (0x08010000, 0x080a0000), (0x081a0000, ram)] if v3 else [
    (0, 0x08000000), (0x08001000, 0x08010000),
    *([(0x08011000, 0x08030000), (0x08031000, ram)] if hyp else [(0x08011000, ram)])]
if x86:     # finds its memory at boot
    there = os.path.exists(f"{base}/sdk/platform_gen.json")
    print(f"{'not ok' if there else 'ok'} {board} {config} no platform_gen.json")
else:
    check("platform_gen.json", read("platform_gen.json"), {
        "memory": ranges((ram, 0xc0000000)), "devices": ranges(*gic, (0xc0000000, 0x100000000000 if pa44 else 0x10000000000))} if arm else {
        "memory": ranges((0x80200000, 0x100000000)),
        "devices": ranges((0, 0x02000000), (0x02200000, 0x0c000000), (0x0c600000, 0x80200000), (0x100000000, 0x8000000000))})
check("kernel gen_config.json", read("include/kernel/gen_config.json"), {
    "WORD_SIZE": "64", "ROOT_CNODE_SIZE_BITS": "17",
    "RETYPE_FAN_OUT_LIMIT": "256", "MAX_NUM_BOOTINFO_UNTYPED_CAPS": "230", "ENABLE_SMP_SUPPORT": False,
    "MAX_NUM_NODES": "1", "NUM_DOMAINS": "16", "NUM_DOMAIN_SCHEDULES": "100", "HAVE_FPU": True, "KERNEL_MCS": True,
    "DEBUG_BUILD": debug, "PRINTING": debug, "ENABLE_BENCHMARKS": benchmark,
    "BENCHMARK_TRACK_UTILISATION": benchmark, "VERIFICATION_BUILD": config == "release",
    **({"SEL4_ARCH": "aarch64", "PADDR_USER_DEVICE_TOP": str(1 << (44 if pa44 else 40)), "PLAT_QEMU_ARM_VIRT": True,
        "ARM_HYPERVISOR_SUPPORT": hyp, "ARM_PA_SIZE_BITS_40": not pa44, "ARM_PA_SIZE_BITS_44": pa44,
        "ARM_GIC_V3_SUPPORT": v3, "ALLOW_SMC_CALLS": True, "AARCH64_VSPACE_S2_START_L1": False,
        "TIMER_FREQUENCY": "62500000", "EXPORT_PCNT_USER": True, "EXPORT_PTMR_USER": True, "EXPORT_VCNT_USER": False,
        "EXPORT_PMU_USER": benchmark, "SIGNAL_FASTPATH": benchmark, "HARDWARE_DEBUG_API": debug} if arm else
       {"SEL4_ARCH": "x86_64", "PADDR_USER_DEVICE_TOP": "140737488355328", "PLAT_PC99": True, "VTX": False,
        "IOMMU": not release, "MAX_RMRR_ENTRIES": "1" if release else "32", "IRQ_IOAPIC": True, "IRQ_PIC": False,
        "MAX_NUM_IOAPIC": "1", "XAPIC": True, "X2APIC": False, "USE_LOGICAL_IDS": False, "HUGE_PAGE": True,
        "SUPPORT_PCID": False, "SYSCALL": True, "SYSENTER": False, "FSGSBASE_INST": True, "XSAVE": True,
        "XSAVE_FEATURE_SET": "231" if avx else "3", "XSAVE_SIZE": "2688" if avx else "576", "KERNEL_SKIM_WINDOW": True, "MAX_VPIDS": "0",
        "MULTIBOOT1_HEADER": True, "MULTIBOOT2_HEADER": True, "KERNEL_X86_IBRS": "ibrs_none",
        "PC99_TSC_FREQUENCY": "0", "EXPORT_PMC_USER": benchmark, "KERNEL_X86_DANGEROUS_MSR": benchmark,
        "SIGNAL_FASTPATH": False, "HARDWARE_DEBUG_API": debug} if x86 else
       {"SEL4_ARCH": "riscv64", "PADDR_USER_DEVICE_TOP": "549755813888", "PLAT_QEMU_RISCV_VIRT": True})})
check("sel4 gen_config.json", read("include/sel4/gen_config.json"), {"LIB_SEL4_USE_THREAD_LOCALS": False})
header = dict(re.findall(r"^#define CONFIG_(\w+)  (\S+)$", open(f"{base}/gen/kernel/gen_config.h").read(), re.M))
check("kernel gen_config.h", header, {
    "SEL4_ARCH": "aarch64" if arm else "x86_64" if x86 else "riscv64", "NUM_DOMAINS": "16", "DEBUG_BUILD": "1" if debug else None,
    "HARDWARE_DEBUG_API": "1" if (arm or x86) and debug else None, "ARM_HYPERVISOR_SUPPORT": "1" if hyp else None})
PYTHON
done
