package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Makes orders of what a session asks for, with all that their counting depends on as it is at this moment. */
final class Orders {

    private final KeycloakSession session;
    private final RealmModel realm;

    Orders(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Order take(QuotaRequest use, boolean enforced) {
        return take(use, enforced, null);
    }

    Order take(QuotaRequest use, boolean enforced, @Nullable Instant at) {
        Object more = at == null ? enforced : List.of(enforced, at);
        return new Order.Take(use, terms(use), enforced, at, hash("take", use, more));
    }

    Order reserve(QuotaRequest use, Duration ttl) {
        return new Order.Reserve(use, terms(use), ttl, hash("reserve", use, ttl.toMillis()));
    }

    Order.Terms terms(QuotaRequest use) {
        return new Order.Terms(limits(use), QuotaSettings.WARNING_PERCENT.in(realm), ChangeRows.origin(session, realm));
    }

    QuotaLimits limits(QuotaRequest use) {
        QuotaLimits limits = QuotaTerms.of(session).limits(realm, use.tenantId(), use.service(), use.apiKeyId());
        return use.apiKeyId() != null && limits.key() == null
                // None of this tenant's keys, or none any more: it counts for itself, and no limit of a key binds it.
                ? new QuotaLimits(
                        new QuotaLimits.KeyLimit(use.apiKeyId(), null, QuotaWindow.MONTH),
                        limits.service(),
                        limits.tenant())
                : limits;
    }

    /**
     * @param key the limit of the key that uses it, as the caller knows it already; null to ask for it
     */
    QuotaLimits limits(QuotaRequest use, QuotaLimits.@Nullable KeyLimit key) {
        if (key == null) {
            return limits(use);
        }
        QuotaLimits others = QuotaTerms.of(session).limits(realm, use.tenantId(), use.service(), null);
        return new QuotaLimits(key, others.service(), others.tenant());
    }

    private static String hash(String kind, QuotaRequest use, Object more) {
        byte[] text = Json.writeText(Arrays.asList(
                        kind, use.service(), use.action(), use.quantity(), use.apiKeyId(), use.userId(), more))
                .getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
