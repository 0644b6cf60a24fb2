# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""What earlier runs have found out, tests/mutants/verdicts.tsv: a line for each mutant of the list that was run.

    NAME  HASH  killed  SUITE  TEST
    NAME  HASH  survived

The hash is of the file with the fault in it, and of the suite that must notice: with another one the verdict is void.
"""
import contextlib, fcntl, hashlib, os


def fingerprint(mutant):
    return hashlib.sha256("\0".join((mutant.file, mutant.by or "", mutant.text)).encode()).hexdigest()[:16]


def read(path):
    """{name: [hash, verdict, ...]}"""
    with contextlib.suppress(FileNotFoundError):
        rows = (line.rstrip("\n").split("\t") for line in open(path) if not line.startswith("#"))
        return {name: rest for name, *rest in rows}
    return {}


def killed_before(path, mutants):
    """The names of those whose killed verdict still holds."""
    known = read(path)
    return {m.name for m in mutants if known.get(m.name, [])[:2] == [fingerprint(m), "killed"]}


@contextlib.contextmanager
def alone(directory):
    """Others may write verdicts at the same time."""
    lock = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def keep(path, mutant, verdict, by, listed):
    """Writes the verdict down; None takes the old one away. Verdicts on what is not listed any more go. Whoever reads, or
    interrupts, finds a whole file."""
    with alone(os.path.dirname(path)):
        known = {name: rest for name, rest in read(path).items() if name in listed}
        known.pop(mutant.name, None)
        if verdict:
            known[mutant.name] = [fingerprint(mutant), verdict, *(by.split(": ", 1) if by else [])]
        with open(f"{path}.new", "w") as new:
            new.write("# mutant\thash\tverdict\tsuite\ttest\n")
            new.writelines("\t".join([name, *rest]) + "\n" for name, rest in sorted(known.items()))
        os.replace(f"{path}.new", path)
