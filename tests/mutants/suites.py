# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""A copy of the tree with a fault in it, and the tests that may notice.

Limits are seconds of the processor, so that a verdict does not depend on what else the machine does. Output goes to a file:
the emulator would wait for the reader of a pipe, and then the kernel's clock runs on.
"""
import collections, contextlib, fcntl, glob, hashlib, itertools, json, os, re, shlex, shutil, signal
import subprocess, tempfile, time

# `target` is built with `settings`, then `command` runs: `limit` seconds in all, `silence` between two lines.
# Being late is a failure, or else says nothing.
Suite = collections.namedtuple("Suite", "name target settings command limit silence late_fails")

HOST_LIMIT, IMAGE_LIMIT, PC_LIMIT, SCRIPT_LIMIT, FUZZ_LIMIT, BOTH_LIMIT = 8, 60, 120, 300, 60, 200
IMAGE_SILENCE = 4                       # without a fault no test needs 1
STUCK = 600                             # seconds without an end, for what waits and needs no processor
LINKED = {"kernel": "whole_KERNEL", "x86_64": "core_KERNEL", "boot_x86_64": "x86_unit_KERNEL"}
SAME, SURVIVED, KILLED, UNFIT = "SAME CODE", "SURVIVED", "killed", "UNFIT"


def processor_seconds(session):
    """Of all processes of a session, and of those that its leader has waited for."""
    ticks = 0
    for path in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = open(path).read().rsplit(")", 1)[1].split()
            if int(fields[3]) == session:
                ticks += sum(int(f) for f in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


class Run:
    """A suite that runs, and what it said so far."""

    def __init__(self, suite, where):
        self.suite, self.failed, self.ended, self.late = suite, set(), False, False
        self.output = tempfile.TemporaryFile()
        self.child = subprocess.Popen(suite.command, cwd=where, stdin=subprocess.DEVNULL, stdout=self.output,
                                      stderr=subprocess.STDOUT, start_new_session=True)

    def pieces(self):
        at, last_line, silent, begun = 0, 0, True, time.monotonic()
        looked = begun
        while not self.late:
            ended = self.child.poll() is not None
            piece = os.pread(self.output.fileno(), 1 << 20, at)
            if piece:
                at, silent = at + len(piece), False
                yield piece.decode(errors="replace")
            elif ended:
                return
            else:
                time.sleep(0.1)
            if (now := time.monotonic()) - looked > 1:
                looked, used = now, processor_seconds(self.child.pid)
                last_line, silent = last_line if silent else used, True
                self.late = used > self.suite.limit or used - last_line > self.suite.silence or now - begun > STUCK

    def failing(self, known):
        """The tests that fail. If `known` is given, the first one that is not in it is enough."""
        rest = ""
        for piece in self.pieces():
            *lines, rest = (rest + piece).split("\n")
            for line in lines:
                if found := re.match(r"\s*not ok ([^:]+)", line, re.I):
                    self.failed.add(found[1].strip())
                self.ended = self.ended or line.startswith("KEEL-TEST-END")
            if self.ended or known is not None and self.failed - known:
                break
        stopped = self.late or self.ended or known is not None and self.failed - known
        if stopped:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
        status = self.child.wait()
        self.output.close()
        if self.late and self.suite.late_fails or not stopped and not self.failed and \
                (status or self.suite.target.endswith(".img")):
            self.failed.add("it does not come to its end")
        return self.failed


class Copy:
    """A copy of the tree to plant faults in, with everything built in it before; nobody else uses it meanwhile."""

    def __init__(self, root):
        self.origin, copies = root, f"{root}/build/mutants"
        os.makedirs(copies, exist_ok=True)
        for number in itertools.count():
            self.lock = open(f"{copies}/{number}.lock", "w")
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
        self.root, self.killers = f"{copies}/{number}", f"{copies}/{number}.killers"
        self.known, self.variables, self.right, self.killer = {}, {}, {}, {}
        if not os.path.isdir(self.root):
            with open(f"{root}/build/.make.lock", "w") as built_by_nobody:      # as in tests/path/make
                fcntl.flock(built_by_nobody, fcntl.LOCK_EX)
                os.makedirs(self.root)
                for built in self.built():
                    if os.path.isdir(f"{root}/{built}"):
                        shutil.copytree(f"{root}/{built}", f"{self.root}/{built}", symlinks=True)
                self.refresh(shutil.copy2)      # as old as they are: what is built stays so
        self.refresh(shutil.copyfile)
        with contextlib.suppress(OSError, ValueError):
            self.killer = json.load(open(self.killers))

    def built(self):
        return ["build/host", "build/host-sanitize"] + [
            d for kind in ("debug", "release", "benchmark", "*-hostile-*") for d in glob.glob(f"build/*/{kind}", root_dir=self.origin)]

    def refresh(self, copy):
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=self.origin, capture_output=True, text=True)
        files = listed.stdout.split("\n") if listed.returncode == 0 else [
            os.path.relpath(os.path.join(d, f), self.origin) for d, below, names in os.walk(self.origin) for f in names
            if not os.path.relpath(d, self.origin).startswith("build")]
        for file in filter(None, files):
            here, there = f"{self.origin}/{file}", f"{self.root}/{file}"
            if not os.path.isfile(here):
                with contextlib.suppress(FileNotFoundError):
                    os.remove(there)
            elif not os.path.exists(there) or open(here, "rb").read() != open(there, "rb").read():
                os.makedirs(os.path.dirname(there), exist_ok=True)
                copy(here, there)
                shutil.copymode(here, there)

    def make(self, suite, jobs=1):
        command = ["make", "-s", f"-j{jobs}", suite.target] + [f"{k}={v}" for k, v in suite.settings.items()]
        done = subprocess.run(command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return None if done.returncode == 0 else shlex.join(command) + "\n" + done.stdout

    def variable(self, name, **settings):
        key = name, tuple(settings.items())
        if key not in self.variables:
            command = ["make", "-s", f"print-{name}"] + [f"{k}={v}" for k, v in settings.items()]
            self.variables[key] = subprocess.run(command, cwd=self.root, check=True, capture_output=True,
                                                 text=True).stdout.split()
        return self.variables[key]

    def host_suites(self, parts, file):
        """The unit tests of these parts that the file is linked into; all of them for a header."""
        for part in parts:
            name = LINKED.get(part, f"{part}_unit_KERNEL")
            linked = [re.sub(r"^.*?(kernel/)+", "kernel/", o)[:-len(".o")] for o in self.variable(name, SANITIZE=1)]
            if not file.endswith(".h") and os.path.splitext(file)[0] not in linked:
                continue
            for program in self.variable("unit_TESTS", SANITIZE=1):
                if f"/tests/unit/{part}/" in program:
                    yield Suite(f"{part}/{os.path.basename(program)}", program, {"SANITIZE": 1}, [program],
                                HOST_LIMIT, HOST_LIMIT, False)

    def both_ways(self):
        """As unit/both_ways."""
        program = f"{self.variable('whole_DIR', SANITIZE=1)[0]}/random"
        return Suite("both_ways", program, {"SANITIZE": 1}, [program, *"--both-ways --check 100 --operations 1600000".split()],
                     BOTH_LIMIT, BOTH_LIMIT, True)

    def fuzz_suite(self, name):
        """The kept inputs of a target."""
        program = f"{self.variable('fuzz_DIR', SANITIZE=1)[0]}/{name}"
        inputs = [os.path.relpath(i, self.root) for kept in ("corpus", "found")
                  for i in sorted(glob.glob(f"{self.root}/tests/fuzz/{kept}/{name}/*"))]
        return Suite(f"fuzz/{name}", program, {"SANITIZE": 1}, [program, *inputs], FUZZ_LIMIT, FUZZ_LIMIT, True)

    def image_suite(self, config, more=(), only="", limit=IMAGE_LIMIT, **settings):
        image = self.variable("B", CONFIG=config, **settings)[0] + f"/tests/kernel{'-' if only else ''}{only}.img"
        board = {k: v for k, v in settings.items() if k in ("BOARD", "CPU", "MACHINE")}
        with_image = [word.replace("%", image) for word in self.variable("QEMU_IMAGE", CONFIG=config, **settings)]
        command = self.variable("QEMU", **board) + self.variable("QEMU_EXACT") + [*more, *with_image]
        return Suite(only or "-".join(["kernel", config, *settings.values()]), image, {"CONFIG": config, **settings}, command,
                     limit, IMAGE_SILENCE, True)

    def script_suite(self, *cases, **settings):
        return Suite(cases[0], "images", {"CONFIG": "debug", **settings}, ["tests/run", *cases], SCRIPT_LIMIT, SCRIPT_LIMIT, True)

    def arm_suites(self, file):
        """Those of the board whose kernel has the file: at EL1 if only that has it, with the GICv3 likewise. Then, and for
        numbers of abi/ alone, those of the board with four levels at EL2."""
        board = "qemu_virt_aarch64" + ("_el1" if "/el1/" in file else "") + ("_gicv3" if "gic_v3" in file else "")
        if not file.startswith("abi/"):
            yield self.image_suite("debug", BOARD=board)
            yield self.image_suite("release", BOARD=board)
            yield self.script_suite(f"system/tour-{board[len('qemu_virt_'):]}-debug", BOARD=board)
        yield self.image_suite("debug", BOARD="qemu_virt_aarch64_pa44")
        yield self.script_suite("boot/loader_aarch64", BOARD="qemu_virt_aarch64_pa44")

    def pc_suites(self, file):
        yield from self.host_suites(["x86_64", "boot_x86_64"], file)
        pc = {"limit": PC_LIMIT, "BOARD": "x86_64_generic"}
        yield self.image_suite("debug", **pc)
        yield self.image_suite("benchmark", CPU="max,vendor=GenuineIntel", MACHINE="q35", **pc)
        yield self.image_suite("debug", only="fpu+fpu_state", limit=PC_LIMIT, BOARD="x86_64_generic_avx")
        yield self.image_suite("release", **pc)
        yield self.script_suite("system/tour-x86_64_generic-debug", "boot/machines_x86_64", BOARD="x86_64_generic")

    def suites(self, file, by=None):
        """Those that can notice a fault in the file, the fastest first; or the one that must."""
        if by:
            yield self.fuzz_suite(by[len("fuzz/"):]) if by.startswith("fuzz/") else self.image_suite("debug", only=by)
            return
        if file.startswith(("kernel/arch/aarch64/", "abi/aarch64")):
            yield from self.arm_suites(file)
            return
        if file.startswith("kernel/arch/x86_64/"):
            yield from self.pc_suites(file)
            return
        yield from self.host_suites(["sched", "boot"], file)
        fast = re.fullmatch(r"kernel/(fast\w*\.c|include/(fast\w*|time_parts|ready_parts)\.h)", file)
        if fast:
            yield self.both_ways()
        yield self.image_suite("debug")
        whole = list(self.host_suites(["kernel"], file))
        yield from self.host_suites(["delete"], file)
        yield from whole
        if whole and not fast:
            yield self.both_ways()
        yield self.image_suite("release")
        yield self.image_suite("benchmark")
        yield self.image_suite("debug", ["-m", "320M"], HOSTILE="preempt")
        yield self.script_suite("system/tour-debug")
        if re.search(r"boot|device_tree|memory_nodes|range|start|timer", file):
            yield self.script_suite("boot/machines", "boot/loader")
        if file.endswith("entry.S"):
            yield self.script_suite("subset/entry")

    def known_failures(self, suite):
        """What fails without any fault; None if it does not even build."""
        if suite.name not in self.known:
            error = self.make(suite, jobs=2)
            self.known[suite.name] = None if error else Run(suite, self.root).failing(None)
            self.right[suite.name] = self.built_bytes(suite)
            if error or self.known[suite.name]:
                print(f"  {suite.name} without any fault: {error or 'fails ' + ', '.join(sorted(self.known[suite.name]))}",
                      flush=True)
        return self.known[suite.name]

    def built_bytes(self, suite):
        """Of the image; on a PC the kernel is a file beside it."""
        if not suite.target.endswith(".img") or not os.path.exists(f"{self.root}/{suite.target}"):
            return None
        beside = f"{self.root}/{suite.target.split('/tests/')[0]}/kernel_32.elf"
        files = [f"{self.root}/{suite.target}"] + [beside] * os.path.exists(beside)
        return hashlib.sha256(b"".join(open(f, "rb").read() for f in files)).digest()

    @contextlib.contextmanager
    def planted(self, mutant):
        path = f"{self.root}/{mutant.file}"
        right = open(path).read()
        try:
            open(path, "w").write(mutant.text)
            yield
        finally:
            open(path, "w").write(right)

    def ordered(self, mutant):
        """The suite that noticed last time goes first; else those that notice most in this file."""
        suites = list(self.suites(mutant.file, mutant.by))
        return sorted(suites, key=lambda s: s.name != self.killer.get(mutant.name))

    def fate(self, mutant):
        """(verdict, by what)"""
        images = set()
        for suite in self.ordered(mutant):
            known = self.known_failures(suite)
            if known is None:
                return UNFIT, f"{suite.name} cannot be built without it either"
            if not suite.late_fails and known:
                continue
            with self.planted(mutant):
                if error := self.make(suite):
                    return UNFIT, error
                bytes_now = self.built_bytes(suite)
                if bytes_now is not None:
                    images.add(bytes_now == self.right[suite.name])
                    if bytes_now == self.right[suite.name]:
                        continue
                if found := Run(suite, self.root).failing(known) - known:
                    self.killer[mutant.name] = suite.name
                    json.dump(self.killer, open(self.killers, "w"))
                    return KILLED, f"{suite.name}: {sorted(found)[0]}"
        return SAME if images == {True} else SURVIVED, None
