package io.oka.keycloak.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is secret of an endpoint, as its row has it.
 *
 * @param keyVersion of the operator's key, for all of it
 * @param previous the secret before this one; null if there is none
 * @param previousUntil until when that signs as well
 * @param headers null for none
 */
public record SealedSecrets(
        String realmId,
        String endpointId,
        int keyVersion,
        byte[] secret,
        byte @Nullable [] previous,
        @Nullable Instant previousUntil,
        byte @Nullable [] headers) {

    @Override
    public String toString() {
        return "SealedSecrets[" + endpointId + "]";
    }
}
