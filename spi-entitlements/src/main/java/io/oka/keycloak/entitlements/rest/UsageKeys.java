package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.rest.TenantContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a request about usage names, all looked up together. A key speaks for itself; anyone else may name the
 * tenant's keys, and those that have ended as well.
 */
final class UsageKeys {

    /** Longer ones are the id of nothing. */
    private static final int LONGEST_ID = 36;

    private final TenantContext context;
    private final Map<String, ApiKeySnapshot> known;

    private UsageKeys(TenantContext context, Map<String, ApiKeySnapshot> known) {
        this.context = context;
        this.known = known;
    }

    /** For a request that names these, as they came. */
    static UsageKeys named(TenantContext context, Collection<String> ids) {
        Set<String> others = new LinkedHashSet<>(ids);
        // That one is known by its token.
        others.remove(context.apiKeyId());
        others.removeIf(id -> id.isEmpty() || id.length() > LONGEST_ID);
        return new UsageKeys(
                context,
                others.isEmpty()
                        ? Map.of()
                        : context.session().getProvider(ApiKeyUse.class).known(context.realm(), others));
    }

    static UsageKeys named(TenantContext context, @Nullable String id) {
        return named(context, Stream.ofNullable(id).toList());
    }

    /**
     * The key that uses something: whom the caller names, but a key speaks for itself.
     *
     * @return null for none
     * @throws io.oka.keycloak.common.problem.ProblemException 403 if a key names another, 404 for what is none of the
     *     tenant's keys
     */
    @Nullable
    String user(@Nullable String named) {
        String own = context.apiKeyId();
        if (own != null && named != null && !named.equals(own)) {
            throw Problem.forbidden("foreign_subject", "A key records what is used with itself")
                    .asException();
        }
        return own == null ? filter(named) : own;
    }

    /**
     * The key that is asked about, which may be any of the tenant's.
     *
     * @return null for none
     * @throws io.oka.keycloak.common.problem.ProblemException 404 for what is none of the tenant's keys
     */
    @Nullable
    String filter(@Nullable String named) {
        if (named == null || named.equals(context.apiKeyId())) {
            return named;
        }
        ApiKeySnapshot key = known.get(named);
        if (key == null || !Objects.equals(key.tenantId(), context.tenantId())) {
            throw Problem.notFound().asException();
        }
        return named;
    }
}
