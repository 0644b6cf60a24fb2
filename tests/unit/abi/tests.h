/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The parts of the test program, in the order in which it runs them. */
#pragma once

void test_layouts(void);
void test_syscalls(void);
void test_arguments(void);
void test_stubs(void);
void test_register_stubs(void);

/* The architecture's: parts of the above. */
void test_arch_faults(void);
void test_arch_arguments(void);
void test_arch_stubs(void);
