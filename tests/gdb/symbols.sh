#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# `./keel gdb hello` knows the symbols of kernel and domains: it stops in the domain's own init(), by line.

for board in qemu_virt_riscv64 qemu_virt_aarch64 qemu_virt_aarch64_el1 x86_64_generic; do
    talk=$(timeout 100 ./keel gdb hello --board $board -- --batch -ex 'break examples/hello/hello.c:init' -ex continue \
        -ex 'backtrace 1' -ex 'pd hello' -ex 'info address init' -ex kernel -ex 'info files' -ex keel-help 2>&1)
    echo "$talk"

    expect() { if grep -qE "$2" <<<"$talk"; then echo "ok $board $1"; else echo "not ok $board $1: gdb did not say: $2"; fi; }
    expect "stops in a domain"  '#0 +init \(\) at .*examples/hello/hello\.c:[0-9]+'
    expect "pd NAME"            'Symbol "init" is a function at address'
    expect "kernel"             'Symbols from ".*/kernel\.elf"'
    expect "keel-help"          '^info registers [A-Za-z0-9_ ]+ {4}why and where'
done
