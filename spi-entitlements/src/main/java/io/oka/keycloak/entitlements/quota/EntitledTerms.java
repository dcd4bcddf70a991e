package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What plan, overrides and the tenant itself say, from this node's caches. */
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
                keyLimit(apiKeyId),
                service == null ? null : entitlements.serviceLimit(service, now),
                entitlements.tenantLimit(tenant == null ? null : tenant.quotaLimit(), now));
    }

    private static QuotaLimits.@Nullable KeyLimit keyLimit(@Nullable String apiKeyId) {
        return apiKeyId == null ? null : new QuotaLimits.KeyLimit(apiKeyId, null, QuotaWindow.MONTH);
    }
}
