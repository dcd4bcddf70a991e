package io.oka.keycloak.entitlements;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * What is sold and what each tenant has of it. Every change is published in the transaction that makes it; what the state
 * does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}. Callers are authorized before they
 * come here.
 */
public interface EntitlementProvider extends Provider {

    Plans plans();

    Subscriptions subscriptions();

    Flags flags();

    Overrides overrides();

    EntitlementSnapshots snapshots();

    @Override
    default void close() {}

    static EntitlementProvider of(KeycloakSession session) {
        return session.getProvider(EntitlementProvider.class);
    }
}
