package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import org.jspecify.annotations.Nullable;

/**
 * An item that this node has leased, with all that it takes to apply it.
 *
 * @param token of its lane, without which nothing can be written of it: whoever leases it next has another
 * @param attempts that were made before
 * @param agentId null for what no agent sent
 * @param createdBy the operator who began it, if one did
 */
record ClaimedItem(
        String id,
        String token,
        String jobId,
        String realmId,
        String system,
        @Nullable String agentId,
        @Nullable String createdBy,
        JobType type,
        String externalCode,
        long version,
        String data,
        int attempts,
        String correlationId) {

    SystemId systemId() {
        return new SystemId(realmId, system);
    }

    Actor actor() {
        return actor(agentId, createdBy);
    }

    /** On whose behalf the items of a job are applied. */
    static Actor actor(@Nullable String agentId, @Nullable String createdBy) {
        if (agentId != null) {
            return new Actor(Actor.Type.AGENT, agentId, null, null);
        }
        return createdBy == null ? Actor.SYSTEM : new Actor(Actor.Type.OPERATOR, createdBy, null, null);
    }
}
