package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.login.TenantChoice;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * Reads Keycloak's tables of sessions, never writes them. Every query goes from a tenant's members by the index of a
 * user's sessions to their clients, and never walks a realm's sessions. Which tenant a client session is for stands in its
 * notes, in a text that is searched as it is: parsing it there would let a note that PostgreSQL cannot read spoil the list.
 */
record SessionRows(EntityManager em, RealmModel realm) {

    private static final String KEY = "u.USER_SESSION_ID || '/' || c.CLIENT_ID || '/' || m.TENANT_ID";

    /** The same as {@link #id}, without hyphens. */
    private static final String ID = "overlay(overlay(left(encode(sha256(convert_to(" + KEY
            + ", 'UTF8')), 'hex'), 32) placing '8' from 13) placing 'a' from 17)";

    private static final String FROM = " from OKA_TENANT_MEMBER m"
            + " join OFFLINE_USER_SESSION u on u.REALM_ID = m.REALM_ID and u.USER_ID = m.USER_ID"
            + " join OFFLINE_CLIENT_SESSION c on c.USER_SESSION_ID = u.USER_SESSION_ID"
            + " and c.OFFLINE_FLAG = u.OFFLINE_FLAG"
            + " where m.TENANT_ID = :tenantId and c.CLIENT_ID <> 'external' and strpos(c.DATA, :mark) > 0"
            + " and (u.OFFLINE_FLAG = '0' and not coalesce(u.REMEMBER_ME, false)"
            + " and u.LAST_SESSION_REFRESH > :idle and u.CREATED_ON > :lifespan"
            + " or u.OFFLINE_FLAG = '0' and u.REMEMBER_ME"
            + " and u.LAST_SESSION_REFRESH > :rememberedIdle and u.CREATED_ON > :rememberedLifespan"
            + " or u.OFFLINE_FLAG = '1'"
            + " and u.LAST_SESSION_REFRESH > :offlineIdle and u.CREATED_ON > :offlineLifespan)";

    private static final String ROW = "select u.USER_SESSION_ID, c.CLIENT_ID, u.USER_ID, u.OFFLINE_FLAG, u.CREATED_ON,"
            + " u.LAST_SESSION_REFRESH, coalesce(u.REMEMBER_ME, false), u.DATA, c.TIMESTAMP, c.DATA";

    /** A client session as a whole: in one login, online, offline or both. */
    record Key(String loginId, String clientId) {}

    /** One client session as it is stored, with its user session. */
    record Row(
            Key key,
            String userId,
            boolean offline,
            int createdOn,
            int lastRefresh,
            boolean rememberMe,
            String loginData,
            int timestamp,
            String clientData) {}

    /** What narrows a query, with its parameters. */
    private record Condition(String sql, Map<String, Object> parameters) {}

