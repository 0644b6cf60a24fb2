/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The kernel's address spaces (space.c, vspace.c, paging.c, frame.c, asid.c) on a pretended
 * processor that remembers as much as a real one may (SDM 3, 4.10): translations and upper levels,
 * each under the process-context identifier in force. Emulators without identifiers cannot show
 * what goes wrong with them.
 *
 * Many random operations; programs touch pages in between, so that something is remembered. After
 * each: what is remembered is what the tree says, of every identifier, and nothing is remembered
 * of an ASID that has no root.
 */

#include "asid.h"
#include "derive.h"
#include "fastpath.h"
#include "invocation.h"
#include "hostile.h"
#include <abi/invocations.h>
#include <arch/kernel_tables.h>
#include <arch/segments.h>
#include <arch/vspace.h>
#include <expect.h>
#include <string.h>
#include <sys/mman.h>

struct node node __attribute__((aligned(1 << TCB_BITS)));
struct page_table kernel_root __attribute__((aligned(1 << PAGE_TABLE_BITS)));
struct page_table entry_gigabytes __attribute__((aligned(1 << PAGE_TABLE_BITS)));
struct segments segments;

/* ------------------------------------------------------------------------- the processor */

static word_t cr3, cr4;

/* What is remembered of a walk: `entry`, found for `vaddr` at `level`. */
struct memory { word_t valid, pcid, vaddr, level; struct pte entry; };
#define N_MEMORIES 512
static struct memory memory[N_MEMORIES];
static word_t next_memory;

static word_t kernel_cr3(void) { return image_physical(page_table_addr(&kernel_root)).raw; }
static word_t pcid(void) { return (cr4 & CR4_PCIDE) != 0 ? cr3 & mask(12) : 0; }

static void forget(word_t of, bool all, word_t vaddr, bool any_address)
{
    for (int i = 0; i < N_MEMORIES; i++) {
        const word_t bits = level_bits(memory[i].level);
        const bool leaf = pte_is_leaf(memory[i].entry, memory[i].level);
        if ((all || memory[i].pcid == of) &&
            (any_address || !leaf || vaddr >> bits == memory[i].vaddr >> bits))
            memory[i].valid = 0;
    }
}

static void remember(word_t vaddr, word_t level, struct pte e)
{
    memory[next_memory++ % N_MEMORIES] =
        (struct memory){1, pcid(), align_down(vaddr, level_bits(level)), level, e};
}

/* The lowest level from which a walk for vaddr can begin, as remembered. */
static const struct memory *recall(word_t vaddr)
{
    const struct memory *best = NULL;
    for (int i = 0; i < N_MEMORIES; i++) {
        const struct memory *m = &memory[i];
        if (m->valid != 0 && m->pcid == pcid() &&
            vaddr >> level_bits(m->level) == m->vaddr >> level_bits(m->level) &&
            (best == NULL || m->level < best->level))
            best = m;
    }
    return best;
}

/* By what CR3 holds. */
static void touch_by(word_t vaddr)
{
    if (cr3 == kernel_cr3())
        return;                         /* empty, and not in the window */
    const struct memory *m = random_below(4) != 0 ? recall(vaddr) : NULL;
    word_t level = m != NULL ? m->level : 4;
    word_t table = m != NULL ? pte_physical(m->entry, level).raw : align_down(cr3 & mask(52), 12);
    if (m != NULL && pte_is_leaf(m->entry, level))
        return;
    while (level-- != 0) {
        const struct pte e = page_table_at(window_address((paddr_t){table}))->
                                 entry[level_index(vaddr, level)];
        if (pte_present(e) == 0)
            return;
        remember(vaddr, level, e);
        if (pte_is_leaf(e, level))
            return;
        table = pte_physical(e, level).raw;
    }
}

/* A program touches vaddr. If the kernel is isolated, the exit to it and the entry from it write
 * CR3. */
static void touch(word_t vaddr)
{
    if (node.arch.isolated != 0)
        machine_write_cr3(node.arch.space);
    touch_by(vaddr);
    if (node.arch.isolated != 0)
        machine_write_cr3(segments.kernel_space);
}

word_t machine_read_cr4(void) { return cr4; }
void machine_write_cr4(word_t v)
{
    expect((v & CR4_PCIDE) == 0 || (cr3 & mask(12)) == 0, "CR4.PCIDE with CR3 0x%lx", cr3);
    cr4 = v;
    forget(0, true, 0, true);
}
void machine_write_cr3(word_t v)
{
    const bool keep = (v & bit(63)) != 0;
    expect(!keep || (cr4 & CR4_PCIDE) != 0, "CR3 with a reserved bit: 0x%lx", v);
    cr3 = v & ~bit(63);
    if (!keep)
        forget(pcid(), (cr4 & CR4_PCIDE) == 0, 0, true);
}
void machine_invalidate_page(word_t address) { forget(pcid(), false, address, false); }
void machine_invpcid(word_t kind, const struct invpcid *d)
{
    expect((cr4 & CR4_PCIDE) != 0 || d->pcid == 0, "INVPCID without identifiers");
    forget(d->pcid, kind == INVPCID_ALL, d->address, kind != INVPCID_ADDRESS);
}
void machine_clear(word_t address, word_t words) { memset(page_table_at(address), 0, 8 * words); }

