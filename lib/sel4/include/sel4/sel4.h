/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The whole interface of the kernel, for programs.
 *
 * Numbers come from the tables in abi/, generated here into enumerators and functions under their
 * public names. The tables' own macros have short names (PAGE_BITS, ERRORS) that a program may
 * want for itself, so the last include takes them away again. A program of ours that reads the
 * tables too defines KEEL_KEEP_ABI before the first include.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>
#include <sel4/types.h>
#include <sel4/errors.h>
#include <sel4/objecttype.h>
#include <sel4/constants.h>
#include <sel4/shared_types.h>
#include <sel4/functions.h>
#include <sel4/syscall.h>
#include <sel4/syscalls.h>
#include <sel4/invocation.h>
#include <sel4/faults.h>
#include <sel4/bootinfo_types.h>
#include <sel4/bootinfo.h>
#include <interfaces/sel4_client.h>
#include <sel4/virtual_client.h>
#include <sel4/arch/mapping.h>
#include <sel4/benchmark_track_types.h>
#include <sel4/benchmark_tracepoints_types.h>
#include <sel4/deprecated.h>
#ifndef KEEL_KEEP_ABI
#include <sel4/abi_hide.h>
#endif
