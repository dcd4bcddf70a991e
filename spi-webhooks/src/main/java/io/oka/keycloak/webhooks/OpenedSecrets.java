package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.signing.SigningSecret;
import java.util.List;
import java.util.Map;

/**
 * What is secret of an endpoint, for the sender alone.
 *
 * @param signing the secrets that sign now, newest first
 * @param headers sent along with each message
 */
public record OpenedSecrets(List<SigningSecret> signing, Map<String, String> headers) {

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "OpenedSecrets";
    }
}
