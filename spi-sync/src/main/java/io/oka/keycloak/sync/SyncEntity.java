package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another system said last of one thing that it knows, as far as it was applied here.
 *
 * @param entity {@code tenant} or {@code subscription}
 * @param version {@link #NONE} for one of which nothing was applied yet
 * @param tombstone whether the other system has deleted, or cancelled, it
 * @param tenantId the tenant that it was applied to; null for none, or if its code means another one since
 * @param data what was applied last; null where that is not known: it was set right here, and not by an agent
 * @param deletedAt when the other system's word deleted the tenant; null if something else did, or nothing
 */
public record SyncEntity(
        String realmId,
        String system,
        String entity,
        String externalCode,
        long version,
        boolean tombstone,
        @Nullable String tenantId,
        @Nullable JsonNode data,
        @Nullable Instant deletedAt) {

    public static final long NONE = -1;

    /** Whether nothing was applied yet. */
    public boolean isNew() {
        return version == NONE;
    }

    /** Whether its tenant was purged, and with it what was said: only the version is left. */
    public boolean isPurged() {
        return !isNew() && tenantId == null && data != null && data.isEmpty();
    }

    public SyncEntity with(
            long version,
            boolean tombstone,
            @Nullable String tenantId,
            @Nullable JsonNode data,
            @Nullable Instant deletedAt) {
        return new SyncEntity(realmId, system, entity, externalCode, version, tombstone, tenantId, data, deletedAt);
    }
}
