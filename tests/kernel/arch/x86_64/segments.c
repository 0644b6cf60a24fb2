/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Segments, of which programs have no use but two bases: which selectors they can load, what that
 * does to them and to nobody else, and the bases of fs and gs, which each thread has for itself.
 */
#include "operations.h"
#include "probes.h"

enum { RAX = 3, RBX, RCX, RDX, R8 = 10, R9 };

static word user_cs, user_ss;

static void look(void)
{
    TRUE(probe_run(probe_selectors, 0));
    user_cs = register_dump[RAX];
    user_ss = register_dump[R9];
}

/* The emulator reads the stack for far returns as if it was the kernel: with SMAP, in vain. */
static bool emulator_cannot_return(void)
{
    look();
    return !probe_run(probe_far_return, user_cs)
           && info_label(faulted->sys.info) == seL4_Fault_VMFault
           && PROBE_SP - faulted->sys.mr[1] <= 16;
}

/* All at privilege level 3, or null. */
static void selectors_of_a_thread(void)
{
    look();
    EQ(register_dump[RAX] & 7, 3);
    EQ(register_dump[R9] & 7, 3);
    for (word i = RBX; i <= RDX; i++)
        TRUE(register_dump[i] == 0 || (register_dump[i] & 7) == 3);
    TRUE(register_dump[R8] == 0 || (register_dump[R8] & 7) == 3);
}

/* Data selectors: null and the program's own can be loaded, whatever else there is cannot. */
static void loading_data_selectors(void)
{
    static void (*const loads[])(void) = { probe_load_ds, probe_load_es, probe_load_fs,
                                           probe_load_gs, probe_load_ss };
    word allowed = 0;
    look();
    for (word selector = 0; selector < 0x100; selector++)
        for (word i = 0; i < 5; i++) {
            if (probe_run(loads[i], selector)) {
                allowed++;
                TRUE(selector < 4 ? i < 4 : (selector | 3) == user_ss || (selector | 3) == user_cs);
                continue;
            }
            EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
            EQ(faulted->sys.mr[0], loads[i]);
            TRUE(faulted->sys.mr[3] == PROTECTION || faulted->sys.mr[3] == SEGMENT_ABSENT
                 || faulted->sys.mr[3] == STACK_FAULT);
            EQ(faulted->buffer->msg[4], selector & 0xfffc);
        }
    TRUE(allowed >= 16);
    for (word selector = 0x100; selector < 0x10000; selector += 0x1f8)
        for (word i = 0; i < 5; i++)
            FALSE(probe_run(loads[i], selector + 3));
}

/* There is one code segment: no other mode of the processor, no gate, no lower privilege level. */
static void far_returns(void)
{
    word values[ARCH_N_REGISTERS], good = 0;
    if (emulator_cannot_return())
        return;
    for (word selector = 0; selector < 0x100; selector++) {
        probe_registers(values, (word)probe_far_return, selector);
        if (probe_run_registers(values)) {
            good++;
            EQ(selector, user_cs);
            continue;
        }
        EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
        TRUE(faulted->sys.mr[3] == PROTECTION || faulted->sys.mr[3] == SEGMENT_ABSENT);
        TRUE(faulted->sys.mr[0] - (word)probe_far_return < 12);     /* not behind it */
    }
    EQ(good, 1);
}

/* IRET at user level is a return to user level: to its own selectors and no others. */
static void interrupt_returns(void)
{
    word frame[5] = { (word)thread_done, 0, FLAGS_USER, PROBE_SP, 0 };
    if (emulator_cannot_return())
        return;
    frame[1] = user_cs;
    frame[4] = user_ss;
    TRUE(probe_run(probe_iretq, (word)frame));
    EQ(register_dump[ARCH_REG_FLAGS], FLAGS_USER);
    EQ(register_dump[ARCH_REG_SP], PROBE_SP);
    frame[2] = 0x3000 | FLAGS_USER;         /* I/O privilege, interrupts off: not for us */
    TRUE(probe_run(probe_iretq, (word)frame));
    EQ(register_dump[ARCH_REG_FLAGS], FLAGS_USER);
    frame[2] = 2;
    TRUE(probe_run(probe_iretq, (word)frame));
    EQ(register_dump[ARCH_REG_FLAGS], FLAGS_USER);
    for (word selector = 0; selector < 0x80; selector++) {
        frame[1] = selector;
        EQ(probe_run(probe_iretq, (word)frame), selector == user_cs);
    }
    frame[1] = user_cs;
    for (word selector = 0; selector < 0x80; selector++) {
        frame[4] = selector;
        const bool good = probe_run(probe_iretq, (word)frame);
        TRUE(!good || selector == user_ss || selector == (user_cs & ~(word)7) + 3);
    }
}

/* --- bases ----------------------------------------------------------------------------------- */

static word bases[2][4];

static void own_bases(struct thread *t)
{
    const word fs = (word)&bases[t->arg[0]][0], gs = (word)&bases[t->arg[0]][1];
    __asm__ volatile("wrfsbase %0\n\twrgsbase %1" : : "r"(fs), "r"(gs));
    for (word i = 0; i < 30; i++) {
        word f, g, value;
        SYS(.number = seL4_SysYield);
        __asm__ volatile("rdfsbase %0\n\trdgsbase %1\n\tmov %%fs:8, %2"
                         : "=r"(f), "=r"(g), "=r"(value));
        if (f != fs || g != gs || value != 100 + t->arg[0])
            thread_note(t, i);
    }
}

/* Changed by instructions of the thread itself, across switches. */
static void bases_are_the_thread_s_own(void)
{
    struct thread *t[2];
    for (word i = 0; i < 2; i++) {
        bases[i][1] = 100 + i;
        t[i] = thread_new(LOW);
        t[i]->arg[0] = i;
        thread_run(t[i], own_bases);
    }
    settle();
    TRUE(t[0]->done && t[1]->done);
    EQ(t[0]->n_log + t[1]->n_log, 0);
    for (word i = 0; i < 2; i++) {
        const struct reply r = OK(TCB_ReadRegisters(t[i]->tcb, 0, ARCH_N_REGISTERS));
        EQ(r.mr[ARCH_REG_TLS], &bases[i][0]);
        EQ(r.mr[ARCH_REG_GS], &bases[i][1]);
    }
    word f, g;
    __asm__ volatile("rdfsbase %0\n\trdgsbase %1" : "=r"(f), "=r"(g));
    EQ(f, 0);
    EQ(g, 0);
}

/* Written by instructions, read by another thread after a fault and after a preemption. */
static void live_bases_are_read(void)
{
    static const unsigned char code[] = {       /* wrfsbase rdi; wrgsbase rsi; jmp . */
        0xf3, 0x48, 0x0f, 0xae, 0xd7, 0xf3, 0x48, 0x0f, 0xae, 0xde, 0xeb, 0xfe,
    };
    struct thread *t = thread_new(LOW);
    word values[ARCH_N_REGISTERS];
    probe_code_pages();
    probe_registers(values, probe_code(0, code, sizeof code), 0x1234567);
    values[ARCH_REG_INFO] = 0xffffffff80001000;
    OK(write_registers(t->tcb, 1, ARCH_N_REGISTERS, values));
    sleep_us(7000);
    struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
    EQ(r.mr[ARCH_REG_TLS], 0x1234567);
    EQ(r.mr[ARCH_REG_GS], 0xffffffff80001000);
    TRUE(probe_run(probe_wrgsbase, 0x7654321));
    r = OK(TCB_ReadRegisters(prober->tcb, 0, ARCH_N_REGISTERS));
    EQ(r.mr[ARCH_REG_TLS], 0x112);
    EQ(r.mr[ARCH_REG_GS], 0x7654321);
}

/* What is written comes to the thread, also while it is in the middle of its time. */
static void written_bases_arrive(void)
{
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < 2; i++) {
        static void (*const code[])(void) = { probe_read_fs, probe_read_gs };
        bases[0][1] = 0x700 + i;
        probe_registers(values, (word)code[i], 0);
        values[ARCH_REG_TLS + i] = (word)bases[0];
        TRUE(probe_run_registers(values));
        EQ(register_dump[ARCH_REG_INFO], 0x700 + i);
        EQ(register_dump[ARCH_REG_TLS + i], bases[0]);
    }
    OK(TCB_SetTLSBase(prober->tcb, (word)bases[1]));
    bases[1][1] = 0x99;
    const word pc = (word)probe_read_fs;
    OK(write_registers(prober->tcb, 1, 1, &pc));
    EQ(register_dump[ARCH_REG_INFO], 0x99);
}

/* Null selectors in fs and gs do away with the bases of this thread at most. */
static void selectors_and_bases(void)
{
    static void (*const loads[])(void) = { probe_load_fs, probe_load_gs };
    look();
    for (word i = 0; i < 2; i++) {
        TRUE(probe_run(loads[i], user_ss));
        TRUE(register_dump[ARCH_REG_TLS + i] == 0 || register_dump[ARCH_REG_TLS + i] == 0x112 + i);
        TRUE(probe_run(loads[i], 0));
        EQ(register_dump[ARCH_REG_TLS + 1 - i], 0x113 - i);
    }
    bases_are_the_thread_s_own();
}

SUITE(segments,
    { "selectors-of-a-thread", selectors_of_a_thread },
    { "loading-data-selectors", loading_data_selectors },
    { "far-returns", far_returns },
    { "interrupt-returns", interrupt_returns },
    { "bases-are-the-thread-s-own", bases_are_the_thread_s_own },
    { "live-bases-are-read", live_bases_are_read },
    { "written-bases-arrive", written_bases_arrive },
    { "selectors-and-bases", selectors_and_bases },
);
