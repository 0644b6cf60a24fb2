#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
"""pack.py LOADER KERNEL TASK IMAGE: a bootable image of a bare root task, without a system description.

The image is the loader, then the header, region table and data that loader/include/loader/image.h describes: on RISC-V as an
ELF file of one segment, on Arm as these bytes alone, which the emulator puts at the loader's address. The root task lies behind the kernel, with room between them for the device tree that the firmware hands over.
"""
import struct, sys

PAGE, GAP, MAGIC = 4096, 0x20000, 0x5e14dead14de5ead
EM_RISCV, EM_AARCH64, PT_LOAD = 243, 183, 1


def up(value):
    return -(-value // PAGE) * PAGE


class Elf:
    def __init__(self, path):
        data = open(path, "rb").read()
        if data[:6] != b"\x7fELF\x02\x01":
            sys.exit(f"pack.py: {path} is not a little-endian 64-bit ELF file")
        self.machine, = struct.unpack_from("<H", data, 18)
        self.entry, phoff = struct.unpack_from("<QQ", data, 24)
        size, count = struct.unpack_from("<HH", data, 54)
        self.segments = []      # (virtual, physical, bytes with zeros to the end)
        for i in range(count):
            kind, _, offset, virtual, physical, filesz, memsz = struct.unpack_from("<IIQQQQQ", data, phoff + i * size)
            if kind == PT_LOAD and memsz:
                body = data[offset:offset + filesz]
                self.segments.append((virtual, physical, body + bytes(memsz - filesz)))
        if not self.segments:
            sys.exit(f"pack.py: {path} has nothing to load")
        self.start = min(v for v, _, _ in self.segments)
        self.end = up(max(v + len(b) for v, _, b in self.segments))


def main(loader_path, kernel_path, task_path, image_path):
    loader, kernel, task = Elf(loader_path), Elf(kernel_path), Elf(task_path)
    kernel_end = up(max(p + len(b) for _, p, b in kernel.segments))
    task_start = kernel_end + GAP
    offset = task_start - task.start
    regions = [(p, b) for _, p, b in kernel.segments] + [(v + offset, b) for v, _, b in task.segments]

    table, data = b"", b""
    for load, body in regions:
        table += struct.pack("<QQQQ", load, len(body), len(data), 1)
        data += body
    size = 64 + len(table) + len(data)
    header = struct.pack("<QQQQQQQQ", MAGIC, size, kernel.entry, task_start, task.end + offset,
                         offset & 0xffffffffffffffff, task.entry, len(regions))

    (base, _, code), = loader.segments
    body = code + header + table + data
    if loader.machine == EM_AARCH64:
        with open(image_path, "wb") as image:
            image.write(body)
        return
    elf = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 2, EM_RISCV, 1, loader.entry, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    elf += struct.pack("<IIQQQQQQ", PT_LOAD, 7, PAGE, base, base, len(body), len(body), PAGE)
    with open(image_path, "wb") as image:
        image.write(elf.ljust(PAGE, b"\0") + body)


if len(sys.argv) != 5:
    sys.exit(__doc__)
main(*sys.argv[1:])
