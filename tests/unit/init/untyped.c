/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The allocator against a model of the kernel: every retype that the allocator plans is replayed
 * with the kernel's own rule (align the watermark up, check the room), every byte handed out is
 * entered in a map of a small machine, and a byte may be handed out once.
 */
#include "expect.h"
#include "init/untyped.h"
#include <stdlib.h>
#include <string.h>

#define MACHINE_BITS 20
#define MACHINE      (1u << MACHINE_BITS)

static struct pool pool;
static unsigned char owner[MACHINE / 16];

static bool claim(uint64_t paddr, unsigned bits)
{
    for (uint64_t a = paddr / 16; a < (paddr + (1ull << bits)) / 16; a++) {
        if (owner[a])
            return false;
        owner[a] = 1;
    }
    return true;
}

static void reset(void)
{
    memset(&pool, 0, sizeof pool);
    memset(owner, 0, sizeof owner);
}

static bool place_fixed(uint64_t paddr, unsigned bits)
{
    struct piece *p = pool_holding(&pool, paddr, bits);
    if (!p)
        return false;
    for (unsigned gap; (gap = piece_gap_bits(p, paddr)) != 0;) {
        const uint64_t at = p->paddr + p->used;
        if (at % (1ull << gap) != 0 || piece_carve(p, gap) != at)
            return false;
        pool_add(&pool, at, gap, p->device, 0);
    }
    return piece_carve(p, bits) == paddr && claim(paddr, bits);
}

static bool place_anywhere(unsigned bits)
{
    struct piece *p = pool_fit(&pool, bits);
    if (!p)
        return false;
    const uint64_t at = piece_carve(p, bits);
    return at % (1ull << bits) == 0 && !p->device && p->used <= 1ull << p->size_bits
        && claim(at, bits);
}

static void test_best_fit(void)
{
    reset();
    pool_add(&pool, 0x80000, 19, false, 1);
    pool_add(&pool, 0x40000, 13, false, 2);
    pool_add(&pool, 0x20000, 16, true, 3);
    expect(pool_fit(&pool, 12)->cap == 2, "untyped-best-fit", "not the smallest that suffices");
    expect(pool_fit(&pool, 14)->cap == 1, "untyped-best-fit-large", "took device or small memory");
    expect(pool_fit(&pool, 20) == 0, "untyped-too-large", "something fits that cannot");
}

static void test_alignment(void)
{
    reset();
    pool_add(&pool, 0, 13, false, 1);
    piece_carve(&pool.piece[0], 4);
    expect(pool_fit(&pool, 12) != 0 && piece_carve(&pool.piece[0], 12) == 0x1000,
           "untyped-aligns-up", "an object is not aligned to its size");
    expect(pool_fit(&pool, 4) == 0, "untyped-full-after-alignment", "space below is used again");
}

static void test_fixed(void)
{
    reset();
    pool_add(&pool, 0, 19, true, 1);
    pool_add(&pool, 0x80000, 19, false, 2);
    expect(place_fixed(0x1000, 12) && place_fixed(0x2000, 12) && place_fixed(0x45000, 12),
           "untyped-fixed-device", "a device page is not where it should be");
    expect(!place_fixed(0x1000, 12), "untyped-fixed-twice", "an address is handed out twice");
    expect(!place_fixed(0x100000, 12), "untyped-fixed-outside", "an address beyond the machine");
    expect(place_fixed(0x83000, 12), "untyped-fixed-ram", "a RAM page is not where it should be");

    unsigned pages = 0;
    while (place_anywhere(12))
        pages++;
    expect(pages == 0x80000 / 0x1000 - 1, "untyped-gap-is-used",
           "the memory in front of a fixed page is lost");
}

static int by_address(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void test_random(void)
{
    bool good = true;
    for (unsigned seed = 1; seed <= 400 && good; seed++) {
        reset();
        srand(seed);
        pool_add(&pool, 0x80000, 19, false, 1);
        pool_add(&pool, 0x40000, 18, false, 2);
        pool_add(&pool, 0x20000, 17, true, 3);

        uint64_t fixed[16];
        for (unsigned i = 0; i < 16; i++)
            fixed[i] = 0x20000 + (uint64_t)(rand() % 0xe0) * 0x1000;
        qsort(fixed, 16, sizeof *fixed, by_address);
        for (unsigned i = 0; i < 16; i++)
            if (i == 0 || fixed[i] != fixed[i - 1])
                good = good && place_fixed(fixed[i], 12);

        unsigned bits = 16;
        for (unsigned i = 0; i < 500; i++) {
            if (bits > 4 && rand() % 40 == 0)
                bits--;
            if (pool_fit(&pool, bits))
                good = good && place_anywhere(bits);
        }
    }
    expect(good, "untyped-random", "an object overlaps another or is misplaced");
}

static void test_no_waste(void)
{
    reset();
    pool_add(&pool, 0x80000, 19, false, 1);
    uint64_t sum = 0;
    for (unsigned bits = 18; bits >= 4; bits--) {
        place_anywhere(bits);
        sum += 1ull << bits;
    }
    expect(pool_free_bytes(&pool) == 0x80000 - sum, "untyped-descending-wastes-nothing",
           "alignment lost memory");
}

int main(void)
{
    test_best_fit();
    test_alignment();
    test_fixed();
    test_random();
    test_no_waste();
    return 0;
}
