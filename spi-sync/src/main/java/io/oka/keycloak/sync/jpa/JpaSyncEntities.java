package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.sync.SyncEntities;
import io.oka.keycloak.sync.SyncEntity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;

/**
 * Rows of OKA_SYNC_ENTITY, in the transaction that applies an item: if the process dies before that commits, neither the
 * item nor its version was applied.
 */
record JpaSyncEntities(EntityManager em) implements SyncEntities {

    private static final String OF =
            " where REALM_ID = :realmId and AGENT_SYSTEM = :system and ENTITY = :entity" + " and EXTERNAL_CODE = :code";
    private static final String MAKE = "insert into OKA_SYNC_ENTITY (REALM_ID, AGENT_SYSTEM, ENTITY, EXTERNAL_CODE,"
            + " APPLIED_VERSION, TOMBSTONE, DATA, UPDATED_AT) values (:realmId, :system, :entity, :code, -1, false,"
            + " 'null', :now) on conflict do nothing";
    private static final String READ = "select APPLIED_VERSION as \"version\", TOMBSTONE as \"tombstone\","
            + " TENANT_ID as \"tenantId\", DATA as \"data\", cast(extract(epoch from TENANT_DELETED_AT) * 1000 as bigint)"
            + " as \"deletedAt\" from OKA_SYNC_ENTITY"
            + OF;
    private static final String WRITE = "update OKA_SYNC_ENTITY set APPLIED_VERSION = :version, TOMBSTONE = :tombstone,"
            + " TENANT_ID = nullif(:tenantId, ''), DATA = :data, TENANT_DELETED_AT = cast(nullif(:deletedAt, '') as timestamptz),"
            + " JOB_ID = :jobId, UPDATED_AT = :now" + OF;
    private static final String LEAVE = "delete from OKA_SYNC_ENTITY" + OF + " and APPLIED_VERSION = -1";

    @Override
    public SyncEntity hold(RealmModel realm, String system, String entity, String externalCode) {
        LockTimeout.setShort(em);
        SyncEntity key =
                new SyncEntity(realm.getId(), system, entity, externalCode, SyncEntity.NONE, false, null, null, null);
        of(key, MAKE).setParameter("now", now()).executeUpdate();
        SyncEntity held = read(key, READ + " for update");
        if (held == null) {
            throw new IllegalStateException("What was just made is gone");
        }
        return held;
    }

    @Override
    public @Nullable SyncEntity find(RealmModel realm, String system, String entity, String externalCode) {
        return read(
                new SyncEntity(realm.getId(), system, entity, externalCode, SyncEntity.NONE, false, null, null, null),
                READ);
    }

    @Override
    public void write(SyncEntity entity, String jobId) {
        of(entity, WRITE)
                .setParameter("version", entity.version())
                .setParameter("tombstone", entity.tombstone())
                .setParameter("tenantId", Objects.requireNonNullElse(entity.tenantId(), ""))
                .setParameter("data", entity.data() == null ? "null" : Json.writeText(entity.data()))
                .setParameter(
                        "deletedAt",
                        entity.deletedAt() == null ? "" : entity.deletedAt().toString())
                .setParameter("jobId", jobId)
                .setParameter("now", now())
                .executeUpdate();
    }

    @Override
    public void leave(SyncEntity entity) {
        if (entity.isNew()) {
            of(entity, LEAVE).executeUpdate();
        }
    }

    private @Nullable SyncEntity read(SyncEntity key, String sql) {
        Query query = em.createNativeQuery(sql, Tuple.class)
                .setParameter("realmId", key.realmId())
                .setParameter("system", key.system())
                .setParameter("entity", key.entity())
                .setParameter("code", key.externalCode());
        List<?> rows = query.getResultList();
        return rows.isEmpty() ? null : entity(key, (Tuple) rows.get(0));
    }

    private static SyncEntity entity(SyncEntity key, Tuple row) {
        return key.with(
                row.get("version", Number.class).longValue(),
                row.get("tombstone", Boolean.class),
                row.get("tenantId", String.class),
                data(row.get("data", String.class)),
                instant(row.get("deletedAt", Number.class)));
    }

    private static @Nullable JsonNode data(String text) {
        try {
            JsonNode data = Json.MAPPER.readTree(text);
            return data.isNull() ? null : data;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was applied last is damaged", e);
        }
    }

    /** Milliseconds: what a driver makes of a time depends on where it runs. */
    private static @Nullable Instant instant(@Nullable Number millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis.longValue());
    }

    private Query of(SyncEntity entity, String sql) {
        return em.createNativeQuery(sql)
                .setParameter("realmId", entity.realmId())
                .setParameter("system", entity.system())
                .setParameter("entity", entity.entity())
                .setParameter("code", entity.externalCode());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
