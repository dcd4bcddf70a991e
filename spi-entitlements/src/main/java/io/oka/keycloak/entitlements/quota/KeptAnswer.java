package io.oka.keycloak.entitlements.quota;

import org.jspecify.annotations.Nullable;

/**
 * What was answered under an idempotency key.
 *
 * @param requestHash of what was asked for
 */
record KeptAnswer(String requestHash, QuotaAnswer quota, Outcome.@Nullable Held reservation) {

    Outcome repeated(String repetitionHash) {
        return requestHash.equals(repetitionHash)
                ? new Outcome.Done(true, quota, reservation)
                : new Outcome.KeyReused();
    }
}
