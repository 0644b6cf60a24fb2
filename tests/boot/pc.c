/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A root task for PCs that says what it was given, one fact for each line, and stops the machine:
 *
 *     slots CONTROL PAGING EXTRA IMAGE UNTYPED      first of each group
 *     image PHYSICAL PAGES         untyped device|ram PHYSICAL BITS
 *     map BASE LENGTH TYPE         chunk ID BYTES
 *     rsdp SUM                     screen ADDRESS PITCH WIDTH HEIGHT BITS TYPE
 *     tsc MHZ                      levels N
 *
 * All numbers are hexadecimal but for identifiers. tests/boot/pc_memory checks the memory.
 */

#include <sel4/sel4.h>

#define PAGE        4096
#define VBE         1
#define MEMORY_MAP  2
#define RSDP        3
#define FRAMEBUFFER 4
#define TSC         5

__asm__(".section .text.start, \"ax\"\n"
        ".globl _start\n"
        "_start: lea root_stack_top(%rip), %rsp\n"
        "    call pc_main\n"
        "1:  jmp 1b\n"
        ".text");

static seL4_IPCBuffer *buffer;

static void say(const char *text)
{
    for (; *text; text++)
        seL4_DebugPutChar(*text);
}

static void say_number(seL4_Word n)
{
    seL4_DebugPutChar(' ');
    say("0x");
    int shift = 60;
    while (shift > 0 && n >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        seL4_DebugPutChar("0123456789abcdef"[n >> shift & 15]);
}

static seL4_Word number(const unsigned char *at, int bytes)
{
    seL4_Word v = 0;
    for (int i = 0; i < bytes; i++)
        v |= (seL4_Word)at[i] << 8 * i;
    return v;
}

static void say_fields(const char *name, const unsigned char *at, const char *widths)
{
    say(name);
    for (; *widths; widths++) {
        say_number(number(at, *widths - '0'));
        at += *widths - '0';
    }
    say("\n");
}

static void say_chunk(seL4_Word id, const unsigned char *body)
{
    unsigned char sum = 0;
    switch (id) {
    case MEMORY_MAP:
        for (seL4_Word at = 0; at < number(body, 4); at += 24)
            say_fields("map", body + 4 + at + 4, "884");
        break;
    case RSDP:
        for (int i = 0; i < 20; i++)
            sum = (unsigned char)(sum + body[i]);
        say("rsdp");
        say_number(sum);
        say(body[0] == 'R' ? "\n" : " no signature\n");
        break;
    case FRAMEBUFFER:
        say_fields("screen", body, "844411");
        break;
    case TSC:
        say_fields("tsc", body, "4");
        break;
    default:
        break;
    }
}

static void say_chunks(const seL4_BootInfo *b)
{
    const unsigned char *at = (const unsigned char *)b + PAGE, *end = at + b->extraLen;
    while (at < end) {
        say_fields("chunk", at, "88");
        say_chunk(number(at, 8), at + 16);
        at += number(at + 8, 8);
    }
}

static void say_untypeds(const seL4_BootInfo *b)
{
    for (seL4_Word i = 0; i < b->untyped.end - b->untyped.start; i++) {
        say(b->untypedList[i].isDevice ? "untyped device" : "untyped ram");
        say_number(b->untypedList[i].paddr);
        say_number(b->untypedList[i].sizeBits);
        say("\n");
    }
}

void pc_main(const seL4_BootInfo *b);
void pc_main(const seL4_BootInfo *b)
{
    buffer = b->ipcBuffer;
    seL4_SetIPCBuffer(buffer);
    say("slots");
    say_number(b->schedcontrol.start);
    say_number(b->userImagePaging.start);
    say_number(b->extraBIPages.start);
    say_number(b->userImageFrames.start);
    say_number(b->untyped.start);
    say("\nlevels");
    say_number(b->numIOPTLevels);
    say("\nimage");
    say_number(seL4_X86_Page_GetAddress(b->userImageFrames.start).paddr);
    say_number(b->userImageFrames.end - b->userImageFrames.start);
    say("\n");
    say_untypeds(b);
    say_chunks(b);
    say("end\n");
    seL4_DebugHalt();
}
