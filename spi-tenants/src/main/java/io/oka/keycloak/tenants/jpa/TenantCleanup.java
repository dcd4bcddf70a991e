package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Removes what has lost its ground: memberships of users who are gone, tenants deleted long ago, whole realms. */
final class TenantCleanup {

    /**
     * Memberships whose user cannot come back. A local user is its row; a federated one lives elsewhere, and is known to
     * be gone only with the component that led there. Ids that are neither are left alone.
     */
    private static final String ORPHANS = "select m from TenantMemberEntity m, RealmEntity r where r.id = m.realmId and"
            + " (m.userId not like 'f:%' and m.userId not like 'lightweight-%'"
            + " and not exists (select 1 from UserEntity u where u.id = m.userId and u.realmId = m.realmId)"
            + " or m.userId like 'f:%:%' and not exists (select 1 from ComponentEntity c where c.realm = r"
            + " and c.id = substring(m.userId, 3, locate(':', m.userId, 3) - 3)))"
            + " order by m.tenantId, m.userId";

    private static final int CHANGES_AT_ONCE = 10_000;

    private final KeycloakSession session;
    private final EntityManager em;
    private final MemberStore members;
    private final InvitationRows invitations;

    TenantCleanup(KeycloakSession session, EntityManager em, MemberStore members) {
        this.session = session;
        this.em = em;
        this.members = members;
        this.invitations = new InvitationRows(em);
    }

    /** The user is gone from Keycloak, and with it all that it belonged to. */
    void userRemoved(RealmModel realm, String userId) {
        invitations.forgetUser(realm.getId(), userId);
        for (TenantMemberEntity row : members.everyRowOf(realm, userId)) {
            TenantEntity tenant = em.find(TenantEntity.class, row.tenantId);
            if (tenant != null) {
                members.erase(new TenantAdapter(realm, tenant), List.of(row));
            }
        }
    }

    /** The realm is gone: nothing is published, since nobody is left to read it. */
    void realmRemoved(String realmId) {
        invitations.deleteOfRealm(realmId);
        em.createNamedQuery("okaDeleteMembersOfRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
        em.createNamedQuery("okaDeleteTenantsOfRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    /** Erases tenants that were deleted before this time; at most so many, to keep the transaction short. */
    int purgeDeletedBefore(Instant before, int atMost) {
        List<TenantEntity> rows = em.createNamedQuery("okaTenantsToPurge", TenantEntity.class)
                .setParameter("before", before)
                .setMaxResults(atMost)
                .getResultList();
        for (TenantEntity row : rows) {
            RealmModel realm = session.realms().getRealm(row.realmId);
            if (realm != null) {
                if (Changes.forgetTenant(session, realm, row.id, CHANGES_AT_ONCE) == CHANGES_AT_ONCE) {
                    // A long history goes in several runs, the tenant with the last of it.
                    continue;
                }
                session.getKeycloakSessionFactory()
                        .publish(new TenantModel.TenantPurgedEvent(session, new TenantAdapter(realm, row)));
            }
            invitations.deleteOfTenant(row.id);
            em.createNamedQuery("okaDeleteMembersOfTenant")
                    .setParameter("tenantId", row.id)
                    .executeUpdate();
            em.remove(row);
        }
        return rows.size();
    }

    /**
     * Ends memberships whose user is gone without a word, as imported users go when their federation is emptied; at most
     * so many.
     *
     * @return how many
     */
    int sweepOrphans(int atMost) {
        List<TenantMemberEntity> rows = em.createQuery(ORPHANS, TenantMemberEntity.class)
                .setMaxResults(atMost)
                .getResultList();
        Map<String, List<TenantMemberEntity>> byTenant = new LinkedHashMap<>();
        rows.forEach(row ->
                byTenant.computeIfAbsent(row.tenantId, id -> new ArrayList<>()).add(row));
        byTenant.forEach((tenantId, orphans) -> {
            TenantEntity tenant = em.find(TenantEntity.class, tenantId);
            RealmModel realm = session.realms().getRealm(tenant.realmId);
            if (realm != null) {
                orphans.forEach(orphan -> invitations.forgetUser(orphan.realmId, orphan.userId));
                members.erase(new TenantAdapter(realm, tenant), orphans);
            }
        });
        return rows.size();
    }

    /**
     * Removes the rows of realms that are gone without a word.
     *
     * @return how many realms
     */
    int sweepRealms(int atMost) {
        List<String> gone = em.createQuery(
                        "select distinct t.realmId from TenantEntity t where not exists"
                                + " (select 1 from RealmEntity r where r.id = t.realmId)",
                        String.class)
                .setMaxResults(atMost)
                .getResultList();
        gone.forEach(this::realmRemoved);
        return gone.size();
    }
}
