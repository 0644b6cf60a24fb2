#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The files from which the Microkit's tool and build scripts learn about a kernel, with the values they must have.

for config in debug release benchmark; do
    make -s CONFIG=$config $(make -s print-sel4_JSON CONFIG=$config) || { echo "not ok $config: make fails"; exit 1; }
    B=$(make -s print-B CONFIG=$config)
    python3 - $B $config <<'PYTHON'
import json, re, sys

base, config = sys.argv[1], sys.argv[2]
read = lambda name: json.load(open(f"{base}/sdk/{name}"))

def check(name, have, want):
    wrong = {k: have.get(k) for k in want if have.get(k) != want[k]}
    print(f"not ok {config} {name}: {wrong}, must be { {k: want[k] for k in wrong} }" if wrong else f"ok {config} {name}")

check("object_sizes.json", read("object_sizes.json"), {
    "tcb": 11, "endpoint": 4, "notification": 6, "small_page": 12, "large_page": 21, "huge_page": 30, "asid_pool": 12,
    "asid_table": 9, "slot": 5, "min_untyped_bits": 4, "max_untyped_bits": 38, "vspace": 12, "reply": 5, "page_table": 12})
check("address_space_constants.json", read("address_space_constants.json"),
      {"page_table_index_bits": 9, "vspace_user_top": 0x3fffffefff})
check("invocations_all.json", read("invocations_all.json"),
      {"UntypedRetype": 1, "TCBSetFlags": 17, "SchedContextYieldTo": 38, "RISCVIRQIssueIRQHandlerTrigger": 46})
ranges = lambda *pairs: [{"start": a, "end": b} for a, b in pairs]
check("platform_gen.json", read("platform_gen.json"), {
    "memory": ranges((0x80200000, 0x100000000)),
    "devices": ranges((0, 0x02000000), (0x02200000, 0x0c000000), (0x0c600000, 0x80200000), (0x100000000, 0x8000000000))})
debug, benchmark = config == "debug", config == "benchmark"
check("kernel gen_config.json", read("include/kernel/gen_config.json"), {
    "SEL4_ARCH": "riscv64", "WORD_SIZE": "64", "PADDR_USER_DEVICE_TOP": "549755813888", "ROOT_CNODE_SIZE_BITS": "17",
    "RETYPE_FAN_OUT_LIMIT": "256", "MAX_NUM_BOOTINFO_UNTYPED_CAPS": "230", "ENABLE_SMP_SUPPORT": False,
    "MAX_NUM_NODES": "1", "NUM_DOMAINS": "16", "NUM_DOMAIN_SCHEDULES": "100", "HAVE_FPU": True, "KERNEL_MCS": True,
    "PLAT_QEMU_RISCV_VIRT": True, "DEBUG_BUILD": debug, "PRINTING": debug, "ENABLE_BENCHMARKS": benchmark,
    "BENCHMARK_TRACK_UTILISATION": benchmark, "VERIFICATION_BUILD": config == "release"})
check("sel4 gen_config.json", read("include/sel4/gen_config.json"), {"LIB_SEL4_USE_THREAD_LOCALS": False})
header = dict(re.findall(r"^#define CONFIG_(\w+)  (\S+)$", open(f"{base}/gen/kernel/gen_config.h").read(), re.M))
check("kernel gen_config.h", header,
      {"SEL4_ARCH": "riscv64", "NUM_DOMAINS": "16", "DEBUG_BUILD": "1" if debug else None, "HARDWARE_DEBUG_API": None})
PYTHON
done
