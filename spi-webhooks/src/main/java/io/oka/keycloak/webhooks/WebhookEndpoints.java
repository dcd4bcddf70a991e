package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.signing.SigningSecret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** The endpoints of a tenant or of a realm. */
public interface WebhookEndpoints {

    /** Oldest first. */
    List<WebhookEndpoint> list(WebhookScope scope, int first, int max);

    long count(WebhookScope scope);

    @Nullable
    WebhookEndpoint get(WebhookScope scope, String id);

    /** Like {@link #get}, and holds it until the transaction ends. */
    @Nullable
    WebhookEndpoint lock(WebhookScope scope, String id);

    /**
     * @param secret with which its messages are signed
     * @throws io.oka.keycloak.common.problem.ConflictException {@code endpoint_limit_reached}, {@code tenant_deleted}
     */
    WebhookEndpoint create(WebhookScope scope, WebhookTerms terms, SigningSecret secret);

    /** Replaces the terms of an endpoint that the caller holds. */
    WebhookEndpoint update(WebhookScope scope, WebhookEndpoint held, WebhookTerms terms);

    /** Removes an endpoint that the caller holds; what waits for it is never delivered. */
    void delete(WebhookScope scope, WebhookEndpoint held);

    /**
     * Takes another secret for an endpoint that the caller holds. Messages are signed with the one before as well until
     * the overlap ends; one that is older ends now.
     */
    WebhookEndpoint rotateSecret(WebhookScope scope, WebhookEndpoint held, SigningSecret secret, Duration overlap);

    /** The server ends deliveries to an endpoint that the caller holds, until somebody activates it. */
    WebhookEndpoint disable(WebhookScope scope, WebhookEndpoint held, DisabledReason reason);

    /** An operator stops deliveries for a while to an endpoint that the caller holds: what comes is held for it. */
    WebhookEndpoint pause(WebhookScope scope, WebhookEndpoint held);

    /** Ends a pause: what was held is delivered. */
    WebhookEndpoint resume(WebhookScope scope, WebhookEndpoint held);

    /** Whose endpoint it is; null if the realm and its tenants have none of this id. */
    @Nullable
    WebhookScope scopeOf(RealmModel realm, String id);
}
