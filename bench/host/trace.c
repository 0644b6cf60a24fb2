/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Tells which instructions the emulator executes and which data they touch: a plugin for it, loaded
 * by account.py.
 *
 *     -plugin trace.so,to=FILE,in=FIRST-LAST[,in=FIRST-LAST...]     addresses in hexadecimal
 *
 * FILE gets a line for each instruction executed in one of the ranges, its address, and before it
 * lines `d ADDRESS` for the data that the instruction before has touched, whichever way.
 *
 * The emulator's package has no header for plugins; what is used of the interface (version 1, QEMU
 * 7.2, "QEMU TCG Plugins") is declared here.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { NO_REGISTERS = 0, READS_AND_WRITES = 3 };

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
typedef void on_translation(uint64_t plugin, struct qemu_plugin_tb *tb);
typedef void on_execution(unsigned core, void *what);
typedef void on_access(unsigned core, uint32_t how, uint64_t at, void *what);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t plugin, on_translation *call);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, on_execution *call,
                                            int flags, void *what);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, on_access *call, int flags,
                                      int which, void *what);

int qemu_plugin_version = 1;
int qemu_plugin_install(uint64_t plugin, const void *emulator, int argc, char **argv);

#define N_RANGES 8
static struct {
    uint64_t first, last;
} ranges[N_RANGES];
static int n_ranges;
static FILE *to;

static void executed(unsigned core, void *at)
{
    (void)core;
    fprintf(to, "%" PRIxPTR "\n", (uintptr_t)at);
}

static void accessed(unsigned core, uint32_t how, uint64_t at, void *what)
{
    (void)core;
    (void)how;
    (void)what;
    fprintf(to, "d %" PRIx64 "\n", at);
}

static void translated(uint64_t plugin, struct qemu_plugin_tb *tb)
{
    (void)plugin;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *const insn = qemu_plugin_tb_get_insn(tb, i);
        const uint64_t at = qemu_plugin_insn_vaddr(insn);
        for (int r = 0; r < n_ranges; r++) {
            if (ranges[r].first <= at && at <= ranges[r].last) {
                qemu_plugin_register_vcpu_insn_exec_cb(insn, executed, NO_REGISTERS, (void *)at);
                qemu_plugin_register_vcpu_mem_cb(insn, accessed, NO_REGISTERS, READS_AND_WRITES,
                                                 NULL);
            }
        }
    }
}

int qemu_plugin_install(uint64_t plugin, const void *emulator, int argc, char **argv)
{
    (void)emulator;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "to=", 3) == 0 && to == NULL)
            to = fopen(argv[i] + 3, "w");
        else if (n_ranges < N_RANGES && sscanf(argv[i], "in=%" SCNx64 "-%" SCNx64,
                                               &ranges[n_ranges].first,
                                               &ranges[n_ranges].last) == 2)
            n_ranges++;
        else
            return fprintf(stderr, "trace: '%s' is not understood\n", argv[i]);
    }
    if (to == NULL)
        return fprintf(stderr, "trace: there is no to=FILE that can be written\n");
    qemu_plugin_register_vcpu_tb_trans_cb(plugin, translated);
    return 0;
}
