/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The interface of lib/sel4 against a recording kernel. numbers.c has run when this compiles. */
#include "fake.h"
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>

seL4_IPCBuffer *__sel4_ipc_buffer;

void __assert_fail(const char *str, const char *file, int line, const char *function)
{
    printf("not ok assertion in the library: %s:%d: %s: %s\n", file, line, function, str);
    exit(1);
}

int main(void)
{
    printf("ok abi numbers\n");
    test_layouts();
    test_syscalls();
    test_arguments();
    test_stubs();
    test_register_stubs();
    return failures() != 0;
}