/* ------------------------------------------------------ the rest of the kernel, as far as used */

enum err fail_argument(word_t n, const char *w, word_t a, word_t b)
{
    (void)n, (void)w, (void)a, (void)b;
    return E_InvalidArgument;
}
enum err fail_capability(word_t n, const char *w, word_t a)
{
    (void)n, (void)w, (void)a;
    return E_InvalidCapability;
}
enum err fail_illegal(const char *w) { (void)w; return E_IllegalOperation; }
enum err fail_alignment(const char *w, word_t a, word_t b)
{
    (void)w, (void)a, (void)b;
    return E_AlignmentError;
}
enum err fail_lookup(bool s, struct lookup_failure *f, const char *w)
{
    (void)s, (void)f, (void)w;
    return E_FailedLookup;
}
enum err fail_truncated(word_t a, word_t b) { (void)a, (void)b; return E_TruncatedMessage; }
enum err fail_delete_first(const char *w) { (void)w; return E_DeleteFirst; }
enum err fail_revoke_first(const char *w) { (void)w; return E_RevokeFirst; }
enum err last_refusal(void) { return E_IllegalOperation; }
enum err result_word(word_t v) { node.result.word[0] = v; return ERR_OK; }
bool slot_is_final(const struct slot *s) { (void)s; return true; }
bool slot_has_children(const struct slot *s) { (void)s; return false; }
void slot_insert(struct slot *d, struct cap c, struct slot *s) { (void)d, (void)c, (void)s; }
word_t cspace_lookup_slot(struct cap r, word_t i, word_t d, bool s);
word_t cspace_lookup_slot(struct cap r, word_t i, word_t d, bool s)
{
    (void)r, (void)i, (void)d, (void)s;
    return 0;
}
void frame_unmap_io(struct cap c);
void frame_unmap_io(struct cap c) { (void)c; }
enum err frame_invoke_io(struct slot *s, const struct message *m);
enum err frame_invoke_io(struct slot *s, const struct message *m)
{
    (void)s, (void)m;
    return E_IllegalOperation;
}
word_t hostile_draw(void);
word_t hostile_draw(void) { return 0; }

/* --------------------------------------------------------------------------- the programs */

#define MEMORY      0x200000000000UL    /* kernel address; its physical one fits into an entry */
#define MEMORY_PAGES 4096
#define N_ROOTS     4
#define N_TABLES    24
#define N_FRAMES    24
static word_t next_page;
static struct slot root[N_ROOTS], table[N_TABLES], frame[N_FRAMES];
static struct tcb *thread;
static struct slot pool;

static word_t new_pages(word_t bits)
{
    next_page = align_up(next_page, bits - PAGE_BITS);
    const word_t address = MEMORY + (next_page << PAGE_BITS);
    next_page += bit(bits - PAGE_BITS);
    return address;
}

/* Few places, so that they meet: two in each level, of which one is rare. */
static word_t some_address(void)
{
    word_t address = random_below(4) << level_bits(0);
    for (word_t level = 1; level <= PAGE_LEVEL_ROOT; level++)
        address |= (random_below(8) == 0 ? 1UL : 0) << level_bits(level);
    return address;
}

static void make_all(bool pcids, bool isolated)
{
    static const enum cap_type kinds[] = {CAP_page_table, CAP_page_directory, CAP_pdpt};
    memset(&node, 0, sizeof(node));
    memset(memory, 0, sizeof(memory));
    memset(page_table_at(MEMORY), 0, MEMORY_PAGES << PAGE_BITS);
    next_page = 0;
    cr4 = 0;
    cr3 = kernel_cr3();
    node.arch.pcids = pcids ? 1 : 0;
    node.arch.isolated = isolated ? 1 : 0;
    thread = tcb_at(new_pages(PAGE_BITS));
    fast_space_forget(thread);
    node.current = tcb_addr(thread);
    pool.cap = cap_make(CAP_asid_pool, new_pages(PAGE_BITS));
    asid_init(cap_object(pool.cap), new_pages(PAGE_BITS));
    for (int i = 0; i < N_ROOTS; i++)
        root[i].cap = cap_make(CAP_vspace, new_pages(PAGE_BITS));
    for (int i = 0; i < N_TABLES; i++)
        table[i].cap = cap_make(kinds[i % 3], new_pages(PAGE_BITS));
    for (int i = 0; i < N_FRAMES; i++) {
        const word_t level = i % 4 == 0 ? 1 : 0;
        frame[i].cap = cap_make(CAP_frame, new_pages(level_bits(level)));
        frame_cap_set_level(&frame[i].cap, level);
        frame_cap_set_rights(&frame[i].cap, 3);
    }
    space_init();
}

