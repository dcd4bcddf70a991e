package io.oka.keycloak.webhooks;

import java.time.Instant;

/** Opens what is secret of endpoints, on any thread and outside of any session. */
@FunctionalInterface
public interface EndpointSecrets {

    /**
     * @param now a secret whose overlap has ended by then signs no more
     * @throws IllegalStateException if it does not open, or the operator's key is not there
     */
    OpenedSecrets open(SealedSecrets sealed, Instant now);
}
