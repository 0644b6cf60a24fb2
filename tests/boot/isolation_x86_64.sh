#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# A kernel whose tables are not those of programs (docs/x86-speculation.md): all kernel tests pass, and while a program runs
# nothing of the kernel is mapped but entry and exit. The emulator's processor is Intel's by name, which decides it; the command
# line overrules.

IMAGE=build/x86_64_generic/release/tests/kernel.img
LOG=build/test/boot
make -s BOARD=x86_64_generic CONFIG=release "$IMAGE" build/x86_64_generic/release/kernel.elf >&2 ||
    { echo "not ok isolation: make BOARD=x86_64_generic CONFIG=release $IMAGE fails"; exit 1; }
mkdir -p "$LOG"
read -ra AMD < <(make -s print-QEMU BOARD=x86_64_generic CONFIG=release)
read -ra INTEL < <(make -s print-QEMU BOARD=x86_64_generic CONFIG=release CPU="$(make -s print-CPU BOARD=x86_64_generic),vendor=GenuineIntel")
read -ra EXACT < <(make -s print-QEMU_EXACT)
read -ra WITH < <(make -s print-QEMU_IMAGE BOARD=x86_64_generic CONFIG=release)

# mapped NAME OPTION...: what a program's tables map above its own half, in KiB, at some moment at which one runs.
mapped() {
    local log=$LOG/isolation-$1.log emulator=("${@:2}")
    for i in {1..40}; do
        sleep 0.3
        printf 'stop\ninfo registers\ninfo mem\ncont\n'
    done | timeout -s KILL 60 "${emulator[@]/mon:stdio/null}" "${WITH[@]//%/$IMAGE}" -monitor stdio >"$log" 2>&1
    local bytes=() sum=0
    read -ra bytes < <(awk '/CPL=/ { user = /CPL=3/; if (user) { seen = 1; list = "" } }
                            user && /^ffff/ { list = list " " $2 }
                            END { print seen ? list : "none" }' "$log")
    [ "${bytes[*]}" = none ] && { echo "no program seen, no"; return; }
    for b in "${bytes[@]}"; do sum=$((sum + 16#$b)); done
    echo $((sum / 1024))
}

# is NAME WANTED GOT
is() {
    if [[ $3 =~ ^$2$ ]]; then echo "ok isolation-$1"; else echo "not ok isolation-$1: $3 KiB of the kernel are mapped"; fi
}

is by-processor 20 "$(mapped by-processor "${INTEL[@]}")"
is wanted 20 "$(mapped wanted "${AMD[@]}" -append isolate)"
is not-needed '5[0-9]{8}' "$(mapped not-needed "${AMD[@]}")"
is not-wanted '5[0-9]{8}' "$(mapped not-wanted "${INTEL[@]}" -append no_isolate)"

log=$LOG/isolation-tests.log
timeout -s KILL 600 "${INTEL[@]}" "${EXACT[@]}" "${WITH[@]//%/$IMAGE}" >"$log" 2>&1 </dev/null
if grep -qaE "^KEEL-TEST-END [0-9]+ 0" "$log"; then
    echo "ok isolation-tests"
else
    echo "not ok isolation-tests: $(grep -ac '^not ok' "$log") tests failed or there is no end, see $log"
fi
