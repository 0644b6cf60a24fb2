/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Each diagnosis of the compiler, by a description that deserves it: id and position, and that
 * status is 1 and no file appears. Descriptions are written with ' for " and one element per line;
 * the first line is <system>, so that what stands in `body` starts on line 2.
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
#define ONE(attributes) "<protection_domain name='a' " attributes ">" IMAGE "</protection_domain>"
#define TWO(attributes) "<protection_domain name='b' " attributes ">" IMAGE "</protection_domain>"
#define THREE(attributes) "<protection_domain name='c' " attributes ">" IMAGE "</protection_domain>"
#define LOW "<protection_domain name='low' priority='1'>" IMAGE "</protection_domain>\n"
#define HIGH "<protection_domain name='high' priority='2'>" IMAGE "</protection_domain>\n"
#define MAP(rest) "\n<map mr='mr' vaddr='0x1000000' " rest "/>"
#define MR(rest) "<memory_region name='mr' " rest "/>\n"
#define MAPPED PD("a", "<map mr='mr' vaddr='0x1000000'/>")
#define CHANNEL(a, b) "<channel>\n<end " a "/>\n<end " b "/>\n</channel>"

static const struct error_case cases[] = {
    /* values */
    {"num: letters", MR("size='0x1000z'") MAPPED, "2:1 E-NUM"},
    {"num: negative", MR("size='-4096'") MAPPED, "2:1 E-NUM"},
    {"num: empty", MR("size=''") MAPPED, "2:1 E-NUM"},
    {"num: 65 bits", MR("size='0x10000000000000000'") MAPPED, "2:1 E-NUM"},
    {"num: upper-case prefix", MR("size='0X1000'") MAPPED, "2:1 E-NUM"},
    {"bool", PD("a", "") TWO("passive='yes'"), "3:1 E-BOOL"},
    /* memory_region */
    {"region without name", "<memory_region size='0x1000'/>\n" PD("a", ""),
     "2:1 E-MISSING, 2:1 W-MR-UNUSED"},
    {"region without size", MR("") MAPPED, "2:1 E-MR-NOSIZE"},
    {"region of size 0", MR("size='0'") MAPPED, "2:1 E-MR-SIZE-ALIGN"},
    {"region size unaligned", MR("size='0x1800'") MAPPED, "2:1 E-MR-SIZE-ALIGN"},
    {"region size unaligned to 2 MiB", MR("size='0x1000' page_size='0x200000'") MAPPED,
     "2:1 E-MR-SIZE-ALIGN"},
    {"region page size", MR("size='0x2000' page_size='0x2000'") MAPPED, "2:1 E-MR-PAGESIZE"},
    {"region paddr unaligned", MR("size='0x1000' phys_addr='0x10000800'") MAPPED,
     "2:1 E-MR-PADDR-ALIGN"},
    {"region paddr wraps", MR("size='0x2000' phys_addr='0xfffffffffffff000'") MAPPED,
     "2:1 E-MEM-PADDR"},
    {"region in no memory", MR("size='0x1000' phys_addr='0x2000000'") MAPPED, "2:1 E-MEM-PADDR"},
    {"region across ranges", MR("size='0x2000' phys_addr='0x801ff000'") MAPPED, "2:1 E-MEM-PADDR"},
    {"region in the kernel", MR("size='0x1000' phys_addr='0x80200000'") MAPPED,
     "2:1 E-MEM-RESERVED"},
    {"region in the device tree", MR("size='0x1000' phys_addr='0x80204000'") MAPPED,
     "2:1 E-MEM-RESERVED"},
    {"region in init", MR("size='0x1000' phys_addr='0x80213000'") MAPPED, "2:1 E-MEM-RESERVED"},
    {"region at the end of RAM", MR("size='0x1000' phys_addr='0xfffff000'") MAPPED,
     "2:1 E-MEM-RESERVED"},
    {"regions overlap",
     "<memory_region name='x' size='0x2000' phys_addr='0x10000000'/>\n"
     "<memory_region name='y' size='0x1000' phys_addr='0x10001000'/>\n" PD(
         "a", "<map mr='x' vaddr='0x1000000'/><map mr='y' vaddr='0x1100000'/>"),
     "3:1 E-MR-PADDR-OVERLAP"},
    {"region name twice", MR("size='0x1000'") MR("size='0x1000'") MAPPED,
     "3:1 E-MR-DUP, 3:1 W-MR-UNUSED"},
    {"region attribute", MR("size='0x1000' colour='red'") MAPPED, "2:1 E-ATTR"},
    {"region larger than RAM", MR("size='0x100000000'") MAPPED, "2:1 E-MEM-FULL"},
    {"regions fill RAM", MR("size='0x7fe00000'") PD("a", "<map mr='mr' vaddr='0x10000000'/>"),
     "0:0 E-MEM-FULL"},
    {"too many pages",
     MR("size='0x40000000' page_size='0x1000'") PD("a", "<map mr='mr' vaddr='0x10000000'/>"),
     "2:1 E-SLOTS"},
    {"prefill", MR("prefill_path='x'") MAPPED, "2:1 E-UNSUPPORTED"},
    {"prefill both", MR("prefill_path='x' prefill_bootinfo='fdt'") MAPPED,
     "2:1 E-MR-PREFILL-BOTH, 2:1 E-UNSUPPORTED"},
    {"region with child", "<memory_region name='mr' size='0x1000'><map/></memory_region>\n" MAPPED,
     "2:40 E-ELEM"},
    /* protection_domain */
    {"pd without name", "<protection_domain><program_image path='pd.elf'/></protection_domain>",
     "2:1 E-MISSING"},
    {"pd attribute", ONE("prioriti='3'"), "2:1 E-ATTR"},
    {"pd name twice", PD("a", "") PD("a", ""), "3:1 E-PD-DUP"},
    {"pd called monitor", PD("monitor", ""), "2:1 E-PD-RESERVED"},
    {"pd name of 64 bytes",
     PD("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""), "2:1 E-PD-NAME"},
    {"pd priority", ONE("priority='255'"), "2:1 E-PRIO"},
    {"pd budget over period", ONE("budget='1000' period='100'"), "2:1 E-BUDGET"},
    {"pd budget 0", ONE("budget='0'"), "2:1 E-BUDGET"},
    {"pd budget below the kernel's", ONE("budget='19'"), "2:1 E-BUDGET"},
    {"pd stack 0", ONE("stack_size='0'"), "2:1 E-STACK-RANGE"},
    {"pd stack unaligned", ONE("stack_size='0x1800'"), "2:1 E-STACK-ALIGN"},
    {"pd cpu", ONE("cpu='1'"), "2:1 E-CPU"},
    {"pd smc", ONE("smc='true'"), "2:1 E-SMC-ARCH"},
    {"pd fpu", ONE("fpu='0'"), "2:1 E-BOOL"},
    {"pd domain without domains", ONE("domain='d'"), "2:1 E-DOM-NOSCHED"},
    {"pd id at the top", ONE("id='3'"), "2:1 E-ATTR"},
    {"child without id", PD("a", "\n" PD("b", "")), "3:1 E-MISSING"},
    {"child id range", PD("a", "\n" TWO("id='62'")), "3:1 E-ID-RANGE"},
    {"child id twice", PD("a", "\n" TWO("id='1'") "\n" THREE("id='1'")), "4:1 E-CHILD-ID-DUP"},
    {"pd without image", "<protection_domain name='a'/>", "2:1 E-PD-NOIMAGE"},
    {"pd with two images", PD("a", "\n<program_image path='pd.elf'/>"), "3:1 E-PD-2IMAGE"},
    {"image without path", "<protection_domain name='a'>\n<program_image/></protection_domain>",
     "3:1 E-MISSING"},
    {"image not found",
     "<protection_domain name='a'>\n<program_image path='no.elf'/></protection_domain>",
     "3:1 E-IMG-NOTFOUND"},
    {"image is no ELF",
     "<protection_domain name='a'>\n<program_image path='s.system'/></protection_domain>",
     "3:1 E-IMG-ELF"},
    {"no pd", "<!-- nothing -->", "1:1 E-PD-NONE"},
    /* map */
    {"map without region", PD("a", "\n<map vaddr='0x1000'/>"), "3:1 E-MISSING"},
    {"map without address", MR("size='0x1000'") PD("a", "\n<map mr='mr'/>"), "4:1 E-MISSING"},
    {"map of unknown region", PD("a", "\n<map mr='mr' vaddr='0x1000000'/>"), "3:1 E-MAP-MR"},
    {"map unaligned", MR("size='0x1000'") PD("a", "\n<map mr='mr' vaddr='0x1000010'/>"),
     "4:1 E-MAP-ALIGN"},
    {"map into the stack", MR("size='0x1000'") PD("a", "\n<map mr='mr' vaddr='0x3fffffb000'/>"),
     "4:1 E-VADDR"},
    {"map across the limit", MR("size='0x2000'") PD("a", "\n<map mr='mr' vaddr='0x3fffffa000'/>"),
     "4:1 E-MAP-RANGE"},
    {"map wraps", MR("size='0xffffffffffe00000'") PD("a", "\n<map mr='mr' vaddr='0x200000000'/>"),
     "4:1 E-MAP-OVERFLOW"},
    {"map perms letter", MR("size='0x1000'") PD("a", MAP("perms='rq'")), "4:1 E-PERMS"},
    {"map perms empty", MR("size='0x1000'") PD("a", MAP("perms=''")), "4:1 E-PERMS"},
    {"map perms w", MR("size='0x1000'") PD("a", MAP("perms='w'")), "4:1 E-PERMS-W"},
    {"maps overlap",
     MR("size='0x2000'")
         PD("a", "\n<map mr='mr' vaddr='0x1001000'/>\n<map mr='mr' vaddr='0x1000000'/>"),
     "5:1 E-MAP-OVERLAP"},
    {"small map in large map",
     MR("size='0x1000'") "<memory_region name='big' size='0x200000'/>\n" PD(
         "a", "\n<map mr='big' vaddr='0x1000000'/>\n<map mr='mr' vaddr='0x1100000'/>"),
     "6:1 E-MAP-OVERLAP"},
    {"map over the image", MR("size='0x1000'") PD("a", "\n<map mr='mr' vaddr='0x203000'/>"),
     "4:1 E-MAP-ELF"},
    {"prefill size", MR("size='0x1000'") PD("a", MAP("setvar_prefill_size='word'")),
     "4:1 E-SETVAR-PREFILL"},
    /* irq */
    {"irq without number", PD("a", "\n<irq id='1'/>"), "3:1 E-MISSING"},
    {"irq without id", PD("a", "\n<irq irq='1'/>"), "3:1 E-MISSING"},
    {"irq id 62", PD("a", "\n<irq irq='1' id='62'/>"), "3:1 E-ID-RANGE"},
    {"irq id -1", PD("a", "\n<irq irq='1' id='-1'/>"), "3:1 E-ID-RANGE"},
    {"irq number 0", PD("a", "\n<irq irq='0' id='1'/>"), "3:1 E-IRQ-RANGE"},
    {"irq number 96", PD("a", "\n<irq irq='96' id='1'/>"), "3:1 E-IRQ-RANGE"},
    {"irq trigger", PD("a", "\n<irq irq='1' id='1' trigger='Edge'/>"), "3:1 E-IRQ-TRIGGER"},
    {"irq of x86: pin", PD("a", "\n<irq pin='1' id='1' vector='3'/>"),
     "3:1 E-IRQ-ARCH, 3:1 E-IRQ-ARCH"},
    {"irq of x86: msi", PD("a", "\n<irq pcidev='0:0.0' id='1'/>"), "3:1 E-IRQ-ARCH"},
    {"irq number twice", PD("a", "\n<irq irq='5' id='1'/>") PD("b", "\n<irq irq='5' id='1'/>"),
     "5:1 E-IRQ-DUP"},
    {"irq id twice", PD("a", "\n<irq irq='5' id='1'/>\n<irq irq='6' id='1'/>"), "4:1 E-CH-ID-DUP"},
    /* setvar */
    {"setvar without symbol", PD("a", "\n<setvar region_paddr='x'/>"), "3:1 E-MISSING"},
    {"setvar without region", PD("a", "\n<setvar symbol='word'/>"), "3:1 E-MISSING"},
    {"setvar unknown region", PD("a", "\n<setvar symbol='word' region_paddr='x'/>"),
     "3:1 E-SETVAR-MR"},
    {"setvar twice",
     MR("size='0x1000'") PD(
         "a",
         MAP("setvar_vaddr='word'") "\n<setvar symbol='word' region_paddr='mr'/>"),
     "5:1 E-SETVAR-DUP"},
    {"symbol missing", MR("size='0x1000'") PD("a", MAP("setvar_vaddr='wrd'")), "4:1 E-SYM-MISSING"},
    {"symbol too small", MR("size='0x1000'") PD("a", MAP("setvar_vaddr='small'")),
     "4:1 E-SYM-SIZE"},
    {"symbol twice", MR("size='0x1000'") PD("a", MAP("setvar_vaddr='twice'")), "4:1 E-SYM-MULTI"},
    {"symbol outside", MR("size='0x1000'") PD("a", MAP("setvar_size='outside'")),
     "4:1 E-SYM-RANGE"},
    {"contiguous region too large",
     MR("size='0x7fc00000'")
         PD("a", "<map mr='mr' vaddr='0x10000000'/><setvar symbol='word' region_paddr='mr'/>"),
     "2:1 E-MEM-PLACE"},
    /* channel */
    {"end without pd", LOW HIGH CHANNEL("id='1'", "pd='high' id='1'"), "5:1 E-MISSING"},
    {"end without id", LOW HIGH CHANNEL("pd='low'", "pd='high' id='1'"), "5:1 E-MISSING"},
    {"end id 62", LOW HIGH CHANNEL("pd='low' id='62'", "pd='high' id='1'"), "5:1 E-ID-RANGE"},
    {"end id -1", LOW HIGH CHANNEL("pd='low' id='-1'", "pd='high' id='1'"), "5:1 E-ID-RANGE"},
    {"end attribute", LOW HIGH CHANNEL("pd='low' id='1' x='y'", "pd='high' id='1'"), "5:1 E-ATTR"},
    {"end of unknown pd", LOW HIGH CHANNEL("pd='lo' id='1'", "pd='high' id='1'"), "5:1 E-CH-PD"},
    {"end pp", LOW HIGH CHANNEL("pd='low' id='1' pp='1'", "pd='high' id='1'"), "5:1 E-BOOL"},
    {"end notify", LOW HIGH CHANNEL("pd='low' id='1' notify=''", "pd='high' id='1'"), "5:1 E-BOOL"},
    {"channel with one end", LOW "<channel><end pd='low' id='1'/></channel>", "3:1 E-CH-ENDS"},
    {"channel with three ends",
     LOW HIGH CHANNEL("pd='low' id='1'", "pd='high' id='1'/><end pd='low' id='2'"),
     "4:1 E-CH-ENDS"},
    {"channel with other element", LOW HIGH CHANNEL("pd='low' id='1'", "pd='high' id='1'/>\n<map"),
     "7:1 E-ELEM"},
    {"channel attribute",
     LOW HIGH "<channel id='3'><end pd='low' id='1'/><end pd='high' id='1'/></channel>",
     "4:1 E-ATTR"},
    {"both ends call", LOW HIGH CHANNEL("pd='low' id='1' pp='true'", "pd='high' id='1' pp='true'"),
     "4:1 E-CH-BIDIR, 4:1 E-CH-PRIO"},
    {"call downwards", LOW HIGH CHANNEL("pd='low' id='1'", "pd='high' id='1' pp='true'"),
     "4:1 E-CH-PRIO"},
    {"call to itself", LOW CHANNEL("pd='low' id='1' pp='true'", "pd='low' id='2'"),
     "3:1 E-CH-SELF"},
    {"channel id twice",
     LOW HIGH CHANNEL("pd='low' id='1'", "pd='high' id='1'") "\n" CHANNEL("pd='low' id='1'",
                                                                          "pd='high' id='2'"),
     "9:1 E-CH-ID-DUP"},
    {"channel id is an irq's",
     PD("a", "\n<irq irq='5' id='1'/>") LOW CHANNEL("pd='low' id='1'", "pd='a' id='1'"),
     "7:1 E-CH-ID-DUP"},
    /* what this version does not do */
    {"virtual machine at the top", LOW "<virtual_machine name='v'/>", "3:1 E-VM-TOP"},
    {"virtual machine", PD("a", "\n<virtual_machine name='v'><vcpu id='1'/></virtual_machine>"),
     "3:1 E-VM-NOHYP"},
    {"ioport", PD("a", "\n<ioport id='1' addr='0x3f8' size='8'/>"), "3:1 E-IOPORT-ARCH"},
    {"io address space", LOW "<io_address_space name='i'/>", "3:1 E-IOMMU-OFF"},
    {"domains", LOW "<domains><domain name='d'/></domains>", "3:1 E-UNSUPPORTED"},
    {"cspace", PD("a", "\n<cspace/>"), "3:1 E-UNSUPPORTED"},
    {"unknown element", LOW "<protection_domian/>", "3:1 E-ELEM"},
    {"text", LOW "hello", "3:1 E-TEXT"},
    {"text inside", PD("a", "\n  hello"), "3:3 E-TEXT"},
    /* several at once, sorted by position */
    {"several errors",
     MR("size='12'")
     PD("a", "\n<map mr='mr' vaddr='0x1000' perms='w'/>\n<irq irq='1'/>")
     "<nonsense/>\n"
     "<protection_domain name='b' priority='300' stack_size='1'/>",
     "2:1 E-MR-SIZE-ALIGN, 4:1 E-PERMS-W, 5:1 E-MISSING, 6:1 E-ELEM, 7:1 E-PRIO, "
     "7:1 E-STACK-RANGE, 7:1 E-PD-NOIMAGE"},
    {"symbols and images at once",
     MR("size='0x1000'")
     "<protection_domain name='b'>\n<program_image path='none.elf'/></protection_domain>"
     PD("a", MAP("setvar_vaddr='small'")),
     "4:1 E-IMG-NOTFOUND, 5:1 E-SYM-SIZE"},
    /* malformed XML */
    {"XML not closed", "<channel>", "4:0 E-XML"},
};

/* Descriptions that are not of the form <system> body </system>. */
static const struct error_case whole[] = {
    {"empty file", "", "1:1 E-XML"},
    {"not XML", "hello", "1:1 E-XML"},
    {"other root", "<sistem/>", "1:1 E-ROOT"},
    {"document type", "<!DOCTYPE system [<!ENTITY a 'b'>]><system/>", "1:1 E-XML"},
    {"encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><system/>", "1:1 E-XML"},
    {"declaration, comment and column",
     "<?xml version='1.0'?>\n<!-- <x> -->\n<!-- \xc3\xa9 --> <system a='b'/>",
     "3:12 E-ATTR, 3:12 E-PD-NONE"},
};

int main(void)
{
    struct fixture f;
    fixture_make(&f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_errors(&f, cases[i].name,
                      arena_printf(&f.arena, "<system>\n%s\n</system>", cases[i].body),
                      cases[i].found);
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        expect_errors(&f, whole[i].name, whole[i].body, whole[i].found);
    fixture_remove(&f);
    return failures != 0;
}
