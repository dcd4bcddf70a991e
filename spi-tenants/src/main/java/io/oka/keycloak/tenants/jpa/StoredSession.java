package io.oka.keycloak.tenants.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.login.TenantChoice;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SessionExpirationUtils;
import org.keycloak.representations.account.DeviceRepresentation;

/** One row of a client session, read: what its texts say, in Keycloak's own form. */
record StoredSession(SessionRows.Row row, JsonNode login, JsonNode client) {

    /** Keycloak's texts are read as Keycloak wrote them. */
    private static final ObjectMapper KEYCLOAKS = new ObjectMapper();

    private static final String DEVICE_NOTE = "KC_DEVICE_NOTE";

    static StoredSession of(SessionRows.Row row) {
        try {
            return new StoredSession(row, KEYCLOAKS.readTree(row.loginData()), KEYCLOAKS.readTree(row.clientData()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("User session " + row.key().loginId() + " is not readable", e);
        }
    }

    /** All that are stored of each session, as one; in the order of the keys. */
    static List<TenantSession> join(
            RealmModel realm, String tenantId, List<SessionRows.Key> keys, List<SessionRows.Row> rows) {
        Map<SessionRows.Key, List<StoredSession>> stored = rows.stream()
                .map(StoredSession::of)
                .collect(Collectors.groupingBy(session -> session.row().key()));
        return keys.stream()
                .flatMap(key -> join(realm, tenantId, key, stored.getOrDefault(key, List.of())))
                .toList();
    }

    private static Stream<TenantSession> join(
            RealmModel realm, String tenantId, SessionRows.Key key, List<StoredSession> parts) {
        ClientModel client = realm.getClientById(key.clientId());
        if (client == null || parts.isEmpty()) {
            return Stream.empty();
        }
        StoredSession latest = parts.stream()
                .max(Comparator.comparingInt(part -> part.row().timestamp()))
                .orElseThrow();
        return Stream.of(new TenantSession(
                SessionRows.id(key, tenantId),
                latest.row().userId(),
                key.loginId(),
                key.clientId(),
                client.getClientId(),
                latest.device(),
                text(latest.login().path("ipAddress")),
                Instant.ofEpochSecond(min(parts.stream().mapToLong(StoredSession::startedAt))),
                Instant.ofEpochSecond(
                        max(parts.stream().mapToLong(part -> part.row().timestamp()))),
                Instant.ofEpochSecond(max(parts.stream().mapToLong(part -> part.expiresAt(realm, client))))));
    }

    long turn() {
        return TenantChoice.turn(
                KEYCLOAKS.convertValue(client.path("notes"), new TypeReference<Map<String, String>>() {}));
    }

    /** The latest turn of each login in a slot. */
    static Map<String, Long> turns(Collection<SessionRows.Row> rows) {
        return rows.stream()
                .map(StoredSession::of)
                .collect(Collectors.toMap(stored -> stored.row().key().loginId(), StoredSession::turn, Math::max));
    }

    private long startedAt() {
        return client.path("notes")
                .path(AuthenticatedClientSessionModel.STARTED_AT_NOTE)
                .asLong(row.createdOn());
    }

    private long expiresAt(RealmModel realm, ClientModel of) {
        long started = 1000L * startedAt();
        long created = 1000L * row.createdOn();
        long used = 1000L * row.timestamp();
        boolean remembered = row.rememberMe();
        boolean offline = row.offline();
        return LongStream.of(
                                SessionExpirationUtils.calculateUserSessionIdleTimestamp(
                                        offline, remembered, 1000L * row.lastRefresh(), realm),
                                SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(
                                        offline, remembered, created, realm),
                                SessionExpirationUtils.calculateClientSessionIdleTimestamp(
                                        offline, remembered, used, realm, of),
                                SessionExpirationUtils.calculateClientSessionMaxLifespanTimestamp(
                                        offline, remembered, started, created, realm, of))
                        // What has no end has none above zero.
                        .filter(millis -> millis > 0)
                        .min()
                        .orElseThrow()
                / 1000;
    }

    private @Nullable String device() {
        String note = text(login.path("notes").path(DEVICE_NOTE));
        if (note == null) {
            return null;
        }
        try {
            DeviceRepresentation device =
                    KEYCLOAKS.readValue(Base64.getMimeDecoder().decode(note), DeviceRepresentation.class);
            String system = Stream.of(device.getOs(), device.getOsVersion())
                    .filter(StoredSession::isKnown)
                    .collect(Collectors.joining(" "));
            String known = Stream.of(device.getBrowser(), system, device.getDevice())
                    .filter(StoredSession::isKnown)
                    .collect(Collectors.joining(", "));
            return known.isEmpty() ? null : known;
        } catch (IOException e) {
            throw new IllegalStateException("The device of a user session is not readable", e);
        }
    }

    /** Keycloak's parser says Other or Unknown for what it does not know. */
    private static boolean isKnown(@Nullable String part) {
        return part != null
                && !part.isBlank()
                && !part.startsWith(DeviceRepresentation.UNKNOWN)
                && !part.startsWith("Other");
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static long min(LongStream values) {
        return values.min().orElseThrow();
    }

    private static long max(LongStream values) {
        return values.max().orElseThrow();
    }
}
