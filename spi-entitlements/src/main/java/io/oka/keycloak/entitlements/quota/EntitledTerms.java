package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.QuotaPeriod;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What plan, overrides, the tenant itself and its keys say, from this node's caches. */
final class EntitledTerms implements QuotaTerms {

    private final KeycloakSession session;

    EntitledTerms(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public QuotaLimits limits(RealmModel realm, String tenantId, @Nullable String service, @Nullable String apiKeyId) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        EntitlementSnapshot entitlements =
                EntitlementProvider.of(session).snapshots().of(realm, tenantId);
        TenantSnapshot tenant = session.getProvider(TenantProvider.class).snapshot(realm, tenantId);
        return new QuotaLimits(
                apiKeyId == null ? null : keyLimit(realm, tenantId, apiKeyId),
                service == null ? null : entitlements.serviceLimit(service, now),
                entitlements.tenantLimit(tenant == null ? null : tenant.quotaLimit(), now));
    }

    /** Whatever its state: what was used with a key that has ended since is counted with its family all the same. */
    private QuotaLimits.@Nullable KeyLimit keyLimit(RealmModel realm, String tenantId, String apiKeyId) {
        ApiKeySnapshot key = session.getProvider(ApiKeyUse.class).known(realm, apiKeyId);
        return key == null || !key.tenantId().equals(tenantId)
                ? null
                : new QuotaLimits.KeyLimit(key.familyId(), key.quotaLimit(), window(key.quotaPeriod()));
    }

    private static QuotaWindow window(@Nullable QuotaPeriod period) {
        if (period == null) {
            return QuotaWindow.MONTH;
        }
        return switch (period) {
            case HOUR -> QuotaWindow.HOUR;
            case DAY -> QuotaWindow.DAY;
            case MONTH -> QuotaWindow.MONTH;
        };
    }
}
