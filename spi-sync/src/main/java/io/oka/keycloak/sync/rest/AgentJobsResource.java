package io.oka.keycloak.sync.rest;

import org.keycloak.models.KeycloakSession;

/** Jobs, as agents send them and look after them, for agents. */
public final class AgentJobsResource {

    private final KeycloakSession session;

    AgentJobsResource(KeycloakSession session) {
        this.session = session;
    }
}