static struct slot argument;
static enum err request(enum err (*invoke)(struct slot *, const struct message *),
                        struct slot *self, word_t label, const struct slot *vspace, word_t vaddr)
{
    argument.cap = vspace->cap;
    const struct message m = {.label = label, .length = 3, .n_caps = 1,
                              .word = {vaddr, random_below(4), random_below(8)},
                              .cap = {slot_addr(&argument)}};
    return invoke(self, &m);
}

static word_t map_label(struct cap c)
{
    if (cap_is(c, CAP_pdpt))
        return X86PDPTMap;
    return cap_is(c, CAP_page_directory) ? X86PageDirectoryMap : X86PageTableMap;
}

/* A new root takes the place of the deleted one. */
static void delete_root(struct slot *s)
{
    if (paging_cap_asid(s->cap) != 0)
        asid_delete_root(s->cap);
    s->cap = cap_make(CAP_vspace, cap_object(s->cap));
    memset(page_table_at(cap_object(s->cap)), 0, sizeof(struct page_table));
}

static void assign(struct slot *s)
{
    const struct message m = {.label = X86ASIDPoolAssign, .n_caps = 1, .cap = {slot_addr(s)}};
    asid_pool_invoke(pool.cap, &m);
}

static word_t done[8];

static void step(void)
{
    struct slot *r = &root[random_below(N_ROOTS)], *t = &table[random_below(N_TABLES)];
    struct slot *f = &frame[random_below(N_FRAMES)];
    switch (random_below(24)) {
    case 0:
        if (random_below(4) == 0)
            delete_root(r);
        break;
    case 1:
    case 2:
        assign(r);
        break;
    case 3:
        if (request(paging_invoke, t, map_label(t->cap) + 1, r, 0) == ERR_OK)
            done[0]++;
        break;
    case 5:
    case 6:
        if (request(frame_invoke, f, X86PageUnmap, r, 0) == ERR_OK)
            done[1]++;
        break;
    case 7:
    case 8:
        thread->slot[TCB_VSPACE].cap = r->cap;
        vspace_switch(thread);
        break;
    case 9:
    case 10:
    case 11:
    case 12:
        if (request(frame_invoke, f, X86PageMap, r,
                    frame_cap_is_mapped(f->cap) ? frame_cap_vaddr(f->cap)
                                                : align_down(some_address(), frame_bits(f->cap))) ==
            ERR_OK)
            done[2]++;
        break;
    case 13:
    case 14:
    case 15:
    case 4:
        if (request(paging_invoke, t, map_label(t->cap), r, some_address()) == ERR_OK)
            done[3]++;
        break;
    default:
        touch(some_address());
        done[4]++;
        break;
    }
}

static struct pte in_tree(word_t top, word_t vaddr, word_t level)
{
    const struct walk w = vspace_walk(top, vaddr, level);
    return w.level == level ? *pte_at(w.entry) : pte_empty();
}

static void check(word_t turn)
{
    for (int i = 0; i < N_MEMORIES; i++) {
        const struct memory *m = &memory[i];
        if (m->valid == 0 || m->vaddr >= bit(47))
            continue;
        const word_t asid = m->pcid;    /* or 0, without identifiers: of the space in use */
        const word_t top = node.arch.pcids != 0 ? asid_root(asid)
                           : cr3 == kernel_cr3() ? 0
                           : window_address((paddr_t){align_down(cr3, 12)});
        expect(top != 0, "turn %lu: ASID %lu has no root, but 0x%lx is remembered", turn, asid,
               m->vaddr);
        if (top == 0)
            continue;
        const struct pte e = in_tree(top, m->vaddr, m->level);
        expect(e.word[0] == m->entry.word[0],
               "turn %lu: 0x%lx at level %lu is 0x%lx, but 0x%lx is remembered", turn, m->vaddr,
               m->level, e.word[0], m->entry.word[0]);
    }
}

static void many(const char *name, bool pcids, bool isolated)
{
    begin(name);
    for (int round = 0; round < 40; round++) {
        make_all(pcids, isolated);
        for (word_t turn = 0; turn < 4000; turn++) {
            step();
            check(turn);
        }
    }
    for (int i = 0; i < 5; i++)
        expect(done[i] > 1000, "operation %d was done %lu times only", i, done[i]);
    memset(done, 0, sizeof(done));
}

/* A whole pool goes. */
static void pool_goes(void)
{
    begin("a-pool-goes");
    for (int round = 0; round < 100; round++) {
        make_all(round % 2 == 0, round % 4 < 2);
        for (word_t turn = 0; turn < 400; turn++)
            step();
        asid_delete_pool(pool.cap);
        expect((node.arch.space & mask(52)) == kernel_cr3() && cr3 == kernel_cr3(),
               "the space that is gone is still in use");
        for (int i = 0; i < N_MEMORIES; i++)
            expect(memory[i].valid == 0, "0x%lx is remembered behind the end", memory[i].vaddr);
    }
}

int main(void)
{
    if (mmap(page_table_at(MEMORY), MEMORY_PAGES << PAGE_BITS, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        return 1;
    many("without-identifiers", false, false);
    many("with-identifiers", true, false);
    many("isolated-without-identifiers", false, true);
    many("isolated-with-identifiers", true, true);
    pool_goes();
    return finish();
}