    static String id(Key key, String tenantId) {
        byte[] text = (key.loginId() + "/" + key.clientId() + "/" + tenantId).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            // A UUID of version 8: what its bits mean is up to us.
            StringBuilder hex = new StringBuilder(HexFormat.of().formatHex(hash, 0, 16));
            hex.setCharAt(12, '8');
            hex.setCharAt(16, 'a');
            return hex.insert(20, '-')
                    .insert(16, '-')
                    .insert(12, '-')
                    .insert(8, '-')
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Last used first. */
    List<Key> keys(String tenantId, TenantSession.Filter filter, int first, int max) {
        Condition condition = condition(filter);
        return keys(query(
                        "select u.USER_SESSION_ID, c.CLIENT_ID, max(c.TIMESTAMP)" + FROM + condition.sql()
                                + " group by u.USER_SESSION_ID, c.CLIENT_ID order by 3 desc, 1, 2",
                        tenantId,
                        condition)
                .setFirstResult(first)
                .setMaxResults(max));
    }

    long count(String tenantId, TenantSession.Filter filter) {
        Condition condition = condition(filter);
        Object count = query(
                        "select count(distinct (u.USER_SESSION_ID, c.CLIENT_ID))" + FROM + condition.sql(),
                        tenantId,
                        condition)
                .getSingleResult();
        return ((Number) count).longValue();
    }

    /** The client session of this id; null if the tenant has none. */
    @Nullable
    Key find(String tenantId, String id) {
        String hex;
        try {
            hex = UUID.fromString(id).toString().replace("-", "");
        } catch (IllegalArgumentException e) {
            // No id at all: then it names nothing.
            return null;
        }
        Condition condition = new Condition(" and " + ID + " = :id", Map.of("id", hex));
        return keys(query(
                        "select distinct u.USER_SESSION_ID, c.CLIENT_ID" + FROM + condition.sql(), tenantId, condition))
                .stream()
                .findFirst()
                .orElse(null);
    }

    List<Row> rows(String tenantId, Collection<Key> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<String> loginIds = keys.stream().map(Key::loginId).distinct().toList();
        Condition condition = new Condition(" and u.USER_SESSION_ID in (:loginIds)", Map.of("loginIds", loginIds));
        return rows(query(ROW + FROM + condition.sql(), tenantId, condition)).stream()
                .filter(row -> keys.contains(row.key()))
                .toList();
    }

    List<Row> rows(TenantSession.Slot slot) {
        Condition condition = new Condition(
                " and m.USER_ID = :userId and c.CLIENT_ID = :clientId",
                Map.of("userId", slot.userId(), "clientId", slot.clientId()));
        return rows(query(ROW + FROM + condition.sql(), slot.tenantId(), condition));
    }

    private Condition condition(TenantSession.Filter filter) {
        StringBuilder sql = new StringBuilder();
        Map<String, Object> parameters = new HashMap<>();
        if (filter.userId() != null) {
            sql.append(" and m.USER_ID = :userId");
            parameters.put("userId", filter.userId());
        }
        if (filter.service() != null) {
            var client = realm.getClientByClientId(filter.service());
            sql.append(" and c.CLIENT_ID = :clientId");
            parameters.put("clientId", client == null ? "" : client.getId());
        }
        return new Condition(sql.toString(), parameters);
    }

    private Query query(String sql, String tenantId, Condition condition) {
        Query query = em.createNativeQuery(sql)
                .setParameter("tenantId", tenantId)
                .setParameter("mark", TenantChoice.mark(tenantId))
                .setParameter("idle", idleSince(false, false))
                .setParameter("lifespan", bornBefore(false, false))
                .setParameter("rememberedIdle", idleSince(false, true))
                .setParameter("rememberedLifespan", bornBefore(false, true))
                .setParameter("offlineIdle", idleSince(true, false))
                .setParameter("offlineLifespan", bornBefore(true, false));
        condition.parameters().forEach(query::setParameter);
        return query;
    }

    private int idleSince(boolean offline, boolean rememberMe) {
        return before(SessionExpirationUtils.calculateUserSessionIdleTimestamp(offline, rememberMe, 0, realm));
    }

    private int bornBefore(boolean offline, boolean rememberMe) {
        return before(SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(offline, rememberMe, 0, realm));
    }

    /** So long ago, in seconds; nothing was before the beginning of time where there is no limit. */
    private static int before(long millis) {
        return millis <= 0 ? 0 : (int) Math.max(0, Time.currentTime() - millis / 1000);
    }

    private static List<Key> keys(Query query) {
        List<?> found = query.getResultList();
        return found.stream()
                .map(Object[].class::cast)
                .map(row -> new Key((String) row[0], (String) row[1]))
                .toList();
    }

    private static List<Row> rows(Query query) {
        List<?> found = query.getResultList();
        return found.stream()
                .map(Object[].class::cast)
                .map(row -> new Row(
                        new Key((String) row[0], (String) row[1]),
                        (String) row[2],
                        "1".equals(row[3]),
                        ((Number) row[4]).intValue(),
                        ((Number) row[5]).intValue(),
                        (Boolean) row[6],
                        (String) row[7],
                        ((Number) row[8]).intValue(),
                        (String) row[9]))
                .toList();
    }
}
