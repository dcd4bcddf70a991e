package io.oka.keycloak.sync.rest;

import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/sync}: what agents call. Enrolment aside, their requests are signed. */
public final class SyncResource {

    private final KeycloakSession session;

    SyncResource(KeycloakSession session) {
        this.session = session;
    }

    @Path("agents")
    public AgentResource agent() {
        return new AgentResource(session);
    }

    @Path("jobs")
    public AgentJobsResource jobs() {
        return new AgentJobsResource(session);
    }

    @Path("changes")
    public AgentChangesResource changes() {
        return new AgentChangesResource(session);
    }
}
