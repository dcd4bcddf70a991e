package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link RealmWebhooksResource} at {@code /realms/{realm}/webhooks}. */
public final class RealmWebhooksResourceProviderFactory extends RealmRootFactory {

    public RealmWebhooksResourceProviderFactory() {
        super(WebhooksResourceProviderFactory.ID);
    }

    @Override
    protected Object resource(KeycloakSession session) {
        if (caller(session) instanceof Caller.ApiKey) {
            throw Problem.forbidden("api_key_not_allowed", "This is not for API keys")
                    .asException();
        }
        return new RealmWebhooksResource();
    }
}
