package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.outgoing.OutgoingTargets;
import org.keycloak.models.RealmModel;

/** Where an endpoint may be. */
public final class WebhookTargets {

    private WebhookTargets() {}

    /** For the endpoints of the realm's tenants, or for the realm's own. */
    public static OutgoingTargets in(RealmModel realm, boolean ofRealm) {
        return OutgoingTargets.of(
                (ofRealm ? WebhookSettings.OPERATOR_TARGETS : WebhookSettings.TENANT_TARGETS).in(realm),
                WebhookSettings.PLAIN_WEBHOOKS.in(realm));
    }
}
