#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Verdicts that are kept: which of them a later run takes over.

exec python3 -B - <<'END'
import sys, tempfile, threading
sys.path.insert(0, "tests/mutants")
from faults import Mutant
from verdicts import keep, killed_before, read


def mutant(name, text="x", by=None):
    return Mutant(f"file/{name}", "kernel/file.c", text, by, None, "")


def test(name, good):
    print(f"ok {name}" if good else f"not ok {name}")


where = tempfile.TemporaryDirectory()
path = f"{where.name}/verdicts.tsv"
dead, alive, unfit, crowd = mutant("dead"), mutant("alive"), mutant("unfit"), [mutant(str(i)) for i in range(40)]
every = {m.name: m for m in [dead, alive, unfit, *crowd]}
test("none-at-first", not killed_before(path, [dead]))
keep(path, dead, "killed", "suite: a test: with a colon", every)
keep(path, alive, "survived", None, every)
keep(path, unfit, "killed", "suite: test", every)
keep(path, unfit, None, "it does not compile", every)
test("killed-is-taken-over", killed_before(path, [dead]) == {dead.name})
test("by-whom", read(path)[dead.name][2:] == ["suite", "a test: with a colon"])
test("survivor-runs-again", not killed_before(path, [alive]) and alive.name in read(path))
test("unfit-is-forgotten", unfit.name not in read(path))
test("other-text-runs-again", not killed_before(path, [mutant("dead", "y")]))
test("other-suite-runs-again", not killed_before(path, [mutant("dead", by="tcb")]))
threads = [threading.Thread(target=keep, args=(path, m, "killed", "suite: test", every)) for m in crowd]
for t in threads:
    t.start()
for t in threads:
    t.join()
test("many-at-once", len(killed_before(path, every.values())) == 41)
test("sorted", list(read(path)) == sorted(read(path)))
del every[dead.name]
keep(path, alive, "killed", "suite: test", every)
test("unlisted-is-forgotten", dead.name not in read(path) and alive.name in killed_before(path, [alive]))
END
