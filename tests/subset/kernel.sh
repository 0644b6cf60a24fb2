#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 the Keel authors
#
# The kernel as it is verified (release) keeps to the C subset.

if formal/check/subset; then echo "ok kernel"; else echo "not ok kernel: see the lines above; formal/check/README.md explains the rules"; fi
