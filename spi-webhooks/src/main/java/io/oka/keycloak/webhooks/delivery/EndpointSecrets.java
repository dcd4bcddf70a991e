package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.webhooks.WebhookSecret;
import java.util.List;
import java.util.Map;

/** Opens what is secret of endpoints, for the moment of sending. */
public interface EndpointSecrets {

    /**
     * @throws IllegalStateException if it does not open, or the key is not there
     */
    Opened open(SealedSecrets sealed);

    /**
     * @param secrets newest first
     * @param headers sent along with each message
     */
    record Opened(List<WebhookSecret> secrets, Map<String, String> headers) {

        /** Without anything of it. */
        @Override
        public String toString() {
            return "Opened";
        }
    }
}
