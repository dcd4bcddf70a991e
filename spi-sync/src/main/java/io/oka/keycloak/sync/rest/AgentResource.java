package io.oka.keycloak.sync.rest;

import org.keycloak.models.KeycloakSession;

/** Enrolment and heartbeat, for agents. */
public final class AgentResource {

    private final KeycloakSession session;

    AgentResource(KeycloakSession session) {
        this.session = session;
    }
}
