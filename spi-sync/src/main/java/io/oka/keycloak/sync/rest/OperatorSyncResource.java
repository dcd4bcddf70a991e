package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;
import jakarta.ws.rs.Path;

/** {@code /admin/realms/{realm}/sync}: agents, what they sent, and where the two sides differ, for operators. */
public final class OperatorSyncResource {

    private final Operator operator;

    OperatorSyncResource(Operator operator) {
        this.operator = operator;
    }

    @Path("agents")
    public AgentsResource agents() {
        return new AgentsResource(operator);
    }

    @Path("jobs")
    public JobsResource jobs() {
        return new JobsResource(operator);
    }

    @Path("mappings")
    public MappingsResource mappings() {
        return new MappingsResource(operator);
    }

    @Path("dead-letters")
    public SyncDeadLettersResource deadLetters() {
        return new SyncDeadLettersResource(operator);
    }

    @Path("reconciliations")
    public ReconciliationsResource reconciliations() {
        return new ReconciliationsResource(operator);
    }

    @Path("breakers")
    public BreakersResource breakers() {
        return new BreakersResource(operator);
    }

    @Path("retention")
    public RetentionResource retention() {
        return new RetentionResource(operator);
    }

    @Path("settings")
    public SyncSettingsResource settings() {
        return new SyncSettingsResource(operator);
    }
}
