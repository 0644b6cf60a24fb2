#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# tests/run itself, in a tree with nothing but a few cases: what it says and how it ends, whether cases run side by side or not;
# and that builds do not meet.

out=$PWD/build/test/keel/driver
rm -rf "$out" && mkdir -p "$out/tests/path" "$out/tests/a" "$out/tests/b"
cp tests/run "$out/tests" && cp tests/path/make "$out/tests/path"
unset KEEL_MAKE_LOCKED
cd "$out" || exit 1

# Building takes a while, and is not done twice at once.
cat >Makefile <<'END'
# SPDX-License-Identifier: BSD-2-Clause
built-%: ; @mkdir meeting && sleep 0.3 && rmdir meeting && touch $@
print-%: ; @[ ! -d meeting ]
END
for case in 1 2 3 4; do
    printf '%s\n' "make built-$case >&2 && echo ok built" 'sleep 0.$((RANDOM % 4)); echo "ok $0 goes on"' >tests/a/builds-$case.sh
done
echo 'make print-nothing && echo ok looks; echo a remark' >tests/a/looks.sh
echo 'echo ok first; echo "not ok second: it is broken"; echo ok third' >tests/b/fails.sh
echo 'exit 3' >tests/b/silent.sh
echo 'echo "ok $KEEL_TEST_JOBS at work"' >tests/b/share.sh
printf '%s\n' 'sleep 60 & echo ok begun; echo $! >sleeper; wait' >tests/b/endless.sh

verdict() { if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: '$2', must be '$3'; see $out"; fi; }

# What comes in an order of its own: cases side by side.
for jobs in 1 2 4; do
    tests/run --jobs $jobs a b/fails b/silent >said-$jobs 2>&1
    verdict "status, $jobs at a time" $? 1
    verdict "last line, $jobs at a time" "$(tail -1 said-$jobs)" "11 passed, 2 failed"
    verdict "failures in order, $jobs at a time" "$(grep '^failed:' said-$jobs | cut -d' ' -f2 | xargs)" "b/fails b/silent"
    # A line for each case: what it said up to the time it took.
    awk '/^[ab]\// { block = $0; next } block && /^  [0-9.]+ s$/ { print block; block = ""; next } block { block = block "|" $0 }' \
        said-$jobs | sort >blocks-$jobs
    rm -f built-*
done
verdict "a case in one piece" "$(grep -m1 fails blocks-4)" "b/fails ...|  ok first|  NOT OK second: it is broken|  ok third"
verdict "two at a time say the same" "$(diff blocks-1 blocks-2)" ""
verdict "four at a time say the same" "$(diff blocks-1 blocks-4)" ""
verdict "log of a case" "$(tail -1 build/test/a/looks.log)" "a remark"
verdict "no tests is a failure" "$(grep -A1 '^b/silent' said-2 | tail -1)" "  NOT OK end: status 3, after 0 tests that passed"
verdict "alone it has all cores" "$(tests/run b/share | grep at)" "  ok $(nproc) at work"
verdict "--jobs in words" "$(tests/run --jobs two 2>&1)" "tests/run: --jobs wants a number of cases that run at the same time, as in --jobs 2"
verdict "--jobs of nothing" "$(tests/run a --jobs= 2>&1 | cut -c1-30)" "tests/run: --jobs wants a numb"

for case in short long longer; do echo "date +%s%N >began-$case; sleep 0.5; echo ok $case" >tests/b/$case.sh; done
echo '{"b/short": 1, "b/long": 8, "b/longer": 9}' >build/test/times
tests/run --jobs 2 b/short b/long b/longer >/dev/null
verdict "the longest first" "$(grep . began-* | sort -t: -k2 | tail -1 | cut -d: -f1)" began-short
verdict "times are remembered" "$(grep -cE '"b/(short|long|longer)": (0|1|2)\.' build/test/times)" 3

# A unit test is built by the driver itself.
printf 'built-late: ; @echo $$$$ >sleeper; sleep 60\nprint-unit_TESTS: ; @[ ! -e late ] || echo tests/unit/late\ntests/unit/late: built-late\n' >>Makefile
touch late; tests/run unit/late >/dev/null & waits=$!
for _ in {1..50}; do [ -s sleeper ] && break; sleep 0.1; done
verdict "a build has begun" "$([ -s sleeper ] && echo yes)" yes
rm late; kill -TERM $waits; wait $waits
sleep 0.5
verdict "stopped while building" "$(grep -hs '^State:' "/proc/$(cat sleeper)/status" | grep -v zombie)" ""
rm sleeper

# Whoever is stopped leaves nothing behind.
tests/run b/endless >/dev/null &
for _ in {1..50}; do [ -s sleeper ] && break; sleep 0.1; done
kill -TERM $!
wait $!
verdict "stopped" $? 143
sleep 0.5
verdict "and its processes, too" "$(grep -hs '^State:' "/proc/$(cat sleeper)/status" | grep -v zombie)" ""
