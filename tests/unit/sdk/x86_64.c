/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The PC: interrupts by pins and messages, I/O ports, RAM that is found at boot, and an image that
 * is a boot module with the kernel beside it. Errors as in errors.c, then what a correct
 * description becomes, read back from the files.
 */

#include <stdio.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

struct error_case {
    const char *name;
    const char *body; /* inside <system> */
    const char *found;
};

#define IMAGE "<program_image path='pd.elf'/>"
#define PD(name, inside) "<protection_domain name='" name "'>" IMAGE inside "</protection_domain>\n"
#define IRQ(attributes) PD("a", "\n<irq " attributes "/>")
#define PORTS(attributes) PD("a", "\n<ioport " attributes "/>")
#define MR(rest) "<memory_region name='mr' size='0x1000' " rest "/>\n"
#define MAPPED "\n<map mr='mr' vaddr='0x1000000'/>"

#define S(name, device, domain) \
    "name='" name "' peripheral_id='" device "' domain_id='" domain "'"
#define SPACES(inside) "<io_address_space " inside "/>\n"
#define SPACE(attributes, inside) \
    PD("a", "") "<io_address_space " attributes ">" inside "</io_address_space>\n"
#define INTO(maps) "<io_address_space " S("s", "0:1.0", "2") ">" maps "</io_address_space>\n"
#define IOMAP(attributes) MR("") PD("a", "") INTO("\n<iomap " attributes "/>")

