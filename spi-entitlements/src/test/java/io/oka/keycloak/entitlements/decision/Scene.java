package io.oka.keycloak.entitlements.decision;

import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.TENANT;
import static io.oka.keycloak.entitlements.Given.subscription;

import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.Given;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that is allowed, until a test breaks something of it. */
final class Scene {

    static final long USED = 1_000;

    /** Who asks, and about whom. */
    enum Who {
        MEMBER,
        KEY,
        /** Without a session, unless that is what is wrong. */
        SERVICE_FOR_USER,
        SERVICE_FOR_KEY,
        /** A service that names nobody. */
        SERVICE_FOR_TENANT;

        boolean isPerson() {
            return this == MEMBER || this == SERVICE_FOR_USER;
        }
    }

    private final Who who;
    boolean session = true;
    boolean member = true;
    boolean suspended;
    boolean inScope = true;
    boolean subscribed = true;
    boolean killed;
    boolean exhausted;

    @Nullable
    String service;

    @Nullable
    String feature;

    @Nullable
    TenantRole requiredRole;

    private final List<EntitlementOverride> overrides = new ArrayList<>();

    Scene(Who who) {
        this.who = who;
    }

    Scene with(EntitlementOverride override) {
        overrides.add(override);
        return this;
    }

    /** As the decider does it: the quota is asked when all before it has passed. */
    Decision decide() {
        EntitlementSnapshot entitlements = entitlements();
        boolean known = member || who != Who.SERVICE_FOR_TENANT;
        Facts facts = new Facts(
                subject(),
                known ? new TenantSnapshot(TENANT, "acme", null, suspended, null) : null,
                known ? entitlements : null,
                null,
                false,
                NOW);
        DecisionRequest request = new DecisionRequest("documents:read", TENANT, service, feature, requiredRole, 1);
        Decision before = Evaluator.evaluate(facts, request);
        return before.allowed() || before.reason() == Reason.INSUFFICIENT_ROLE
                ? Evaluator.evaluate(facts.with(quota(entitlements), false), request)
                : before;
    }

    private QuotaAnswer quota(EntitlementSnapshot entitlements) {
        Long limit = entitlements.tenantLimit(exhausted ? USED : USED + 1, NOW);
        long left = limit == null ? 1 : limit - USED;
        return new QuotaAnswer(left > 0, QuotaAnswer.Level.TENANT, limit, USED, 0, Math.max(0, left), NOW);
    }

    private Subject subject() {
        return switch (who) {
            case MEMBER -> new Subject.User("carol", session, member ? TenantRole.MEMBER : null);
            case SERVICE_FOR_USER ->
                new Subject.User("carol", session ? null : false, member ? TenantRole.MEMBER : null);
            case KEY, SERVICE_FOR_KEY -> new Subject.Key("key", member, Set.of(inScope ? "documents:*" : "search:*"));
            case SERVICE_FOR_TENANT -> new Subject.Tenant();
        };
    }

    private EntitlementSnapshot entitlements() {
        Subscription row = subscription(FREE, null);
        Flag flag = new Flag(
                "export",
                null,
                !killed,
                Set.of(),
                0,
                null,
                FlagStickiness.TENANT,
                null,
                List.of(),
                FlagValueType.BOOLEAN,
                1);
        return Given.snapshot(
                subscribed ? row : row.cancelled(),
                Map.of("export", flag),
                Set.of(),
                overrides.toArray(EntitlementOverride[]::new));
    }
}
