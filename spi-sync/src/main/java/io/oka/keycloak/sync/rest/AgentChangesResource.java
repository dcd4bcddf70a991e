package io.oka.keycloak.sync.rest;

import org.keycloak.models.KeycloakSession;

/** What changed here, for agents. */
public final class AgentChangesResource {

    private final KeycloakSession session;

    AgentChangesResource(KeycloakSession session) {
        this.session = session;
    }
}
