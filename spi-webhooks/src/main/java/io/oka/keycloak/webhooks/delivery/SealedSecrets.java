package io.oka.keycloak.webhooks.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What is secret of an endpoint, as its row has it.
 *
 * @param keyVersion of the operator's key under which all of it is sealed
 * @param previous the secret before this one, while it signs as well
 */
public record SealedSecrets(
        String realmId,
        String endpointId,
        int keyVersion,
        byte[] secret,
        byte @Nullable [] previous,
        byte @Nullable [] headers) {

    /** Without anything of it. */
    @Override
    public String toString() {
        return "SealedSecrets[endpointId=" + endpointId + "]";
    }
}
