package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.common.caller.ScopePatterns;
import io.oka.keycloak.tenants.TenantRole;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a decision is about, and what is known of them. */
public sealed interface Subject {

    /**
     * A person.
     *
     * @param sessionValid null if no session is to be looked at
     * @param role in the tenant; null for anyone but a member
     */
    record User(
            String id,
            @Nullable Boolean sessionValid,
            @Nullable TenantRole role) implements Subject {}

    /**
     * An API key.
     *
     * @param ofTenant whether it is a key of the tenant, and holds
     * @param scopes what it may do
     */
    record Key(String id, boolean ofTenant, Set<String> scopes) implements Subject {

        /** Whether a scope is the action, or a pattern such as {@code documents:*} that covers it. */
        boolean mayDo(String action) {
            return ScopePatterns.cover(scopes, action);
        }
    }

    /** The tenant itself, and nobody in it. */
    record Tenant() implements Subject {}
}
