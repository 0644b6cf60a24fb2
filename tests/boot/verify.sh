#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# init makes one mistake when it hands out capabilities (planted.c); its verification has to find it, name domain
# and slot, and the system must not start. The same systems without a mistake start.

DIR=build/qemu_virt_riscv64/debug
make -s boot-planted "$DIR/examples/pingpong/pingpong.img" >&2 || { echo "not ok verify: make boot-planted fails"; exit 1; }
mkdir -p build/test/boot
read -ra QEMU < <(make -s print-QEMU)
read -ra EXACT < <(make -s print-QEMU_EXACT)

# boots NAME IMAGE: leaves what the machine prints until init has decided in $log.
boots() {
    log="build/test/boot/$1.log"
    timeout 60 "${QEMU[@]}" "${EXACT[@]}" -kernel "$2" >"$log" 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq 200); do
        grep -qaE "system does not start|in place as described" "$log" 2>/dev/null && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
}

# finds NAME TEXT: the verification ends with this text about the mistake of this name.
finds() {
    boots "verify-$1" "$DIR/tests/boot/$1.img"
    if grep -qaF "$2" "$log" && grep -qaF "init: the system does not start" "$log" \
        && ! grep -qaF "in place as described" "$log"; then
        echo "ok verify-$1"
    else
        echo "not ok verify-$1: '$2' and the refusal are not in $log"
    fi
}

boots verify-nothing "$DIR/examples/pingpong/pingpong.img"
if grep -qaF "in place as described" "$log"; then echo "ok verify-nothing"; else echo "not ok verify-nothing: see $log"; fi

finds EXTRA       "slot 9 (unused) of 'cnode_client': the description puts nothing there, but it holds something"
finds MISSING     "slot 4 (reply) of 'cnode_client': the description puts 'reply_client' with rights"
finds BADGE       "a signal through it does not arrive, or with another badge"
finds OBJECT      "a signal through it does not arrive, or with another badge"
finds CALL_BADGE  "a message through it does not arrive, or with another badge"
finds CALL_OBJECT "a message through it does not arrive, or with another badge"
finds TYPE        "slot 4 (reply) of 'cnode_client': the description puts 'reply_client' with rights"
finds THREAD      "slot 203 (thread of child 1) of 'cnode_parent'"
finds GUARD       "no free slot is reached through it where slot 0 should be"
finds VSPACE      "it is not this address space"
