package io.oka.keycloak.sync;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * What another system says of tenants and what they have bought. Every change is published in the transaction that makes
 * it; what the state does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}. Callers are
 * authorized before they come here.
 */
public interface SyncProvider extends Provider {

    Agents agents();

    Jobs jobs();

    SyncDeadLetters deadLetters();

    Mappings mappings();

    MappingImports mappingImports();

    SyncEntities entities();

    Reconciliations reconciliations();

    OutboundChanges outboundChanges();

    Breakers breakers();

    SyncOptions options();

    SyncAlerts alerts();

    SyncRetention retention();

    @Override
    default void close() {}

    static SyncProvider of(KeycloakSession session) {
        return session.getProvider(SyncProvider.class);
    }
}
