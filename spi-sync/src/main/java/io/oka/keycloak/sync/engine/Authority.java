package io.oka.keycloak.sync.engine;

import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.SyncProvider;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What whoever sent an item may do as of now. */
final class Authority {

    private Authority() {}

    /**
     * @param agentId null for what no agent sent
     * @return null if the agent is there no more, or revoked
     */
    static @Nullable Capabilities of(KeycloakSession session, RealmModel realm, @Nullable String agentId) {
        if (agentId == null) {
            return Capabilities.UNBOUNDED;
        }
        EnrolledAgent agent = SyncProvider.of(session).agents().get(realm, agentId);
        return agent == null || agent.revokedAt() != null ? null : agent.agent().capabilities();
    }
}
