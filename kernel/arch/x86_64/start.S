/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A multiboot loader jumps here ("Multiboot Specification" 0.6.96, 3.2; "Multiboot2" 2.0, 3.3):
 *
 *   eax  which version of the protocol        ebx  physical address of the loader's information
 *
 * 32-bit protected mode with flat segments of unknown selectors, paging and interrupts off, no
 * stack. The loader has zeroed our bss.
 *
 *     .boot.phys    linked where it is loaded: headers, and code until paging is on
 *     .boot.start   the rest of the image, linked at its high address: from here on in 64-bit mode
 *
 * The first tables map the first gigabyte of physical memory twice, at 0 and at KERNEL_IMAGE_BASE,
 * in 2 MiB leaves; boot_vspace.c makes better ones. This file is in the recycled part of the image;
 * what it calls last is not.
 */
#include <abi/config.h>

#define KERNEL_IMAGE_BASE   0xffffffff80000000
#define PHYSICAL(symbol)    ((symbol) - KERNEL_IMAGE_BASE)

#define HEADER1_MAGIC       0x1badb002
#define HEADER1_FLAGS       3               /* modules at pages; say what memory there is */
#define HEADER2_MAGIC       0xe85250d6
#define HEADER2_I386        0
#define TAG_FRAMEBUFFER     5
#define TAG_OPTIONAL        1

#define CPUID_EXTENDED      0x80000001
#define EDX_LONG_MODE       (1 << 29)
#define CR4_PAE             (1 << 5)
#define CR0_PE_WP_PG        0x80010001
#define MSR_EFER            0xc0000080
#define EFER_LME            (1 << 8)
#define EFLAGS_ID           (1 << 21)
#define SERIAL_PORT         0x3f8

#define LEAF                0x83            /* 2 MiB, writable, present */
#define TABLE               0x03
#define ENTRIES             512
#define IMAGE_ENTRY_2       510             /* of KERNEL_IMAGE_BASE, at level 2 */
#define IMAGE_ENTRY_3       511

    .section .boot.phys, "ax"
    .code32
    .balign 8
header2:
    .long   HEADER2_MAGIC, HEADER2_I386, header2_end - header2
    .long   -(HEADER2_MAGIC + HEADER2_I386 + (header2_end - header2))
    /* A screen, whatever it is like; a machine without BIOS has no other. */
    .balign 8
    .short  TAG_FRAMEBUFFER, TAG_OPTIONAL
    .long   20, 0, 0, 0
    .balign 8
    .short  0, 0
    .long   8
header2_end:
    .balign 4
    .long   HEADER1_MAGIC, HEADER1_FLAGS, -(HEADER1_MAGIC + HEADER1_FLAGS)
    .long   0, 0, 0, 0, 0

    .globl _start
_start:
    cli
    cld
    movl    %eax, %edi                      /* the arguments of boot_main, kept until then */
    movl    %ebx, %esi
    movl    $PHYSICAL(boot_stack_end), %esp

    /* Is there CPUID, and 64-bit mode? */
    pushfl
    popl    %eax
    movl    %eax, %ecx
    xorl    $EFLAGS_ID, %eax
    pushl   %eax
    popfl
    pushfl
    popl    %eax
    xorl    %ecx, %eax
    testl   $EFLAGS_ID, %eax
    jz      too_old
    movl    $0x80000000, %eax
    cpuid
    cmpl    $CPUID_EXTENDED, %eax
    jb      too_old
    movl    $CPUID_EXTENDED, %eax
    cpuid
    testl   $EDX_LONG_MODE, %edx
    jz      too_old

    /* The first gigabyte, twice. */
    movl    $PHYSICAL(first_level_2) + TABLE, %eax
    movl    %eax, PHYSICAL(first_root)
    movl    %eax, PHYSICAL(first_root) + IMAGE_ENTRY_3 * 8
    movl    $PHYSICAL(first_level_1) + TABLE, %eax
    movl    %eax, PHYSICAL(first_level_2)
    movl    %eax, PHYSICAL(first_level_2) + IMAGE_ENTRY_2 * 8
    movl    $LEAF, %eax
    xorl    %ecx, %ecx
1:  movl    %eax, PHYSICAL(first_level_1)(, %ecx, 8)
    addl    $0x200000, %eax
    incl    %ecx
    cmpl    $ENTRIES, %ecx
    jb      1b

    /* SDM 3, 9.8.5. */
    movl    $CR4_PAE, %eax
    movl    %eax, %cr4
    movl    $PHYSICAL(first_root), %eax
    movl    %eax, %cr3
    movl    $MSR_EFER, %ecx
    rdmsr
    orl     $EFER_LME, %eax
    wrmsr
    movl    %cr0, %eax
    orl     $CR0_PE_WP_PG, %eax
    movl    %eax, %cr0
    lgdt    first_gdt_register
    ljmp    $8, $long_mode

too_old:
    movl    $too_old_text, %ecx
    movw    $SERIAL_PORT, %dx
1:  movb    (%ecx), %al
    testb   %al, %al
    jz      2f
    outb    %al, %dx
    incl    %ecx
    jmp     1b
2:  hlt
    jmp     2b
too_old_text:
    .asciz  "KERNEL: stops: this processor lacks 64-bit mode\r\n"

    .code64
long_mode:
    movabs  $start_high, %rax
    jmp     *%rax

    /* Nothing, 64-bit code, data. */
    .balign 8
first_gdt:
    .quad   0, 0x00209b0000000000, 0x0000930000000000
first_gdt_register:
    .short  . - first_gdt - 1
    .long   first_gdt

    .section .boot.start, "ax"
start_high:
    xorl    %eax, %eax
    movl    %eax, %ds
    movl    %eax, %es
    movl    %eax, %ss
    movl    %eax, %fs
    movl    %eax, %gs
    movq    $kernel_stack + (1 << KERNEL_STACK_BITS), %rsp
    movl    %edi, %edi                      /* the upper halves are not known */
    movl    %esi, %esi
    xorl    %ebp, %ebp
    call    boot_main                       /* edi, esi are its arguments */
    movq    $kernel_stack + (1 << KERNEL_STACK_BITS), %rsp
    xorl    %ebp, %ebp
    call    boot_leave                      /* does not return */

    .bss
    .balign 4096
first_root:
    .skip   4096
first_level_2:
    .skip   4096
first_level_1:
    .skip   4096
    .skip   64
boot_stack_end:
