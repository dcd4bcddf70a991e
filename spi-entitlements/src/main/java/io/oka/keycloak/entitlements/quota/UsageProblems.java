package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.problem.Problem;

/** Refusals that several of those who count give. */
public final class UsageProblems {

    private UsageProblems() {}

    /** The idempotency key came with something else before. */
    public static Problem keyReused() {
        return Problem.of(
                422,
                "idempotency_key_reused",
                "The idempotency key was used before",
                "It came with another payload; use a new key for a new use");
    }
}
