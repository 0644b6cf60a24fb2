/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The compiler on a system description: the input is the file. See compiler.h for what must hold.
 */

#include "compiler.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    compiler_run("s.system", (struct bytes){(uint8_t *)data, size});
    return 0;
}
