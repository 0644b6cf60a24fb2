#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# init makes one mistake when it hands out capabilities (planted.c); its verification has to find it, name domain
# and slot, and the system must not start. Without a mistake it starts. In release init is silent: there the sign is
# whether the example speaks; and a right too many is found only there (init/probe.c says why).

mkdir -p build/test/boot
read -ra EXACT < <(make -s print-QEMU_EXACT)

# boots NAME CONFIG IMAGE PATTERN: leaves in $log what the machine prints, until the pattern comes or for SECONDS.
boots() {
    local qemu with
    read -ra qemu < <(make -s print-QEMU BOARD=$board)
    read -ra with < <(make -s print-QEMU_IMAGE BOARD=$board CONFIG="$2")
    log="build/test/boot/$1-$board.log"
    : >"$log"     # what an earlier run printed is not this one's
    "${qemu[@]}" "${EXACT[@]}" "${with[@]//%/build/$board/$2/$3}" >"$log" 2>&1 </dev/null &
    local pid=$!
    for _ in $(seq $((${SECONDS_LIMIT:-40} * 5))); do
        grep -qaE "$4" "$log" 2>/dev/null && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
}

verdict() { if [ "$2" = 0 ]; then echo "ok $1 $board"; else echo "not ok $1 $board: see $log"; fi; }

# starts NAME CONFIG: the system without a mistake starts.
starts() {
    boots "$1" "$2" examples/pingpong/pingpong.img "pingpong: measuring"
    grep -qaF "pingpong: measuring" "$log"; verdict "$1" $?
}

# finds MISTAKE TEXT: the verification says this, and the system does not start.
finds() {
    boots "verify-$1" debug "tests/boot/$1.img" "system does not start|pingpong: measuring"
    grep -qaF "$2" "$log" && grep -qaF "init: the system does not start" "$log"; verdict "verify-$1" $?
}

# silent MISTAKE: the system does not start in release.
silent() {
    SECONDS_LIMIT=8 boots "verify-$1-release" release "tests/boot/$1.img" "pingpong: measuring"
    ! grep -qaF "pingpong: measuring" "$log"; verdict "verify-$1-release" $?
}

for board in qemu_virt_riscv64 x86_64_generic; do
    for config in debug release; do
        make -s BOARD=$board CONFIG=$config boot-planted build/$board/$config/examples/pingpong/pingpong.img >&2 ||
            { echo "not ok verify: make BOARD=$board CONFIG=$config boot-planted fails"; exit 1; }
    done

    starts verify-nothing         debug
    starts verify-nothing-release release

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

    for mistake in EXTRA BADGE CALL_BADGE RIGHTS; do silent "$mistake"; done
done
