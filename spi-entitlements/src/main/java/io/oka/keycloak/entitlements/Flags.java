package io.oka.keycloak.entitlements;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** The feature flags of a realm. */
public interface Flags {

    /** By key. */
    List<Flag> search(RealmModel realm, int first, int max);

    long count(RealmModel realm);

    @Nullable
    Flag get(RealmModel realm, String key);

    /** Like {@link #get}, and holds it until the transaction ends. */
    @Nullable
    Flag lock(RealmModel realm, String key);

    /** The tenants that have a flag by name, by the flag's key. */
    Map<String, List<String>> enabledTenants(RealmModel realm, List<String> keys);

    /**
     * @return the flag with its version
     * @throws io.oka.keycloak.common.problem.ConflictException {@code key_taken}, {@code flag_limit_reached}
     */
    Flag create(RealmModel realm, Flag flag, List<String> enabledTenants);

    /**
     * Replaces what the flag of this key says; the caller holds it.
     *
     * @param enabledTenants null leaves them as they are
     */
    Flag update(RealmModel realm, Flag flag, @Nullable List<String> enabledTenants);

    /** The caller holds it. */
    void delete(RealmModel realm, Flag flag);

    /**
     * Gives a tenant the flag by name; the caller holds it. Nothing happens if the tenant has it already.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code too_many_tenants}
     */
    Flag enable(RealmModel realm, Flag flag, String tenantId);

    /** Takes that back; the tenant may still have it by tier or rollout. The caller holds it. */
    Flag disable(RealmModel realm, Flag flag, String tenantId);
}
