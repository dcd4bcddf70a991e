package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Uuid7;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Removes what belonged to somebody who is gone: what nobody may use any more in the transaction in which they go, the rest
 * of it, which may be a million rows, in batches afterwards.
 */
record SyncCleanup(EntityManager em) {

    /** All that hold rows of a realm, agents first: they are let in by their row. Each has an index led by the realm. */
    private static final List<String> TABLES = List.of(
            "OKA_SYNC_AGENT",
            "OKA_SYNC_ENROLMENT",
            "OKA_SYNC_REQUEST",
            "OKA_SYNC_ITEM",
            "OKA_SYNC_JOB",
            "OKA_SYNC_ENTITY",
            "OKA_SYNC_MAPPING",
            "OKA_SYNC_MAPPING_CHANGE",
            "OKA_SYNC_IMPORT",
            "OKA_SYNC_DRIFT_RECORD",
            "OKA_SYNC_DRIFT",
            "OKA_SYNC_SNAPSHOT_PAGE",
            "OKA_SYNC_RECONCILIATION",
            "OKA_SYNC_BREAKER",
            "OKA_SYNC_ALERT",
            "OKA_SYNC_OPTIONS",
            "OKA_SYNC_PURGED");

    static final int AT_ONCE = 5_000;

    private static final int TENANTS_AT_ONCE = 200;

    /** Steps from realm to realm through the index, however many rows each has. */
    private static final String REALMS = "with recursive r (ID) as ((select min(REALM_ID) from %1$s) union all"
            + " select (select min(t.REALM_ID) from %1$s t where t.REALM_ID > r.ID) from r where r.ID is not null)"
            + " select r.ID from r where r.ID is not null";

    private static final String GONE = " and not exists (select 1 from REALM k where k.ID = r.ID)";

    private static final String REMOVE = "delete from %1$s where ctid = any (array("
            + "select t.ctid from %1$s t where t.REALM_ID = :realmId limit :atMost))";

    /** Codes by which the other system means the tenant. */
    private static final String NOTE = "insert into OKA_SYNC_PURGED (REALM_ID, TENANT_ID, AGENT_SYSTEM, EXTERNAL_CODE)"
            + " select :realmId, :tenantId, c.AGENT_SYSTEM, c.EXTERNAL_CODE from ("
            + "select AGENT_SYSTEM, EXTERNAL_CODE from OKA_SYNC_MAPPING where REALM_ID = :realmId and TYPE = 'tenant'"
            + " and INTERNAL_CODE = :tenantId union select AGENT_SYSTEM, EXTERNAL_CODE from OKA_SYNC_ENTITY"
            + " where REALM_ID = :realmId and TENANT_ID = :tenantId) c on conflict do nothing";

    private static final String UNMAP = "delete from OKA_SYNC_MAPPING where REALM_ID = :realmId and TYPE = 'tenant'"
            + " and INTERNAL_CODE = :tenantId returning ID, AGENT_SYSTEM, EXTERNAL_CODE";

    private static final String RECORD = "insert into OKA_SYNC_MAPPING_CHANGE (ID, REALM_ID, MAPPING_ID, AGENT_SYSTEM,"
            + " TYPE, EXTERNAL_CODE, PREVIOUS_INTERNAL_CODE, ACTION, ACTOR_TYPE, AT) values (:id, :realmId, :mappingId,"
            + " :system, 'tenant', :code, :tenantId, 'deleted', 'system', :now)";

    private static final List<String> OF_TENANT = List.of(
            "delete from OKA_SYNC_DRIFT_RECORD r using OKA_SYNC_DRIFT d where d.REALM_ID = :realmId"
                    + " and d.TENANT_ID = :tenantId and r.DRIFT_ID = d.ID",
            "delete from OKA_SYNC_DRIFT where REALM_ID = :realmId and TENANT_ID = :tenantId",
            // As SyncEntity tells that it was emptied.
            "update OKA_SYNC_ENTITY set TENANT_ID = null, TENANT_DELETED_AT = null, DATA = '{}'"
                    + " where REALM_ID = :realmId and TENANT_ID = :tenantId");

