#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""judge.py NAME=LOG...: are the logs of the kernel's tests what hostile kernels may leave?

NAME is a run, `flag+flag-…`; the tests that each flag may fail are those in the file `exempt` beside this program.
Prints `ok NAME` or `not ok NAME: why`, and `not ok exempt-N: why` for line N of `exempt` if its tests ran and
no run needed it.
"""
import fnmatch, os, re, sys


def exemptions(path):
    for number, line in enumerate(open(path), 1):
        if line.strip() and not line.startswith("#"):
            flag, tests, reason = (part.strip() for part in line.split(":", 2))
            if not reason:
                sys.exit(f"{path}:{number}: no reason given")
            yield number, flag, tests.split()


def names(test, tests):
    return any(fnmatch.fnmatchcase(test, t) for t in tests)


def judge(name, path, exempt, needed, met):
    flags = name.split("-")[0].split("+")
    text = open(path, errors="replace").read().replace("\r", "")
    failed = re.findall(r"^not ok (\S+?):", text, re.M)
    ran = failed + re.findall(r"^ok (\S+)$", text, re.M)
    met.update(n for n, flag, tests in exempt if flag in flags and any(names(test, tests) for test in ran))
    end = re.search(r"^KEEL-TEST-END (\d+) (\d+)$", text, re.M)
    wrong = []
    for test in failed:
        hits = [n for n, flag, tests in exempt if flag in flags and names(test, tests)]
        needed.update(hits)
        wrong += [] if hits else [test]
    if not end:
        return "no KEEL-TEST-END"
    if int(end[2]) != len(failed) or int(end[1]) < 300:
        return f"the image counted {end[0]}, seen were {len(failed)} that failed"
    return f"{', '.join(wrong[:5])} must pass" if wrong else None


def main(runs):
    exempt, needed, met = list(exemptions(os.path.join(os.path.dirname(__file__), "exempt"))), set(), set()
    for run in runs:
        name, _, path = run.partition("=")
        why = judge(name, path, exempt, needed, met)
        print(f"not ok {name}: {why}, see {path}" if why else f"ok {name}")
    for number, flag, tests in exempt:
        if number in met and number not in needed:
            print(f"not ok exempt-{number}: {' '.join(tests)} passed in all runs with {flag}; remove the line from exempt")


main(sys.argv[1:])
