package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.sync.SyncOptions;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncProviderFactory;
import io.oka.keycloak.sync.SyncSettings;
import io.oka.keycloak.sync.operations.AlertUrl;
import io.oka.keycloak.sync.operations.SettingsRules;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What operators decide about sync in their realm. In PostgreSQL. */
record JpaSyncOptions(KeycloakSession session, EntityManager em) implements SyncOptions {

    private static final String SELECT =
            "select OPTIONS, KEY_VERSION, ALERT_URL, VERSION from OKA_SYNC_OPTIONS where REALM_ID = :realmId";

    private static final String INSERT = "insert into OKA_SYNC_OPTIONS (REALM_ID, OPTIONS, VERSION, UPDATED_AT)"
            + " values (:realmId, :options, 0, :now) on conflict (REALM_ID) do nothing";

    private static final String UPDATE = "update OKA_SYNC_OPTIONS set OPTIONS = :options, VERSION = :version,"
            + " UPDATED_AT = :now where REALM_ID = :realmId";

    private static final String UPDATE_URL =
            "update OKA_SYNC_OPTIONS set KEY_VERSION = :key, ALERT_URL = :url where REALM_ID = :realmId";

    private static final String CLEAR_URL =
            "update OKA_SYNC_OPTIONS set KEY_VERSION = null, ALERT_URL = null where REALM_ID = :realmId";

    @Override
    public SyncSettings in(RealmModel realm) {
        List<?> rows = em.createNativeQuery("select OPTIONS from OKA_SYNC_OPTIONS where REALM_ID = :realmId")
                .setParameter("realmId", realm.getId())
                .getResultList();
        return SettingsRules.ofStored(rows.isEmpty() ? null : (String) rows.get(0));
    }

    @Override
    public Stored get(RealmModel realm) {
        return read(realm, SELECT);
    }

    @Override
    public Stored lock(RealmModel realm) {
        em.createNativeQuery(INSERT)
                .setParameter("realmId", realm.getId())
                .setParameter("options", "{}")
                .setParameter("now", now())
                .executeUpdate();
        return read(realm, SELECT + " for update");
    }

    @Override
    public Stored change(RealmModel realm, Stored held, ObjectNode patch) {
        ObjectNode own = SettingsRules.merge(held.own(), patch);
        SyncSettings settings = SettingsRules.checked(own);
        return write(realm, new Stored(settings, own, held.alertOrigin(), held.version() + 1), patch, false);
    }

    @Override
    public Stored change(RealmModel realm, Stored held, ObjectNode patch, @Nullable String alertUrl) {
        ObjectNode own = SettingsRules.merge(held.own(), patch);
        SyncSettings settings = SettingsRules.checked(own);
        if (alertUrl == null) {
            em.createNativeQuery(CLEAR_URL)
                    .setParameter("realmId", realm.getId())
                    .executeUpdate();
        } else {
            Sealer sealer = sealer();
            em.createNativeQuery(UPDATE_URL)
                    .setParameter("key", sealer.current())
                    .setParameter("url", AlertUrl.seal(sealer, realm.getId(), alertUrl))
                    .setParameter("realmId", realm.getId())
                    .executeUpdate();
        }
        String origin = alertUrl == null ? null : AlertUrl.origin(alertUrl);
        return write(realm, new Stored(settings, own, origin, held.version() + 1), patch, true);
    }

    private Stored write(RealmModel realm, Stored now, ObjectNode patch, boolean address) {
        em.createNativeQuery(UPDATE)
                .setParameter("options", Json.writeText(now.own()))
                .setParameter("version", now.version())
                .setParameter("now", now())
                .setParameter("realmId", realm.getId())
                .executeUpdate();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("changed", patch);
        if (address) {
            // Of the address no more than where it leads: the rest of it is the secret.
            data.put("alertOrigin", now.alertOrigin() == null ? "" : now.alertOrigin());
        }
        Changes.publish(
                session,
                realm,
                new Change(
                        "sync.settings_updated",
                        null,
                        data,
                        new Change.AdminAction(OperationType.UPDATE, "OKA_SYNC_SETTINGS", "sync/settings")));
        return now;
    }

    private Stored read(RealmModel realm, String sql) {
        Query query = em.createNativeQuery(sql).setParameter("realmId", realm.getId());
        List<?> rows = query.getResultList();
        if (rows.isEmpty()) {
            return new Stored(SyncSettings.USUAL, Json.MAPPER.createObjectNode(), null, 0);
        }
        Object[] row = (Object[]) rows.get(0);
        String options = (String) row[0];
        byte[] url = (byte[]) row[2];
        String origin = url == null || row[1] == null
                ? null
                : AlertUrl.origin(AlertUrl.open(sealer(), realm.getId(), ((Number) row[1]).intValue(), url));
        return new Stored(
                SettingsRules.ofStored(options), SettingsRules.tree(options), origin, ((Number) row[3]).longValue());
    }

    private Sealer sealer() {
        return ((SyncProviderFactory) session.getKeycloakSessionFactory().getProviderFactory(SyncProvider.class))
                .sealer();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
