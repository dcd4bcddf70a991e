package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;

/** Brings the tables of tenants and members into Keycloak's persistence unit. */
public final class TenantsJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public TenantsJpaEntityProviderFactory() {
        super(
                "okatenants",
                "META-INF/oka/tenants-changelog.xml",
                List.of(TenantEntity.class, TenantMemberEntity.class, InvitationEntity.class));
    }
}
