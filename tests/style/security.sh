#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# Each test that docs/security.md names as evidence exists: `suite/test`, `…/test` of the suite before, and `*` for any ending.

python3 - <<'PYTHON'
import fnmatch, glob, re
tests = set()
for path in glob.glob("tests/kernel/**/*.c", recursive=True):
    text = open(path).read()
    for suite in re.findall(r"^SUITE\((\w+)", text, re.M):
        tests |= {f"{suite}/{name}" for name in re.findall(r'^    \{ "([\w-]+)",', text, re.M)}
cases = {path[len("tests/"):].rsplit(".", 1)[0] for path in glob.glob("tests/*/*.sh")}
cases |= {path[len("tests/"):] for path in glob.glob("tests/unit/*")}
missing, suite = [], ""
for name in re.findall(r"`((?:\w+|…)/[\w*-]+)`", open("docs/security.md").read()):
    suite = suite if name.startswith("…") else name.split("/")[0]
    pattern = name.replace("…", suite)
    if not fnmatch.filter(tests | cases, pattern):
        missing.append(pattern)
print("not ok security: docs/security.md names no test: " + " ".join(missing) if missing else "ok security")
PYTHON
