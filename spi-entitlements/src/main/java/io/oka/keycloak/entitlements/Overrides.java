package io.oka.keycloak.entitlements;

import io.oka.keycloak.tenants.TenantModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What single tenants have beyond their plans. */
public interface Overrides {

    /**
     * Newest first.
     *
     * @param tenantId null for all tenants of the realm
     */
    List<EntitlementOverride> search(RealmModel realm, @Nullable String tenantId, int first, int max);

    long count(RealmModel realm, @Nullable String tenantId);

    /** Those of a tenant that are active now, newest first. */
    List<EntitlementOverride> active(RealmModel realm, String tenantId);

    /** Those of these tenants that are active now, by tenant. */
    Map<String, List<EntitlementOverride>> active(RealmModel realm, List<String> tenantIds);

    @Nullable
    EntitlementOverride get(RealmModel realm, String id);

    /** Like {@link #get}, and holds it until the transaction ends. */
    @Nullable
    EntitlementOverride lock(RealmModel realm, String id);

    /**
     * The caller holds the tenant.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code override_limit_reached}
     */
    EntitlementOverride create(
            TenantModel tenant,
            OverrideType type,
            String value,
            @Nullable String service,
            @Nullable String reason,
            String grantedBy,
            @Nullable Instant expiresAt);

    /**
     * Ends it now; the caller holds it.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code override_expired}
     */
    EntitlementOverride expire(RealmModel realm, EntitlementOverride held);

    /**
     * Lets it end later; the caller holds it.
     *
     * @param expiresAt null for never
     * @throws io.oka.keycloak.common.problem.ConflictException {@code override_expired}, {@code not_an_extension}
     */
    EntitlementOverride extend(RealmModel realm, EntitlementOverride held, @Nullable Instant expiresAt);

    /** Removes it, and ends it thereby if it is active; the caller holds it. */
    void delete(RealmModel realm, EntitlementOverride held);

    /**
     * Removes all of a tenant.
     *
     * @return how many
     */
    int deleteAll(RealmModel realm, String tenantId);
}
