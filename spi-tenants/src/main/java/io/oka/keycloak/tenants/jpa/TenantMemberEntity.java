package io.oka.keycloak.tenants.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A membership's row. */
@Entity
@Table(name = "OKA_TENANT_MEMBER")
@IdClass(TenantMemberEntity.Key.class)
@NamedQuery(
        name = "okaTenantRole",
        query = "select m.role from TenantMemberEntity m, TenantEntity t where m.tenantId = :tenantId"
                + " and m.userId = :userId and t.id = m.tenantId and t.deletedAt is null")
@NamedQuery(name = "okaTenantMembers", query = TenantMemberEntity.DETAILS + " order by m.createdAt, m.userId")
@NamedQuery(name = "okaTenantMember", query = TenantMemberEntity.DETAILS + " and m.userId = :userId")
@NamedQuery(
        name = "okaTenantStandings",
        query = "select m.userId, m.role, u.enabled from TenantMemberEntity m"
                + " left join UserEntity u on u.id = m.userId and u.realmId = m.realmId"
                + " where m.tenantId = :tenantId and m.userId > :after and m.role in :roles order by m.userId")
@NamedQuery(
        name = "okaCountTenantMembers",
        query = "select count(m) from TenantMemberEntity m where m.tenantId = :tenantId")
@NamedQuery(
        name = "okaCountTenantOwners",
        query = "select count(m) from TenantMemberEntity m where m.tenantId = :tenantId and m.role = 'owner'")
@NamedQuery(
        name = "okaMembershipsOfUser",
        query = "select m, t from TenantMemberEntity m, TenantEntity t where m.realmId = :realmId"
                + " and m.userId = :userId and t.id = m.tenantId and t.deletedAt is null order by t.name, t.id")
@NamedQuery(
        name = "okaMembershipOfUser",
        query = "select m, t from TenantMemberEntity m, TenantEntity t where m.realmId = :realmId"
                + " and m.userId = :userId and t.id = m.tenantId and t.deletedAt is null"
                + " and (t.id = :idOrName or t.liveName = :idOrName)")
@NamedQuery(
        name = "okaCountMembershipsOfUser",
        query = "select count(m) from TenantMemberEntity m, TenantEntity t where m.realmId = :realmId"
                + " and m.userId = :userId and t.id = m.tenantId and t.deletedAt is null")
@NamedQuery(
        name = "okaCountTenantsOwnedByUser",
        query = "select count(m) from TenantMemberEntity m, TenantEntity t where m.realmId = :realmId"
                + " and m.userId = :userId and m.role = 'owner' and t.id = m.tenantId and t.deletedAt is null")
@NamedQuery(
        name = "okaEveryMembershipOfUser",
        query = "select m from TenantMemberEntity m where m.realmId = :realmId and m.userId = :userId")
@NamedQuery(name = "okaDeleteMembersOfTenant", query = "delete from TenantMemberEntity m where m.tenantId = :tenantId")
@NamedQuery(name = "okaDeleteMembersOfRealm", query = "delete from TenantMemberEntity m where m.realmId = :realmId")
class TenantMemberEntity {

    /** One query for a page of members with what is shown of them, instead of one for each. */
    static final String DETAILS = "select m.userId, m.role, m.createdAt, u.username, u.email, u.firstName, u.lastName"
            + " from TenantMemberEntity m left join UserEntity u on u.id = m.userId and u.realmId = m.realmId"
            + " where m.tenantId = :tenantId";

    @Id
    @Column(name = "TENANT_ID", length = 36)
    String tenantId = "";

    @Id
    @Column(name = "USER_ID", length = 255)
    String userId = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "ROLE", length = 16, nullable = false)
    String role = "";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    /** What tells memberships apart. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        String tenantId = "";
        String userId = "";

        Key() {}

        Key(String tenantId, String userId) {
            this.tenantId = tenantId;
            this.userId = userId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && tenantId.equals(that.tenantId) && userId.equals(that.userId);
        }

        @Override
        public int hashCode() {
            return 31 * tenantId.hashCode() + userId.hashCode();
        }
    }
}
