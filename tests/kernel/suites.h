/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The suites that the harness runs, in this order. The benchmarks have a file of the same name.
 */

#define SUITES(X)                                                                               \
    X(boot) X(generic) X(untyped) X(cnode) X(cnode_error) X(lookup) X(derivation) X(delete)     \
    X(delete_matrix) X(tcb) X(tcb_space) X(tcb_error) X(registers) X(endpoint) X(rights)        \
    X(transfer) X(transfer_matrix) X(notification) X(reply) X(donation) X(chain)                \
    X(invalid_cap) X(fault) X(fault_kinds) X(fault_matrix) X(sched_context) X(sched_control)    \
    X(scheduler) X(budget) X(budget_model) X(timeout) X(domain) X(irq) X(vspace) X(asid)        \
    X(fpu) X(preempt) X(debug) X(every_request) X(precedence) X(precedence_thread) X(library)   \
    X(edges) X(chaos) X(security_forge) X(security_clean) X(security_race) X(security_exhaust)  \
    X(security_latency) X(security_covert) ARCH_SUITES(X)
