/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The names of an invocation's arguments, as one string. Before it, KEEL_KEEP_ABI and fake.h. */
#pragma once

#include "fake.h"

#include <string.h>

#define AS_WORD(type, name) " W:" #name
#define AS_CAP(type, name) " C:" #name
#define AS_RIGHTS(name) " M:" #name
#define ARGUMENTS(label, names) \
    expect(strcmp(#label ARGS_##label(AS_WORD, AS_CAP, AS_RIGHTS), names) == 0)