    /** An item that is still to be applied is of whoever the code means next. */
    private static final String EMPTY = "update OKA_SYNC_ITEM set DATA = '{}', DETAIL = null, TENANT_ID = null,"
            + " ORIGINAL_DATA = case when ORIGINAL_DATA is null then null else '{}' end, UPDATED_AT = :now,"
            + " DISCARDED_REASON = case when STATE = 'dead' then 'The tenant was purged' else DISCARDED_REASON end,"
            + " STATE = case when STATE = 'dead' then 'discarded' else STATE end"
            + " where ID in (select i.ID from OKA_SYNC_ITEM i join OKA_SYNC_PURGED p on i.REALM_ID = p.REALM_ID"
            + " and i.AGENT_SYSTEM = p.AGENT_SYSTEM and i.EXTERNAL_CODE = p.EXTERNAL_CODE"
            + " where p.TENANT_ID = :tenantId and p.REALM_ID = :realmId and (i.TENANT_ID = p.TENANT_ID"
            + " or (i.TENANT_ID is null and not exists (select 1 from OKA_SYNC_MAPPING m where m.REALM_ID = i.REALM_ID"
            + " and m.AGENT_SYSTEM = i.AGENT_SYSTEM and m.TYPE = 'tenant' and m.EXTERNAL_CODE = i.EXTERNAL_CODE)))"
            + " and i.STATE in ('applied', 'skipped', 'dead', 'discarded', 'cancelled')"
            + " and (i.DATA <> '{}' or i.TENANT_ID is not null or i.STATE = 'dead') limit :atMost"
            + " for update of i skip locked)";

    private static final String PURGED = "select distinct REALM_ID, TENANT_ID from OKA_SYNC_PURGED";

    private static final String STRAYS = "select distinct m.REALM_ID, m.INTERNAL_CODE from OKA_SYNC_MAPPING m"
            + " where m.TYPE = 'tenant' and not exists (select 1 from OKA_TENANT t where t.ID = m.INTERNAL_CODE)";

    static SyncCleanup of(KeycloakSession session) {
        return new SyncCleanup(session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    /** Nothing is published, since nobody is left to read it. What this leaves is swept. */
    void realmRemoved(String realmId) {
        TABLES.forEach(table -> remove(table, realmId));
    }

    /**
     * What another system said of the tenant stays known as of an entity that is gone, by its version alone; that it was
     * mapped stays in the history.
     */
    void tenantPurged(String realmId, String tenantId, Instant now) {
        ofTenant(NOTE, realmId, tenantId).executeUpdate();
        for (Object found : ofTenant(UNMAP, realmId, tenantId).getResultList()) {
            Object[] mapping = (Object[]) found;
            em.createNativeQuery(RECORD)
                    .setParameter("id", Uuid7.next())
                    .setParameter("realmId", realmId)
                    .setParameter("mappingId", mapping[0])
                    .setParameter("system", mapping[1])
                    .setParameter("code", mapping[2])
                    .setParameter("tenantId", tenantId)
                    .setParameter("now", now)
                    .executeUpdate();
        }
        OF_TENANT.forEach(sql -> ofTenant(sql, realmId, tenantId).executeUpdate());
    }

    /** Some rows of realms that went; less than {@link #AT_ONCE} if there are no more. */
    int sweepRealms() {
        int removed = 0;
        for (String table : TABLES) {
            for (String realmId : realms(table, GONE)) {
                removed = Math.max(removed, remove(table, realmId));
            }
        }
        return removed;
    }

    /** Likewise of items of tenants that are purged; those that went without a word first. */
    int sweepTenants(Instant now) {
        tenants(STRAYS).forEach(stray -> tenantPurged((String) stray[0], (String) stray[1], now));
        int emptied = 0;
        for (Object[] purged : tenants(PURGED)) {
            int some = ofTenant(EMPTY, (String) purged[0], (String) purged[1])
                    .setParameter("atMost", AT_ONCE)
                    .setParameter("now", now)
                    .executeUpdate();
            if (some == 0) {
                ofTenant(
                                "delete from OKA_SYNC_PURGED where REALM_ID = :realmId and TENANT_ID = :tenantId",
                                (String) purged[0],
                                (String) purged[1])
                        .executeUpdate();
            }
            emptied = Math.max(emptied, some);
        }
        return emptied;
    }

    /** All realms of which the table holds rows. */
    List<String> realms(String table) {
        return realms(table, "");
    }

    @SuppressWarnings("unchecked")
    private List<String> realms(String table, String condition) {
        return em.createNativeQuery(REALMS.formatted(table) + condition, String.class)
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> tenants(String sql) {
        return em.createNativeQuery(sql, Object[].class)
                .setMaxResults(TENANTS_AT_ONCE)
                .getResultList();
    }

    private int remove(String table, String realmId) {
        return em.createNativeQuery(REMOVE.formatted(table))
                .setParameter("realmId", realmId)
                .setParameter("atMost", AT_ONCE)
                .executeUpdate();
    }

    private Query ofTenant(String sql, String realmId, String tenantId) {
        return em.createNativeQuery(sql).setParameter("realmId", realmId).setParameter("tenantId", tenantId);
    }
}
