#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# What `./keel` says when a person makes a mistake: the thing, the choices, the near one; status 1; and nothing built or booted.
# And that README shows what `./keel run` prints.

export KEEL_NO_INSTALL=1
out=build/test/keel
rm -rf $out/path && mkdir -p $out/path

# says NAME STATUS PATTERN COMMAND...: its output has the pattern, it ends with that status.
says() {
    local name=$1 status=$2 pattern=$3 talk got
    talk=$("${@:4}" 2>&1 </dev/null)
    got=$?
    if [ $got -eq "$status" ] && grep -qE -- "$pattern" <<<"$talk"; then
        echo "ok $name"
    else
        echo "$talk"
        echo "not ok $name: status $got, must be $status; it must say: $pattern"
    fi
}

says "unknown command"       1 "no command 'runn'. Did you mean run\?"                  ./keel runn
says "unknown example"       1 "no example 'helo'. Did you mean hello\? Choose one of:" ./keel run helo
says "empty name"            1 "name of the example is empty"                           ./keel run ''
says "two examples"          1 "one example at a time: 'hello' or 'tour'"               ./keel run hello tour
says "unknown board"         1 "no board 'rpi'. Choose one of: .*qemu_virt_riscv64"     ./keel run --board rpi
says "unknown configuration" 1 "no configuration 'relase'. Did you mean release\?"      ./keel run --config=relase
says "option without value"  1 "nothing stands behind --config"                         ./keel run hello --config
says "unknown option"        1 "unknown option '--fast'"                                ./keel run --fast
says "limit in words"        1 "--limit wants a number of seconds, not 'long'"          ./keel run --limit long
says "words behind --"       1 "an example takes no arguments: 'x y'"                   ./keel run hello -- x y
says "gdb of nothing"        1 "which example\?"                                        ./keel gdb --config release
says "unknown test"          1 "no test 'unti'. Did you mean unit\?"                    ./keel test unti
says "account of nothing"    1 "one operation on one architecture at a time"            ./keel bench --account
says "lines alone"           1 "one at a time: ./keel bench --help"                     ./keel bench --lines
says "lines of boot"         1 "boot has no account by lines"                           ./keel bench --account boot --lines
says "options of bench"      1 "one at a time: ./keel bench --help"                     ./keel bench --growth --json
says "unknown architecture"  1 "no architecture 'riscv'. Choose one of: riscv64"        ./keel bench riscv
says "help of a command"     0 "^Options of run and gdb:"                               ./keel run --help

for tool in bash dirname readlink cat awk sed uname mkdir make gcc; do ln -s "$(command -v $tool)" $out/path/; done
says "no emulator"           1 "^keel: qemu-system-riscv64 is not in PATH .* package qemu-system-misc$" env PATH=$out/path ./keel run hello
says "no emulator of a PC"   1 "^keel: qemu-system-x86_64 is not in PATH .* package qemu-system-x86$" \
                               env PATH=$out/path ./keel run hello --board x86_64_generic
if env PATH=$out/path ./keel run hello --board x86_64_generic 2>&1 | grep -q "riscv64\|aarch64"; then
    echo "not ok only the board's own tools: those of other architectures are asked for"
else
    echo "ok only the board's own tools"
fi

says "a silent example"      1 "^keel: hello has printed nothing; only debug kernels"   ./keel run examples/hello/ --config release --limit 4
says "the limit"             1 "^keel: hello had not ended by itself after 4 s"         ./keel run hello --limit 4

# Numbers may differ: they change with the compiler.
numbers() { sed -E 's/0x[0-9a-f]+/N/g; s/[0-9]+(\.[0-9]+)?/N/g' "$1"; }
sed -n '/<!-- output of .\/keel run: begin -->/,/<!-- output of .\/keel run: end -->/p' README.md | sed '/^<!--/d; /^$/d; s/^    //' >$out/readme
./keel run 2>&1 </dev/null | tr -d '\r' | sed -n '/^keel: booting/,$p' | sed '/^$/d' >$out/run
if diff <(numbers $out/readme) <(numbers $out/run); then
    echo "ok README shows what ./keel run prints"
else
    echo "not ok README shows what ./keel run prints: they differ, see $out/readme and $out/run"
fi

# What the tour itself says is the same on each architecture.
for board in qemu_virt_aarch64 x86_64_generic; do
    ./keel run --board $board 2>&1 </dev/null | tr -d '\r' | grep '^tour:' >$out/$board
    if diff <(numbers <(grep '^tour:' $out/readme)) <(numbers $out/$board); then
        echo "ok the tour on $board"
    else
        echo "not ok the tour on $board: it differs from README, see $out/readme and $out/$board"
    fi
done
