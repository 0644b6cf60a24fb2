/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Where the thread's IPC buffer is. Start-up code sets it; without, no call below works. */
#include <sel4/functions.h>

LIBSEL4_THREAD_LOCAL seL4_IPCBuffer *__sel4_ipc_buffer;

#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
#ifdef CONFIG_LIB_SEL4_PRINT_INVOCATION_ERRORS
LIBSEL4_THREAD_LOCAL char __sel4_print_error = 1;
#else
LIBSEL4_THREAD_LOCAL char __sel4_print_error;
#endif
#endif
