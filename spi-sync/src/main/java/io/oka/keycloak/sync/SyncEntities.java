package io.oka.keycloak.sync;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * What each system said last of each thing that it knows. Whoever applies an item holds its row first, then the tenant's:
 * nobody who holds a tenant waits for one of these.
 */
public interface SyncEntities {

    /** Makes it if need be, and holds it until the transaction ends. */
    SyncEntity hold(RealmModel realm, String system, String entity, String externalCode);

    /** As it is committed, without holding it; null if nothing is known of it. */
    @Nullable
    SyncEntity find(RealmModel realm, String system, String entity, String externalCode);

    /** Writes down what was applied; the entity is held. */
    void write(SyncEntity entity, String jobId);

    /** Leaves nothing behind of one that was held and came to nothing, if it was new. */
    void leave(SyncEntity entity);
}