static const struct error_case cases[] = {
    /* interrupts */
    {"irq of Arm", IRQ("irq='33' id='1'"), "3:1 E-IRQ-ARCH"},
    {"irq of no kind", IRQ("id='1' vector='3'"), "3:1 E-MISSING"},
    {"irq id 62", IRQ("pin='4' vector='3' id='62'"), "3:1 E-ID-RANGE"},
    {"pin without vector", IRQ("pin='4' id='1'"), "3:1 E-MISSING"},
    {"pin without id", IRQ("pin='4' vector='3'"), "3:1 E-MISSING"},
    {"pin -1", IRQ("pin='-1' vector='3' id='1'"), "3:1 E-IRQ-PIN"},
    {"pin 240", IRQ("pin='240' vector='3' id='1'"), "3:1 E-IRQ-PIN"},
    {"pin in letters", IRQ("pin='four' vector='3' id='1'"), "3:1 E-NUM"},
    {"ioapic -1", IRQ("pin='4' ioapic='-1' vector='3' id='1'"), "3:1 E-IRQ-PIN"},
    {"pin trigger", IRQ("pin='4' vector='3' id='1' trigger='Edge'"), "3:1 E-IRQ-TRIGGER"},
    {"pin polarity", IRQ("pin='4' vector='3' id='1' polarity='down'"), "3:1 E-IRQ-POL"},
    {"pin vector -1", IRQ("pin='4' vector='-1' id='1'"), "3:1 E-IRQ-VEC"},
    {"pin vector 108", IRQ("pin='4' vector='108' id='1'"), "3:1 E-IRQ-VEC"},
    {"pin with a handle", IRQ("pin='4' vector='3' id='1' handle='0'"), "3:1 E-ATTR"},
    {"pin and device", IRQ("pin='4' vector='3' id='1' pcidev='0:1.2'"), "3:1 E-ATTR"},
    {"pin twice",
     IRQ("pin='4' vector='3' id='1'") PD("b", "\n<irq pin='4' vector='5' id='1'/>"),
     "5:1 E-IRQ-PIN-DUP"},
    {"pins in one domain",
     PD("a", "\n<irq pin='4' vector='3' id='1'/>\n<irq pin='4' vector='4' id='2'/>"),
     "4:1 E-IRQ-PIN-DUP"},
    {"vector twice",
     IRQ("pin='4' vector='3' id='1'")
         PD("b", "\n<irq pcidev='0:1.2' handle='0' vector='3' id='1'/>"),
     "5:1 E-IRQ-DUP"},
    {"vector three times",
     PD("a", "\n<irq pin='1' vector='3' id='1'/>\n<irq pin='2' vector='3' id='2'/>"
             "\n<irq pin='3' vector='3' id='3'/>"),
     "4:1 E-IRQ-DUP, 5:1 E-IRQ-DUP"},
    {"message bus 256", IRQ("pcidev='100:1.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-BUS"},
    {"message bus -1", IRQ("pcidev='-1:1.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-BUS"},
    {"message device 32", IRQ("pcidev='0:20.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-DEV"},
    {"message device -1", IRQ("pcidev='0:-1.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-DEV"},
    {"message function 8", IRQ("pcidev='0:1.8' handle='0' vector='3' id='1'"), "3:1 E-PCI-FUNC"},
    {"message function -1", IRQ("pcidev='0:1.-1' handle='0' vector='3' id='1'"), "3:1 E-PCI-FUNC"},
    {"message everything out of range", IRQ("pcidev='100:20.8' handle='0' vector='3' id='1'"),
     "3:1 E-PCI-BUS, 3:1 E-PCI-DEV, 3:1 E-PCI-FUNC"},
    {"message with colons", IRQ("pcidev='0:1:2' handle='0' vector='3' id='1'"), "3:1 E-PCI-FORM"},
    {"message without colon", IRQ("pcidev='1.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-FORM"},
    {"message in letters", IRQ("pcidev='0:g.2' handle='0' vector='3' id='1'"), "3:1 E-PCI-FORM"},
    {"message with a prefix", IRQ("pcidev='0x0:1.2' handle='0' vector='3' id='1'"),
     "3:1 E-PCI-FORM"},
    {"message empty", IRQ("pcidev='' handle='0' vector='3' id='1'"), "3:1 E-PCI-FORM"},
    {"message of parts that are empty", IRQ("pcidev=':.' handle='0' vector='3' id='1'"),
     "3:1 E-PCI-FORM"},
    {"message handle -1", IRQ("pcidev='0:1.2' handle='-1' vector='3' id='1'"), "3:1 E-IRQ-HANDLE"},
    {"message without handle", IRQ("pcidev='0:1.2' vector='3' id='1'"), "3:1 E-MISSING"},
    {"message vector -1", IRQ("pcidev='0:1.2' handle='0' vector='-1' id='1'"), "3:1 E-IRQ-VEC"},
    {"message vector 108", IRQ("pcidev='0:1.2' handle='0' vector='108' id='1'"), "3:1 E-IRQ-VEC"},
    {"message trigger", IRQ("pcidev='0:1.2' handle='0' vector='1' id='1' trigger='edge'"),
     "3:1 E-ATTR"},
    /* I/O ports */
    {"ioport without id", PORTS("addr='0x3f8' size='8'"), "3:1 E-MISSING"},
    {"ioport without addr", PORTS("id='1' size='8'"), "3:1 E-MISSING"},
    {"ioport without size", PORTS("id='1' addr='0x3f8'"), "3:1 E-MISSING"},
    {"ioport id 62", PORTS("id='62' addr='0x3f8' size='8'"), "3:1 E-ID-RANGE"},
    {"ioport size 0", PORTS("id='1' addr='0x3f8' size='0'"), "3:1 E-IOPORT-SIZE"},
    {"ioport size -1", PORTS("id='1' addr='0x3f8' size='-1'"), "3:1 E-NUM"},
    {"ioport beyond the last", PORTS("id='1' addr='0x10000' size='1'"), "3:1 E-IOPORT-RANGE"},
    {"ioport across the last", PORTS("id='1' addr='0xfff8' size='9'"), "3:1 E-IOPORT-RANGE"},
    {"ioport attribute", PORTS("id='1' addr='0x3f8' size='8' port='2'"), "3:1 E-ATTR"},
    {"ioport child", PD("a", "\n<ioport id='1' addr='0x3f8' size='8'><map/></ioport>"),
     "3:38 E-ELEM"},
    {"ioport id twice",
     PD("a", "\n<ioport id='1' addr='0x3f8' size='8'/>\n<ioport id='1' addr='0x2f8' size='8'/>"),
     "4:1 E-IOPORT-ID"},
    {"ioports overlap in a domain",
     PD("a", "\n<ioport id='1' addr='0x3f8' size='8'/>\n<ioport id='2' addr='0x3ff' size='1'/>"),
     "4:1 E-IOPORT-OVERLAP"},
    {"ioports overlap in two",
     PORTS("id='1' addr='0x3f8' size='8'") PD("b", "\n<ioport id='1' addr='0x300' size='0x100'/>"),
     "5:1 E-IOPORT-OVERLAP"},
    {"ioport within another, and one behind",
     PORTS("id='1' addr='0' size='0x100'")
         PD("b", "\n<ioport id='1' addr='0x10' size='1'/>\n<ioport id='2' addr='0x20' size='1'/>"),
     "5:1 E-IOPORT-OVERLAP, 6:1 E-IOPORT-OVERLAP"},
    {"ioport at the top", "<ioport id='1' addr='0x3f8' size='8'/>\n" PD("a", ""),
     "2:1 E-IOPORT-ARCH"},
    {"ioport variable twice",
     PD("a", "\n<ioport id='1' addr='0x3f8' size='8' setvar_id='word' setvar_addr='word'/>"),
     "3:1 E-SETVAR-DUP"},
    {"ioport variable missing",
     PD("a", "\n<ioport id='1' addr='0x3f8' size='8' setvar_addr='wrd'/>"), "3:1 E-SYM-MISSING"},
    /* memory */
    {"region_paddr that the tool would have to choose",
     MR("") PD("a", MAPPED "\n<setvar symbol='word' region_paddr='mr'/>"),
     "5:1 E-SETVAR-PADDR-X86"},
    {"region above all addresses", MR("phys_addr='0x800000000000'") PD("a", MAPPED),
     "2:1 E-MEM-PADDR"},
    {"region in the kernel", MR("phys_addr='0x104000'") PD("a", MAPPED), "2:1 E-MEM-RESERVED"},
    {"region in the initial task", MR("phys_addr='0x106000'") PD("a", MAPPED),
     "2:1 E-MEM-RESERVED"},
    {"map into the stack",
     MR("") PD("a", "\n<map mr='mr' vaddr='0x7fffffffb000'/>"), "4:1 E-VADDR"},
    {"map across the limit",
     "<memory_region name='mr' size='0x2000'/>\n"
         PD("a", "\n<map mr='mr' vaddr='0x7fffffffa000'/>"),
     "4:1 E-MAP-RANGE"},
    /* address spaces of devices */
    {"space without name", SPACE("peripheral_id='0:1.0' domain_id='2'", ""), "3:1 E-MISSING"},
    {"space without device", SPACE("name='s' domain_id='2'", ""), "3:1 E-MISSING"},
    {"space without domain", SPACE("name='s' peripheral_id='0:1.0'", ""), "3:1 E-MISSING"},
    {"space attribute", SPACE("name='s' peripheral_id='0:1.0' domain_id='2' x='y'", ""),
     "3:1 E-ATTR"},
    {"space child", SPACE(S("s", "0:1.0", "2"), "\n<map/>"), "4:1 E-ELEM"},
    {"space device in letters", SPACE(S("s", "0:x.0", "2"), ""), "3:1 E-PCI-FORM"},
    {"space device out of range", SPACE(S("s", "100:20.8", "2"), ""),
     "3:1 E-PCI-BUS, 3:1 E-PCI-DEV, 3:1 E-PCI-FUNC"},
    {"space domain 0", SPACE(S("s", "0:1.0", "0"), ""), "3:1 E-IOS-DOMAIN"},
    {"space domain of 17 bits", SPACE(S("s", "0:1.0", "0x10000"), ""), "3:1 E-IOS-DOMAIN"},
    {"space name twice", SPACE(S("s", "0:1.0", "2"), "") SPACES(S("s", "0:2.0", "3")),
     "4:1 E-IOS-DUP"},
    {"space device twice", SPACE(S("s", "0:1.0", "2"), "") SPACES(S("t", "0:1.0", "3")),
     "4:1 E-IOS-DEV-DUP"},
    {"space domain twice", SPACE(S("s", "0:1.0", "2"), "") SPACES(S("t", "0:2.0", "2")),
     "4:1 E-IOS-DOM-DUP"},
    {"iomap without region", IOMAP("iovaddr='0'"), "2:1 W-MR-UNUSED, 5:1 E-MISSING"},
    {"iomap without address", IOMAP("mr='mr'"), "5:1 E-MISSING"},
    {"iomap of unknown region", IOMAP("mr='rm' iovaddr='0'"), "2:1 W-MR-UNUSED, 5:1 E-MAP-MR"},
    {"iomap attribute", IOMAP("mr='mr' iovaddr='0' cached='false'"), "5:1 E-ATTR"},
    {"iomap at 2^39", IOMAP("mr='mr' iovaddr='0x8000000000'"), "5:1 E-IOVA"},
    {"iomap unaligned", IOMAP("mr='mr' iovaddr='0x800'"), "5:1 E-MAP-ALIGN"},
    {"iomap across 2^39",
     "<memory_region name='mr' size='0x2000'/>\n" PD("a", "")
         INTO("\n<iomap mr='mr' iovaddr='0x7ffffff000'/>"),
     "5:1 E-MAP-RANGE"},
    {"iomap that wraps",
     "<memory_region name='mr' size='0xfffffffffffff000'/>\n" PD("a", "")
         INTO("\n<iomap mr='mr' iovaddr='0x2000'/>"),
     "5:1 E-MAP-OVERFLOW"},
    {"iomap perms x", IOMAP("mr='mr' iovaddr='0' perms='rx'"), "5:1 E-IOPERMS"},
    {"iomap perms empty", IOMAP("mr='mr' iovaddr='0' perms=''"), "5:1 E-IOPERMS"},
    {"iomap overlap", IOMAP("mr='mr' iovaddr='0'/>\n<iomap mr='mr' iovaddr='0'"),
     "6:1 E-MAP-OVERLAP"},
    {"iomap of large pages",
     "<memory_region name='mr' size='0x200000' page_size='0x200000'/>\n" PD("a", "")
         INTO("\n<iomap mr='mr' iovaddr='0'/>"),
     "5:1 E-IOMMU-LARGE"},
    {"iomap of too many pages",
     "<memory_region name='mr' size='0x40000000'/>\n" PD("a", "")
         INTO("\n<iomap mr='mr' iovaddr='0'/>"),
     "2:1 E-SLOTS"},
    /* other architectures */
    {"smc", "<protection_domain name='a' smc='true'>" IMAGE "</protection_domain>",
     "2:1 E-SMC-ARCH"},
};

static void check_errors(struct fixture *f)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_errors(f, cases[i].name,
                      arena_printf(&f->arena, "<system>\n%s\n</system>", cases[i].body),
                      cases[i].found);
}

/* --- kernels ---------------------------------------------------------------------------------- */

static void check_kernel(struct fixture *f, const char *name, struct fake_elf with)
{
    fixture_write_elf(f, "kernel.elf", &with);
    expect_errors(f, name, "<system>" PD("a", "") "</system>", "0:0 E-KERNEL");
}

static void check_kernels(struct fixture *f)
{
    struct fake_elf k = fake_pc_kernel();
    k.start[2]++;
    check_kernel(f, "kernel without multiboot header", k);
    k = fake_pc_kernel();
    k.segments[0].filesz = 8;
    check_kernel(f, "kernel whose multiboot header is cut off", k);
    k = fake_pc_kernel();
    k.segments[0].vaddr = 0xffffffff80100000;
    check_kernel(f, "kernel that starts with translation", k);
    k = fake_pc_kernel();
    k.segments[1].paddr = 0x201000;
    check_kernel(f, "kernel with a segment elsewhere", k);
    k = fake_pc_kernel();
    k.segments[2] = (struct fake_segment){0xffffffff80080000, 0x80000, 8, 8, 6, 1};
    check_kernel(f, "kernel with a segment below the first", k);
    k = fake_pc_kernel();
    k.segments[2] = (struct fake_segment){0x80000000, 0x100000000, 8, 8, 6, 1};
    check_kernel(f, "kernel above 4 GiB", k);
    k = fake_pc_kernel();
    k.entry = 0x101000;
    check_kernel(f, "kernel whose entry is not in the first segment", k);
    k = fake_pc_kernel();
    k.symbols[0].value = 0xffffffff80104000;
    check_kernel(f, "kernel larger than ki_end", k);
    k = fake_pc_kernel();
    k.symbols[0].value = 0xffffffff80105008;
    check_kernel(f, "kernel with a crooked ki_end", k);
    k = fake_pc_kernel();
    k.symbols[0].name = "end";
    check_kernel(f, "kernel without ki_end", k);
    k = fake_pc_kernel();
    k.n_segments = 1;
    check_kernel(f, "kernel of one segment", k);
    k = fake_pc_kernel();
    fixture_write_elf(f, "kernel.elf", &k);
}

/* --- what becomes of a description ------------------------------------------------------------ */

static const char description[] =
    "<system>\n"
    "<memory_region name=\"hpet\" size=\"0x1000\" phys_addr=\"0xfed00000\"/>\n"
    "<memory_region name=\"low\" size=\"0x1000\" phys_addr=\"0x9000\"/>\n"
    "<memory_region name=\"large\" size=\"0x200000\"/>\n"
    "<protection_domain name=\"driver\">\n"
    "  <program_image path=\"pd.elf\"/>\n"
    "  <map mr=\"hpet\" vaddr=\"0x2000000\" perms=\"r\" cached=\"false\"/>\n"
    "  <map mr=\"low\" vaddr=\"0x2001000\"/>\n"
    "  <map mr=\"large\" vaddr=\"0x40000000\"/>\n"
    "  <setvar symbol=\"bss_word\" region_paddr=\"low\"/>\n"
    "  <irq pin=\"4\" vector=\"107\" id=\"61\" trigger=\"edge\" polarity=\"low\"/>\n"
    "  <irq pin=\"0x10\" ioapic=\"1\" vector=\"0\" id=\"0\"/>\n"
    "  <irq pcidev=\"ff:1f.7\" handle=\"9\" vector=\"8\" id=\"5\" setvar_id=\"other_word\"/>\n"
    "  <ioport id=\"61\" addr=\"0x3f8\" size=\"8\" setvar_addr=\"word\"/>\n"
    "  <ioport id=\"0\" addr=\"0xffff\" size=\"1\"/>\n"
    "</protection_domain>\n"
    "<protection_domain name=\"other\">\n"
    "  <program_image path=\"pd.elf\"/>\n"
    "  <irq pcidev=\"ff:1f.7\" handle=\"9\" vector=\"9\" id=\"5\"/>\n"
    "  <ioport id=\"61\" addr=\"0x400\" size=\"1\"/>\n"
    "</protection_domain>\n"
    "<memory_region name=\"buffer\" size=\"0x200000\"/>\n"
    "<io_address_space name=\"dma\" peripheral_id=\"1:2.3\" domain_id=\"7\">\n"
    "  <iomap mr=\"buffer\" iovaddr=\"0x40000000\" perms=\"w\"/>\n"
    "  <iomap mr=\"low\" iovaddr=\"0x7ffffff000\" perms=\"r\"/>\n"
    "</io_address_space>\n"
    "<io_address_space name=\"other\" peripheral_id=\"1:2.4\" domain_id=\"8\">\n"
    "  <iomap mr=\"buffer\" iovaddr=\"0x40000000\"/>\n"
    "</io_address_space>\n"
    "<io_address_space name=\"nothing\" peripheral_id=\"1:2.5\" domain_id=\"9\"/>\n"
    "</system>\n";

static const struct spec_header *spec;
static const uint8_t *memory; /* init's, from its first page */

static bool open_module(struct fixture *f)
{
    struct elf elf;
    const char *why = "";
    uint64_t address = 0;
    if (!elf_read(&f->arena, fixture_read(f, "out.img"), 62, ELF_TO_LOAD, &elf, &why) ||
        elf.segments.n != 1 || elf.segments.at[0].vaddr != 0x400000 || elf.entry != 0x400000)
        return false;
    memory = elf.segments.at[0].data;
    memcpy(&address, memory + 0x1000, 8);
    spec = (const struct spec_header *)(const void *)(memory + (address - 0x400000));
    return address == 0x403000 && elf.segments.at[0].filesz == elf.segments.at[0].memsz &&
           !spec_check(spec, elf.segments.at[0].filesz - 0x3000);
}

static bool is_irq(uint32_t i, struct spec_irq want)
{
    const struct spec_irq *irq = &spec_irqs(spec)[i];
    want.object = irq->object;
    want.notification = irq->notification;
    want.badge = 1ull << want.id;
    return !memcmp(irq, &want, sizeof(want));
}

static bool is_ports(uint32_t i, uint32_t first, uint32_t last, uint32_t pd, uint32_t id)
{
    const struct spec_ports *ports = &spec_ports(spec)[i];
    bool held = false;
    for (uint32_t c = 0; c < spec->caps.count; c++)
        held = held || (spec_caps(spec)[c].cnode == spec_pds(spec)[pd].cnode &&
                        spec_caps(spec)[c].slot == 394 + id &&
                        spec_caps(spec)[c].object == ports->object);
    return held && ports->first == first && ports->last == last && ports->pd == pd &&
           ports->id == id && spec_objects(spec)[ports->object].type == SPEC_PORTS;
}

static const struct spec_map *map_at(uint64_t vaddr)
{
    for (uint32_t i = 0; i < spec->maps.count; i++)
        if (spec_maps(spec)[i].vspace == spec_pds(spec)[0].vspace &&
            spec_maps(spec)[i].vaddr == vaddr)
            return &spec_maps(spec)[i];
    return NULL;
}

static uint64_t variable(uint64_t address)
{
    const struct spec_object *frame = &spec_objects(spec)[map_at(address & ~0xfffull)->frame];
    uint64_t value;
    memcpy(&value, memory + (uint64_t)frame->image_page * 4096 + (address & 0xfff), 8);
    return value;
}

static void check_module(struct fixture *f)
{
    const uint32_t where = SPEC_OBJECT_FIXED | SPEC_OBJECT_RAM_OR_DEVICE;
    const struct spec_object *objects = spec_objects(spec);
    uint32_t levels[3] = {0};
    expect(spec->irqs.count == 4 &&
               is_irq(0, (struct spec_irq){.number = 107, .trigger = 1, .id = 61,
                                           .kind = SPEC_IRQ_PIN, .polarity = 1, .input = 4}) &&
               is_irq(1, (struct spec_irq){.kind = SPEC_IRQ_PIN, .source = 1, .input = 16}),
           "pins", "differ");
    expect(is_irq(2, (struct spec_irq){.number = 8, .trigger = 1, .id = 5,
                                       .kind = SPEC_IRQ_MESSAGE, .source = 0xffff, .input = 9}) &&
               is_irq(3, (struct spec_irq){.number = 9, .trigger = 1, .id = 5, .pd = 1,
                                           .kind = SPEC_IRQ_MESSAGE, .source = 0xffff,
                                           .input = 9}),
           "messages", "differ");
    expect(spec->ports.count == 3 && is_ports(0, 0x3f8, 0x3ff, 0, 61) &&
               is_ports(1, 0xffff, 0xffff, 0, 0) && is_ports(2, 0x400, 0x400, 1, 61),
           "I/O ports", "differ");
    expect(variable(0x201160) == (1ull << 61 | 1) && variable(0x201180) == 0x3f8 &&
               variable(0x201188) == 5 && variable(0x203008) == 0x9000,
           "microkit_ioports, setvar_addr, setvar_id, region_paddr", "differ");
    expect(objects[map_at(0x2000000)->frame].flags == where &&
               objects[map_at(0x2001000)->frame].flags == where && spec->n_fixed == 2,
           "fixed regions may be RAM or device", "differ");
    expect(map_at(0x2000000)->attributes == SPEC_UNCACHED &&
               map_at(0x2000000)->rights == SPEC_READ && map_at(0x2001000)->attributes == 0 &&
               objects[map_at(0x40000000)->frame].size_bits == 21,
           "mappings, all of which can be executed", "differ");
    for (uint32_t i = 0; i < spec->page_tables.count; i++) {
        const struct spec_table_map *t = &spec_page_tables(spec)[i];
        levels[t->level] += t->vspace == spec_pds(spec)[0].vspace;
        expect(objects[t->object].level == t->level, "level of a page table", "differs");
    }
    expect(levels[2] == 2 && levels[1] == 3 && levels[0] == 3, "page tables of three levels",
           "another number");
    expect(spec_tcbs(spec)[0].sp == 0x7fffffffd000 &&
               spec_tcbs(spec)[0].ipc_buffer == 0x7fffffffe000,
           "stack and IPC buffer", "elsewhere");
    expect(f->compiled.memory.used > 0x200000 && !f->compiled.memory.free,
           "the memory that is needed", "differs");
}

static void check_spaces(void)
{
    static const struct {
        uint32_t level;
        uint64_t address;
    } wanted[] = {{4, 0}, {3, 0}, {2, 0}, {1, 0x40000000}, {0, 0x40000000},
                  {1, 0x7fc0000000}, {0, 0x7fffe00000}, {4, 0}};
    const struct spec_io_space *spaces = spec_io_spaces(spec);
    const struct spec_io_table *tables = spec_io_tables(spec);
    const struct spec_io_map *maps = spec_io_maps(spec);
    expect(spec->io_spaces.count == 2 && spaces[0].data == 0x70113 && spaces[1].data == 0x80114,
           "devices and domains", "differ");
    bool same = spec->io_tables.count == 12;
    for (size_t i = 0; same && i < sizeof(wanted) / sizeof(wanted[0]); i++)
        same = tables[i].level == wanted[i].level && tables[i].address == wanted[i].address &&
               tables[i].space == spaces[i == 7].object;
    expect(same, "tables of devices", "differ");
    expect(spec->io_maps.count == 1025 && maps[0].rights == SPEC_WRITE &&
               maps[0].address == 0x40000000 && maps[511].address == 0x401ff000 &&
               maps[512].address == 0x7ffffff000 && maps[512].rights == SPEC_READ &&
               maps[512].frame == map_at(0x2001000)->frame && maps[513].frame == maps[0].frame &&
               maps[513].rights == (SPEC_READ | SPEC_WRITE),
           "mappings of devices", "differ");
}

/* Every byte of the tables of devices changed in turn: refused, or still of the right kinds. */
static void check_damaged_spaces(struct fixture *f)
{
    size_t n = spec->total_size, refused = 0, total = 0, wrong = 0;
    struct spec_header *copy = arena_alloc(&f->arena, n);
    const size_t from = spec->io_spaces.offset,
                 to = spec->io_maps.offset + 16 * sizeof(struct spec_io_map);
    for (size_t i = from; i < to; i++)
        for (unsigned bit = 1; bit < 256; bit *= 2, total++) {
            memcpy(copy, spec, n);
            ((uint8_t *)copy)[i] ^= (uint8_t)bit;
            if (spec_check(copy, n)) {
                refused++;
                continue;
            }
            for (uint32_t j = 0; j < copy->io_tables.count; j++)
                wrong += spec_io_tables(copy)[j].level > 4 ||
                         spec_objects(copy)[spec_io_tables(copy)[j].object].type != SPEC_IO_TABLE;
        }
    expect(refused > total / 2 && !wrong, "damaged tables of devices", "accepted");
}

static uint32_t half(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return value;
}

/* Fields typed from figures 1-3 and 2-1 of the ELF-32 format. */
static void check_beside(struct fixture *f)
{
    struct bytes kernel_64 = fixture_read(f, "kernel.elf"), copy = fixture_read(f, "sel4.elf"),
                 small = fixture_read(f, "sel4_32.elf");
    expect(copy.n == kernel_64.n && !memcmp(copy.at, kernel_64.at, copy.n), "sel4.elf", "differs");
    const uint8_t *e = small.at;
    bool same = small.n > 0x3000 && !memcmp(e, "\x7f" "ELF\1\1\1", 7) && e[18] == 3 &&
                half(e + 24) == 0x100020 && half(e + 28) == 52 && e[42] == 32 && e[44] == 3;
    expect(same, "the header of sel4_32.elf", "differs");
    if (!same)
        return;
    const uint8_t *p = e + 52 + 32;
    expect(half(p) == 1 && half(p + 8) == 0x80101000 && half(p + 12) == 0x101000 &&
               half(p + 16) == 0x300 && half(p + 20) == 0x1000 && half(p + 24) == 5 &&
               e[half(p + 4)] == 0x12 && e[half(p + 4) + 0x2ff] == 0x12,
           "a segment of sel4_32.elf", "differs");
    expect(half(e + half(e + 52 + 4)) == 0x1badb002 && half(e + 52 + 4) < 8192,
           "the multiboot header of sel4_32.elf", "is not where loaders search");
}

static void check_report(struct fixture *f)
{
    f->options.report = arena_printf(&f->arena, "%s/r.txt", f->directory);
    f->options.report_json = arena_printf(&f->arena, "%s/r.json", f->directory);
    int status = fixture_run(f, description);
    const char *text = (const char *)fixture_read(f, "r.txt").at,
               *json = (const char *)fixture_read(f, "r.json").at;
    expect(!status && strstr(text, "107 (pin 4 of I/O APIC 0, low, edge) to driver as 61") &&
               strstr(text, "8 (message 9 of device ff:1f.7) to driver as 5") &&
               strstr(text, "0x3f8..0x400 to driver as 61") && strstr(text, "found at boot") &&
               strstr(text, "0x0040000000..0x0040200000 -w buffer"),
           "the report", "lacks a pin, a message, ports or a mapping of a device");
    expect(!status && strstr(json, "\"pcidev\": \"ff:1f.7\", \"handle\": 9") &&
               strstr(json, "{\"first\": 1016, \"last\": 1023, \"id\": 61, \"pd\": \"driver\"}") &&
               strstr(json, "\"peripheral_id\": \"01:02.3\", \"domain_id\": 7"),
           "the JSON report", "lacks a message, ports or a device");
    f->options.report = f->options.report_json = NULL;
}

static void check_release(struct fixture *f)
{
    f->options.config = "release";
    int status = fixture_run(f, description);
    expect(status && !strcmp(fixture_found(f), "23:1 E-IOMMU-OFF"),
           "no address spaces of devices in release", fixture_found(f));
    f->options.config = "debug";
}

/* With room for AVX-512's registers a thread is larger, in each configuration. */
static void check_threads(struct fixture *f, const char *board, const char *config, uint32_t bits)
{
    f->options.board = board_find(board);
    f->options.config = config;
    int status = fixture_run(f, "<system>" PD("a", "") "</system>");
    bool same = !status;
    for (size_t i = 0; same && i < f->compiled.tables->objects.n; i++) {
        const struct spec_object *object = &f->compiled.tables->objects.at[i];
        same = object->type != SPEC_TCB || object->size_bits == bits;
    }
    expect(same, "size of a thread", arena_printf(&f->arena, "%s %s", board, config));
}

int main(void)
{
    struct fixture f;
    fixture_make_pc(&f);
    check_errors(&f);
    check_kernels(&f);

    int status = fixture_run(&f, description);
    expect(!status && !f.diags.n, "a description with everything compiles", fixture_found(&f));
    bool opened = !status && open_module(&f);
    expect(opened, "the module and its tables", "cannot be read");
    if (opened) {
        check_module(&f);
        check_spaces();
        check_damaged_spaces(&f);
        check_beside(&f);
        check_report(&f);
        check_release(&f);
    }
    check_threads(&f, "x86_64_generic", "debug", 11);
    check_threads(&f, "x86_64_generic", "release", 11);
    check_threads(&f, "x86_64_generic_avx", "debug", 12);
    check_threads(&f, "x86_64_generic_avx", "release", 12);
    fixture_remove(&f);
    return failures != 0;
}
