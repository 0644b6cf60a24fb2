/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a PC's boot information has beyond that of other machines: the root pointer of ACPI, the
 * firmware's memory map, the frequency of the time stamp counter. And what the processor lets
 * programs do.
 */
#include "operations.h"
#include "probes.h"

enum { RAX = 3, RBX, RCX, RDX };

static const void *chunk(word id)
{
    word at = (word)boot_info + 4096;
    const word end = at + boot_info->extraLen;
    while (at < end) {
        const seL4_BootInfoHeader *header = (const void *)at;
        if (header->id == id)
            return header;
        at += header->len;
    }
    FAIL("there is no such chunk");
}

static void acpi_root_pointer(void)
{
    const unsigned char *at = (const unsigned char *)chunk(SEL4_BOOTINFO_HEADER_X86_ACPI_RSDP) + 16;
    unsigned char sum = 0;
    for (word i = 0; i < 8; i++)
        EQ(at[i], "RSD PTR "[i]);
    for (word i = 0; i < 20; i++)
        sum = (unsigned char)(sum + at[i]);
    EQ(sum, 0);
}

/* Entries that are valid ascend; untypeds of RAM lie in RAM, and those of devices touch none. */
static void memory_map(void)
{
    const seL4_X86_BootInfo_mmap_t *map = chunk(SEL4_BOOTINFO_HEADER_X86_MBMMAP);
    const word n = map->mmap_length / 24;
    EQ(map->mmap_length % 24, 0);
    IN_RANGE(n, 3, 50);
    for (word i = 0; i < n; i++) {
        EQ(map->mmap[i].size, 20);
        TRUE(map->mmap[i].length > 0);
        TRUE(i == 0 || map->mmap[i].base_addr > map->mmap[i - 1].base_addr);
    }
    for (word i = n; i < 50; i++)
        EQ(map->mmap[i].base_addr | map->mmap[i].length | map->mmap[i].type, 0);
    for (word u = boot_info->untyped.start; u < boot_info->untyped.end; u++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[u - boot_info->untyped.start];
        const word end = d->paddr + ((word)1 << d->sizeBits);
        bool in_ram = false, touches = false;
        for (word i = 0; i < n; i++) {
            const word from = map->mmap[i].base_addr, to = from + map->mmap[i].length;
            if (map->mmap[i].type == 1 && from >= 0x100000) {
                in_ram |= d->paddr >= from && end <= to;
                touches |= d->paddr < to && from < end;
            }
        }
        EQ(in_ram, !d->isDevice);
        EQ(touches, !d->isDevice);
    }
}

/* The emulator counts a thousand instructions for a microsecond; the kernel has measured that. */
static void frequency(void)
{
    const unsigned *mhz = (const unsigned *)((const char *)chunk(SEL4_BOOTINFO_HEADER_X86_TSC_FREQ)
                                             + 16);
    EQ(*mhz, TICKS_PER_US);
}

static void frequency_is_right(void)
{
    const word before = now();
    sleep_us(20000);
    IN_RANGE((now() - before) / TICKS_PER_US, 19995, 20060);
}

/* Counters that programs may read, and those that only benchmark kernels let them. */
static void counters(void)
{
    TRUE(probe_run(probe_rdtsc, 0));
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_rdpmc, 0);
    values[ARCH_REG_RCX] = 0;
    const bool counted = probe_run_registers(values);
#ifdef CONFIG_EXPORT_PMC_USER
    /* The emulator has the instruction no more than the counters. */
    TRUE(counted || faulted->sys.mr[3] == UNDEFINED || faulted->sys.mr[3] == PROTECTION);
#else
    FALSE(counted);
    EQ(faulted->sys.mr[3], PROTECTION);
#endif
}

/* CPUID is the processor's: it says that XSAVE and the bases' instructions are there to be used. */
static void identification(void)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_cpuid, 0);
    values[ARCH_REG_RAX] = 1;
    TRUE(probe_run_registers(values));
    EQ(register_dump[RCX] >> 26 & 3, 3);        /* XSAVE, OSXSAVE */
    values[ARCH_REG_RAX] = 7;
    values[ARCH_REG_RCX] = 0;
    TRUE(probe_run_registers(values));
    EQ(register_dump[RBX] & 1, 1);              /* FSGSBASE */
}

SUITE(pc_boot,
    { "acpi-root-pointer", acpi_root_pointer },
    { "memory-map", memory_map },
    { "frequency", frequency },
    { "frequency-is-right", frequency_is_right },
    { "counters", counters },
    { "identification", identification },
);
