package io.oka.keycloak.entitlements.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tenant that has a flag by name. */
@Entity
@Table(name = "OKA_FLAG_TENANT")
@IdClass(FlagTenantEntity.Key.class)
@NamedQuery(
        name = "okaFlagsOfTenant",
        query = "select f.flagKey from FlagTenantEntity t join FlagEntity f on f.id = t.flagId"
                + " where t.tenantId = :tenantId and t.realmId = :realmId")
@NamedQuery(
        name = "okaTenantsOfFlags",
        query = "select f.flagKey, t.tenantId from FlagTenantEntity t join FlagEntity f on f.id = t.flagId"
                + " where f.realmId = :realmId and f.flagKey in :keys order by t.tenantId")
@NamedQuery(name = "okaTenantsOfFlag", query = "select t.tenantId from FlagTenantEntity t where t.flagId = :flagId")
@NamedQuery(
        name = "okaCountTenantsOfFlag",
        query = "select count(t.tenantId) from FlagTenantEntity t where t.flagId = :flagId")
@NamedQuery(name = "okaDeleteTenantsOfFlag", query = "delete from FlagTenantEntity t where t.flagId = :flagId")
@NamedQuery(name = "okaDeleteFlagsOfTenant", query = "delete from FlagTenantEntity t where t.tenantId = :tenantId")
@NamedQuery(name = "okaDeleteFlagTenantsOfRealm", query = "delete from FlagTenantEntity t where t.realmId = :realmId")
class FlagTenantEntity {

    @Id
    @Column(name = "FLAG_ID", length = 36)
    String flagId = "";

    @Id
    @Column(name = "TENANT_ID", length = 36)
    String tenantId = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    /** Flag and tenant. */
    static final class Key implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        String flagId = "";
        String tenantId = "";

        Key() {}

        Key(String flagId, String tenantId) {
            this.flagId = flagId;
            this.tenantId = tenantId;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && flagId.equals(that.flagId) && tenantId.equals(that.tenantId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(flagId, tenantId);
        }
    }
}
