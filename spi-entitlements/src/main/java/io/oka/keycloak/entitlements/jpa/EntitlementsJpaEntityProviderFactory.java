package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;

/** Brings the tables of plans, subscriptions, usage, flags and overrides into Keycloak's persistence unit. */
public final class EntitlementsJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public EntitlementsJpaEntityProviderFactory() {
        super(
                "okaentitle",
                "META-INF/oka/entitlements-changelog.xml",
                List.of(
                        PlanEntity.class,
                        SubscriptionEntity.class,
                        OverrideEntity.class,
                        FlagEntity.class,
                        FlagTenantEntity.class));
    }
}
