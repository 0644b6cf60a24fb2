#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Which register carries what in a system call, a second time: the code that both compilers make for calls with
# known operands loads each into its register, and takes results from theirs.

for board in qemu_virt_riscv64 qemu_virt_aarch64 x86_64_generic; do
    for toolchain in gcc clang; do
        make -s headers-ready BOARD=$board TOOLCHAIN=$toolchain ||
            { echo "not ok generated headers: make headers-ready BOARD=$board TOOLCHAIN=$toolchain fails"; exit 1; }
    done
done
out=build/test/compat
mkdir -p $out
cat >$out/registers.c <<'C'
#include <sel4/syscalls.h>
static struct keel_registers message(void)
{
    struct keel_registers r = {101, 102, {103, 104, 105, 106}};
    return r;
}
void send(void) { struct keel_registers r = message(); keel_trap_send(-5, &r); }
void call(void) { struct keel_registers r = message(); keel_trap_call(-1, &r); }
void wait(void) { struct keel_registers r = message(); keel_trap_wait(-9, &r); }
void recv(void) { struct keel_registers r = message(); keel_trap_recv(-7, &r, 107); }
void send_recv(void) { struct keel_registers r = message(); keel_trap_send_recv(-2, &r, 107); }
void send_to_recv(void) { struct keel_registers r = message(); keel_trap_send_to_recv(-3, &r, 107, 108); }
void brief(void) { keel_trap_short(-11, 101, 102); }
seL4_Word badge(void) { struct keel_registers r = message(); keel_trap_recv(-7, &r, 107); return r.cap; }
seL4_Word info(void) { struct keel_registers r = message(); keel_trap_recv(-7, &r, 107); return r.info; }
seL4_Word mr0(void) { struct keel_registers r = message(); keel_trap_recv(-7, &r, 107); return r.mr[0]; }
seL4_Word mr3(void) { struct keel_registers r = message(); keel_trap_recv(-7, &r, 107); return r.mr[3]; }
seL4_MessageInfo_t plain(seL4_CPtr dest, seL4_MessageInfo_t info) { return seL4_Call(dest, info); }
C
# loads FUNCTION REGISTER=VALUE...: exactly these constants, one trap.
loads() {
    local function=$1 want have; shift
    want=$(printf '%s\n' "$@" | sort | xargs)
    have=$(awk "/^$function:/{on=1} on&&/\t$trap/{exit} on" $out/registers.s |
           sed -nE 's/^\s+(li|mov)\s+([a-z0-9]+),\s*#?(-?[0-9]+).*/\2=\3/p' | sort | xargs)
    if [ "$want" = "$have" ]; then echo "ok $name $function"; else
        echo "not ok $name $function: loads $have, must load $want"; fi
}
# returns FUNCTION REGISTER: what comes back in it is the function's result (in the first register).
returns() {
    local move
    move=$(awk "/^$1:/{on=1} on&&/\t$trap/{seen=1;next} on&&seen" $out/registers.s | sed -nE '/^\s+(mv|mov|ret)\b/p' | head -1 | tr -d ' \t')
    if [ "$move" = "$2" ]; then echo "ok $name result $1"; else echo "not ok $name result $1: $move, must be $2"; fi
}

# compile BOARD: with both compilers, then what the function named like the architecture says of the result.
compile() {
    local arch
    arch=$(make -s print-ARCH BOARD=$1)
    for toolchain in gcc clang; do
        name="$arch $toolchain"
        if $(make -s print-CC BOARD=$1 TOOLCHAIN=$toolchain) $(make -s print-UCFLAGS BOARD=$1 TOOLCHAIN=$toolchain CONFIG=debug) \
                -S $out/registers.c -o $out/registers.s; then
            check_$arch
        else
            echo "not ok $name: it does not compile"
        fi
    done
}

check_riscv64() {
    local trap=ecall message="a0=101 a1=102 a2=103 a3=104 a4=105 a5=106"
    loads send a7=-5 $message
    loads call a7=-1 $message
    loads wait a7=-9 a0=101 a1=102
    loads recv a7=-7 a0=101 a1=102 a6=107
    loads send_recv a7=-2 $message a6=107
    loads send_to_recv a7=-3 $message a6=107 t0=108
    loads brief a7=-11 a0=101 a1=102
    returns badge ret
    returns info mva0,a1
    returns mr0 mva0,a2
    returns mr3 mva0,a5
}

check_aarch64() {
    local trap=svc message="x0=101 x1=102 x2=103 x3=104 x4=105 x5=106"
    sed -i -E 's/\bw([0-9]+), #?([0-9])/x\1, \2/' $out/registers.s    # the lower half, which clears the upper one
    loads send x7=-5 $message
    loads call x7=-1 $message
    loads wait x7=-9 x0=101 x1=102
    loads recv x7=-7 x0=101 x1=102 x6=107
    loads send_recv x7=-2 $message x6=107
    loads send_to_recv x7=-3 $message x6=107 x8=108
    loads brief x7=-11 x0=101 x1=102
    returns badge ret
    returns info movx0,x1
    returns mr0 movx0,x2
    returns mr3 movx0,x5
}

check_x86_64() {
    local trap=syscall message="rdi=101 rsi=102 r10=103 r8=104 r9=105 r15=106"
    # As the others write it: register first, whole registers; without the line that gives back the stack pointer.
    sed -i -E '/movq\s+%rbx, *%rsp/d; s/\bmov[lq]\b/mov/; s/mov\s+\$(-?[0-9]+), *%(\w+)/mov \2, \1/
               s/mov\s+%(\w+), *%(\w+)/mov \2,\1/; s/mov e/mov r/; s/(mov r[0-9]+)d/\1/' $out/registers.s
    loads send rdx=-5 $message
    loads call rdx=-1 $message
    loads wait rdx=-9 rdi=101 rsi=102
    loads recv rdx=-7 rdi=101 rsi=102 r12=107
    loads send_recv rdx=-2 $message r12=107
    loads send_to_recv rdx=-3 $message r12=107 r13=108
    loads brief rdx=-11 rdi=101 rsi=102
    returns badge movrax,rdi
    returns info movrax,rsi
    returns mr0 movrax,r10
    returns mr3 movrax,r15
    # No word of a message passes through a vector register, not even on its way to the IPC buffer.
    if grep -q xmm $out/registers.s; then echo "not ok $name: a message word goes through a vector register"; else
        echo "ok $name vector registers"; fi
}

compile qemu_virt_riscv64
compile qemu_virt_aarch64
compile x86_64_generic
