/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a written register becomes (arch/context.h), and leaves for the tables (arch/mmu.h).
 */

#include <arch/context.h>
#include <arch/mmu.h>
#include <expect.h>

static struct context c;

static word_t written(word_t i, word_t v)
{
    c.by_syscall = 1;
    context_set_user_word(&c, i, v);
    expect(c.by_syscall == 0, "register %lu is written, and the thread would not load it", i);
    return context_user_word(&c, i);
}

static void addresses(void)
{
    static const word_t same[] = {0, 1, 0x400000, 0x7fffffffffff, 0xffff800000000000,
                                  0xffffffffffffffff};
    static const word_t zero[] = {0x800000000000, 0x8000000000000000, 0xffff7fffffffffff,
                                  0x1000000000000, 0x123456789abcdef8};
    static const word_t which[] = {REGISTER_RIP, REGISTER_FS_BASE, REGISTER_GS_BASE};
    begin("addresses-are-canonical");
    for (word_t k = 0; k < 3; k++) {
        for (word_t i = 0; i < sizeof(same) / 8; i++)
            expect(written(which[k], same[i]) == same[i], "0x%lx is changed", same[i]);
        for (word_t i = 0; i < sizeof(zero) / 8; i++)
            expect(written(which[k], zero[i]) == 0, "0x%lx is let through", zero[i]);
    }
    for (word_t i = 0; i < sizeof(zero) / 8; i++) {
        c.reg[REGISTER_RIP] = zero[i];          /* as a processor may report it */
        context_restart(&c);
        expect(c.reg[REGISTER_NEXT_PC] == 0 && context_restart_pc(&c) == zero[i],
               "0x%lx would be gone to", zero[i]);
    }
}

static void flags(void)
{
    begin("flags");
    expect(written(REGISTER_RFLAGS, ~0UL) == 0xed7, "all: 0x%lx",
           written(REGISTER_RFLAGS, ~0UL));
    expect(written(REGISTER_RFLAGS, 0) == 0x202, "none: 0x%lx", written(REGISTER_RFLAGS, 0));
    expect(written(REGISTER_RFLAGS, 0x100) == 0x202, "a trap flag from outside");
    c.debug.stepping = 1;
    expect(written(REGISTER_RFLAGS, 0) == (KEEL_DEBUG ? 0x302 : 0x202), "a step is forgotten");
    c.debug.stepping = 0;
}

static void others(void)
{
    begin("other-registers-are-kept");
    for (word_t i = REGISTER_RAX; i <= REGISTER_R15; i++)
        expect(written(i, ~i) == ~i, "register %lu is changed", i);
    expect(written(REGISTER_RSP, 0x8123456789abcdef) == 0x8123456789abcdef, "rsp is changed");
    context_set_tls(&c, 0x123456789abcdef8);
    expect(c.reg[REGISTER_FS_BASE] == 0x123456789abcdef8 && c.by_syscall == 0, "TLS base");
    c.by_syscall = 1;
    context_set_tls(&c, 0x1234);
    expect(c.reg[REGISTER_FS_BASE] == 0x1234 && c.by_syscall == 1, "TLS base, a good one");
}

static void messages(void)
{
    static const word_t where[] = {REGISTER_R10, REGISTER_R8, REGISTER_R9, REGISTER_R15};
    begin("message-registers");
    for (word_t i = 0; i < 4; i++) {
        context_set_mr(&c, i, 1000 + i);
        expect(c.reg[where[i]] == 1000 + i && context_mr(&c, i) == 1000 + i, "register %lu", i);
    }
}

/* SDM 3, tables 4-15 to 4-20. */
static void leaves(void)
{
    const paddr_t page = {0x40200000}, giga = {0x40000000};
    begin("leaves");
    expect(pte_user_leaf(page, 0, 0, true, true).word[0] == 0x40200067, "4 KiB");
    expect(pte_user_leaf(page, 0, 4, true, false).word[0] == 0x402000e5, "4 KiB, PAT, read-only");
    expect(pte_user_leaf(page, 1, 3, true, true).word[0] == 0x402000ff, "2 MiB, PWT, PCD");
    expect(pte_user_leaf(page, 1, 4, true, true).word[0] == 0x402010e7, "2 MiB, PAT");
    expect(pte_user_leaf(giga, 2, 7, true, true).word[0] == 0x400000ff, "1 GiB ignores PAT");
    expect(pte_user_leaf(page, 0, 0, false, false).word[0] == 0x40200061, "no access");
    expect(pte_to_table(page, 7).word[0] == 0x4020001f, "table");
    expect(pte_physical(pte_user_leaf(page, 1, 4, true, true), 1).raw == page.raw, "2 MiB, back");
    expect(pte_physical(pte_user_leaf(page, 0, 4, true, true), 0).raw == page.raw, "4 KiB, back");
    expect(pte_is_leaf(pte_user_leaf(page, 0, 0, true, true), 0), "4 KiB is a leaf");
    expect(!pte_is_table(pte_user_leaf(giga, 2, 0, true, true), 2), "1 GiB is no table");
}

int main(void)
{
    addresses();
    flags();
    others();
    messages();
    leaves();
    return finish();
}
