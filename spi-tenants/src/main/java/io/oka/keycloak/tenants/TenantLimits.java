package io.oka.keycloak.tenants;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * What a tenant has bought, as far as this floor must know: answered by the entitlements, which stand above it. Without
 * them no tenant has a tier and none is limited.
 */
public interface TenantLimits extends Provider {

    /** The plan in force, overrides included; null if there is none. */
    @Nullable
    String effectiveTier(String tenantId);

    /** How many members the tenant may have; null for any number. Read in the transaction that adds one. */
    @Nullable
    Integer memberLimit(TenantModel tenant);

    /**
     * How many API keys the tenant may have, a key and all that it was rotated into counting once; null for any number.
     * Read in the transaction that makes one.
     */
    default @Nullable Integer keyLimit(TenantModel tenant) {
        return null;
    }

    @Override
    default void close() {}

    /** The answer of whoever is there to give one. */
    static TenantLimits of(KeycloakSession session) {
        TenantLimits limits = session.getProvider(TenantLimits.class);
        return limits == null ? Unlimited.INSTANCE : limits;
    }

    /** What holds while nobody sells anything. */
    final class Unlimited implements TenantLimits {

        static final Unlimited INSTANCE = new Unlimited();

        private Unlimited() {}

        @Override
        public @Nullable String effectiveTier(String tenantId) {
            return null;
        }

        @Override
        public @Nullable Integer memberLimit(TenantModel tenant) {
            return null;
        }
    }
}
