package io.oka.keycloak.sync.agent;

import io.oka.keycloak.sync.Agent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A request of an agent whose signature was verified, and which was not seen before.
 *
 * @param body its bytes, as they were signed
 * @param signedByCurrentSecret whether the agent's newest secret has signed it, and not the one before
 */
public record AgentCall(
        KeycloakSession session, RealmModel realm, Agent agent, byte[] body, boolean signedByCurrentSecret) {

    /** Tells the agent from all other callers. */
    public String callerKey() {
        return "agent:" + agent.id();
    }
}
