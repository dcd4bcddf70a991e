package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.outage.DatabaseWatch;
import io.oka.keycloak.common.outage.Staleness;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.Quotas;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Gathers the facts, asks the quota last, decides, and says so in the log. Warm, a decision runs no SQL of ours. */
public final class Decider {

    private static final Logger LOG = Logger.getLogger(Decider.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final TenantProvider tenants;

    public Decider(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.tenants = session.getProvider(TenantProvider.class);
    }

    /** The person as a member of the tenant, from a cache. */
    public Subject.User user(String tenantId, String userId, @Nullable Boolean sessionValid) {
        TenantRole role = tenants.cachedRole(realm, tenantId, userId);
        return new Subject.User(userId, sessionValid, role);
    }

    /** The API key, if it is the tenant's and works: from a cache at most 30 seconds old. */
    public Subject.Key key(String tenantId, String keyId) {
        ApiKeySnapshot key = session.getProvider(ApiKeyUse.class).working(realm, keyId, tenantId);
        return new Subject.Key(keyId, key != null, key == null ? Set.of() : key.scopes());
    }

    /** The API key that calls: that it works the door has found, and what its token has of its scopes. */
    public Subject.Key key(String tenantId, Caller.ApiKey caller) {
        return new Subject.Key(caller.keyId(), caller.tenantId().equals(tenantId), caller.scopes());
    }

    /**
     * Decides and uses nothing.
     *
     * @param callerKey who asks, for the log
     */
    public Decision peek(Subject subject, DecisionRequest request, String callerKey) {
        return decide(subject, request, null, callerKey);
    }

    /**
     * Decides, and uses the quantity if it is allowed. If the process dies after that it stays used; the caller's
     * repetition under the same key is not counted again.
     *
     * @param callerKey who asks, for the log
     */
    public Decision consume(Subject subject, DecisionRequest request, String idempotencyKey, String callerKey) {
        return decide(subject, request, idempotencyKey, callerKey);
    }

    private Decision decide(
            Subject subject, DecisionRequest request, @Nullable String idempotencyKey, String callerKey) {
        long began = Time.currentTimeMillis();
        TenantSnapshot tenant = tenants.snapshot(realm, request.tenantId());
        Facts facts = new Facts(
                subject,
                tenant,
                tenant == null
                        ? null
                        : EntitlementProvider.of(session).snapshots().of(realm, tenant.id()),
                null,
                isDegraded(),
                Instant.ofEpochMilli(began));
        Decision decision = Evaluator.evaluate(facts, request);
        // The role comes after the quota: where it alone is missing the quota still has its say, and nothing is used.
        if (decision.allowed() || decision.reason() == Reason.INSUFFICIENT_ROLE) {
            Quotas quotas = Quotas.of(session);
            QuotaRequest wanted = quotaRequest(subject, request, idempotencyKey);
            boolean uses = decision.allowed() && idempotencyKey != null;
            QuotaAnswer quota = uses ? quotas.consume(realm, wanted) : quotas.peek(realm, wanted);
            decision = Evaluator.evaluate(facts.with(quota, isDegraded()), request);
        }
        log(decision, request, tenant, callerKey, Time.currentTimeMillis() - began);
        return decision;
    }

    /** Also where all of it is as fresh as ever: while the database is away nobody knows of a change. */
    private boolean isDegraded() {
        return Staleness.isUsed(session) || DatabaseWatch.of(session).isAway();
    }

    private static QuotaRequest quotaRequest(
            Subject subject, DecisionRequest request, @Nullable String idempotencyKey) {
        return new QuotaRequest(
                request.tenantId(),
                request.service(),
                subject instanceof Subject.Key key ? key.id() : null,
                subject instanceof Subject.User user ? user.id() : null,
                request.action(),
                request.quantity(),
                idempotencyKey);
    }

    private void log(
            Decision decision,
            DecisionRequest request,
            @Nullable TenantSnapshot tenant,
            String callerKey,
            long millis) {
        Logger.Level level = decision.allowed() ? Logger.Level.DEBUG : Logger.Level.INFO;
        if (LOG.isEnabled(level)) {
            LOG.logf(
                    level,
                    "decision allowed=%s reason=%s tenant=%s caller=%s action=%s service=%s degraded=%s"
                            + " request=%s millis=%d",
                    decision.allowed(),
                    decision.reason().wireName(),
                    // What is no tenant could be anything.
                    tenant == null ? "unknown" : tenant.id(),
                    callerKey,
                    request.action(),
                    request.service(),
                    decision.degraded(),
                    RequestId.of(session),
                    millis);
        }
    }
}
