package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.SubscriptionState;
import io.oka.keycloak.entitlements.flag.FlagEvaluator;
import io.oka.keycloak.tenants.TenantRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides: session, membership, tenant not suspended, key scope, subscription, service, feature, quota, role. The first
 * that fails is the reason; what comes after it is not looked at. Pure: no session, no clock, no database.
 */
public final class Evaluator {

    private final Facts facts;
    private final DecisionRequest request;
    private Checks checks = Checks.NONE;

    private Evaluator(Facts facts, DecisionRequest request) {
        this.facts = facts;
        this.request = request;
    }

    public static Decision evaluate(Facts facts, DecisionRequest request) {
        return new Evaluator(facts, request).decide();
    }

    private Decision decide() {
        if (!hasSession()) {
            return unknown(Reason.SESSION_INVALID);
        }
        EntitlementSnapshot entitlements = facts.entitlements();
        if (facts.tenant() == null || entitlements == null || !belongs()) {
            return unknown(Reason.NOT_A_MEMBER);
        }
        SubscriptionState subscription = entitlements.subscription(facts.now());
        Reason reason = facts.tenant().suspended()
                ? Reason.TENANT_SUSPENDED
                : !isInScope() ? Reason.INSUFFICIENT_SCOPE : entitled(entitlements, subscription);
        return new Decision(
                reason,
                role(),
                subscription.effectiveTier(),
                checks.quota() == null ? null : facts.quota(),
                entitlements.activeOverrides(facts.now()),
                checks,
                facts.degraded(),
                facts.now());
    }

    private Reason entitled(EntitlementSnapshot entitlements, SubscriptionState subscription) {
        checks = checks.withSubscription(subscription.active());
        if (!subscription.active()) {
            return Reason.SUBSCRIPTION_INACTIVE;
        }
        if (request.service() != null) {
            boolean on = entitlements.hasService(request.service(), facts.now());
            checks = checks.withService(on);
            if (!on) {
                return Reason.SERVICE_NOT_ENABLED;
            }
        }
        if (request.requiredFeature() != null) {
            boolean had = FlagEvaluator.of(entitlements, request.tenantId(), null, facts.now())
                    .hasFeature(request.requiredFeature());
            checks = checks.withFeature(had);
            if (!had) {
                return Reason.FEATURE_NOT_ENABLED;
            }
        }
        if (facts.quota() != null) {
            checks = checks.withQuota(facts.quota().allowed());
            if (!facts.quota().allowed()) {
                return Reason.QUOTA_EXCEEDED;
            }
        }
        if (request.requiredRole() != null) {
            TenantRole role = role();
            boolean met = role != null && role.isAtLeast(request.requiredRole());
            checks = checks.withRole(met);
            if (!met) {
                return Reason.INSUFFICIENT_ROLE;
            }
        }
        return Reason.ALLOWED;
    }

    private boolean hasSession() {
        if (facts.subject() instanceof Subject.User user) {
            checks = checks.withSession(user.sessionValid());
            return !Boolean.FALSE.equals(user.sessionValid());
        }
        return true;
    }

    private boolean belongs() {
        if (facts.subject() instanceof Subject.User user) {
            return user.role() != null;
        }
        return !(facts.subject() instanceof Subject.Key key) || key.ofTenant();
    }

    private boolean isInScope() {
        return !(facts.subject() instanceof Subject.Key key) || key.mayDo(request.action());
    }

    private @Nullable TenantRole role() {
        return facts.subject() instanceof Subject.User user ? user.role() : null;
    }

    /** To whoever does not belong there an unknown tenant and a foreign one look alike. */
    private Decision unknown(Reason reason) {
        return new Decision(reason, null, null, null, List.of(), checks, facts.degraded(), facts.now());
    }
}
