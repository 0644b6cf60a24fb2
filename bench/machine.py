# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""Building and running images of the benchmarks, for the commands of ./keel bench."""
import os, re, struct, subprocess, sys, time

# Board, and settings of its emulator. Arm's counter shall run once for each instruction.
ARCHS = {"riscv64": ("qemu_virt_riscv64", {}),
         "aarch64": ("qemu_virt_aarch64_el1", {"CPU": "cortex-a53,cntfrq=1000000000"}),
         "x86_64": ("x86_64_generic", {})}
LIMIT = 120     # seconds


def make(*arguments, **settings):
    command = ["make", "-s", f"-j{os.cpu_count()}", *arguments] + [f"{k}={v}" for k, v in settings.items()]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: {' '.join(command)} fails:\n{done.stdout}{done.stderr}")
    return done.stdout.split()


class Image:
    """An image of bench/rules.mk, built with the release kernel, and how the emulator is called for it."""

    def __init__(self, arch, name):
        board, emulator = ARCHS[arch]
        self.arch, self.name, self.settings = arch, name, {"BOARD": board, "CONFIG": "release"}
        self.build = self.variable("B")[0]
        path = f"{self.build}/{name}.img"
        make(path, **self.settings)
        self.qemu = make("print-QEMU", **self.settings, **emulator) + [
            word.replace("%", path) for word in self.variable("QEMU_IMAGE")]
        self.exact = self.variable("QEMU_EXACT")

    def variable(self, name):
        return make(f"print-{name}", **self.settings)

    def results(self):
        """(name, median) of each line that the image prints"""
        log = f"build/{self.name}-{self.arch}.log"
        text = run(self.qemu + self.exact, log)
        if not re.search(r"^KEEL-TEST-END \d+ 0$", text, re.M):
            sys.exit(f"bench: {self.arch} did not come to its end, see {log}")
        return [(name, int(n)) for name, n in re.findall(r"^bench (\S+) (\d+)", text, re.M)]

    def text_bytes(self):
        cross, = self.variable("CROSS")
        sections = subprocess.run([f"{cross}size", "-A", f"{self.build}/kernel.elf"], capture_output=True, text=True, check=True)
        return int(re.search(r"^\.text +(\d+)", sections.stdout, re.M)[1])

    def boot_instructions(self):
        """From the kernel's first instruction to the root task's: what the emulator has counted when it stops at each."""
        kernel = f"{self.build}/kernel_32.elf" if self.arch == "x86_64" else f"{self.build}/kernel.elf"
        socket, record = f"build/{self.name}-{self.arch}.socket", f"build/{self.name}-{self.arch}.record"
        clock = [f"shift=0,rr=record,rrfile={record}" if word.startswith("shift=") else word for word in self.exact]
        child = subprocess.Popen(self.qemu + clock + ["-S", "-gdb", "chardev:gdb", "-chardev",
                                                      f"socket,id=gdb,path={socket},server=on,wait=off"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(socket) and child.poll() is None:
            time.sleep(0.1)
        commands = [f"set architecture {self.variable('GDB_ARCH')[0]}", f"target remote {socket}"]
        for elf in kernel, f"{self.build}/{self.name}.elf":
            commands += [f"hbreak *{entry(elf):#x}", "continue", "monitor info replay"]
        done = subprocess.run(["gdb-multiarch", "-nx", "-batch"] + [f"-ex={c}" for c in commands + ["kill"]],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT)
        child.wait()
        os.remove(record)
        counts = re.findall(r"instruction count = (\d+)", done.stdout)
        if len(counts) != 2:
            sys.exit(f"bench: {self.arch} did not boot under the debugger:\n{done.stdout}")
        return int(counts[1]) - int(counts[0])


def entry(elf):
    head = open(elf, "rb").read(32)
    return struct.unpack_from("<Q" if head[4] == 2 else "<I", head, 24)[0]


def run(command, log):
    """What it prints until the last line: Arm's EL1 kernel cannot switch its machine off."""
    with open(log, "w") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        text, end = "", time.monotonic() + LIMIT
        while child.poll() is None and "KEEL-TEST-END" not in text and time.monotonic() < end:
            time.sleep(0.1)
            text = open(log, errors="replace").read()
        child.kill()
        child.wait()
    return open(log, errors="replace").read().replace("\r", "")


def table(path):
    """First word of each line → the others; nothing if there is no such file."""
    if not os.path.exists(path):
        return {}
    lines = [line.split() for line in open(path) if line.strip() and not line.startswith("#")]
    return {words[0]: words[1:] for words in lines}
