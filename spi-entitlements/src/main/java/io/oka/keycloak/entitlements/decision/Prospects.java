package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.entitlements.quota.QuotaLimits.KeyLimit;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.Quotas;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Decides about many at once, all in one tenant, as a search does: what they share is looked up once, and the quota with
 * one look for all. Uses nothing, and leaves the log to whoever searches.
 */
public final class Prospects {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String tenantId;
    private final @Nullable TenantSnapshot tenant;
    private final @Nullable EntitlementSnapshot entitlements;
    private final Instant now;

    public Prospects(KeycloakSession session, RealmModel realm, String tenantId) {
        this.session = session;
        this.realm = realm;
        this.tenantId = tenantId;
        this.now = Instant.ofEpochMilli(Time.currentTimeMillis());
        this.tenant = session.getProvider(TenantProvider.class).snapshot(realm, tenantId);
        this.entitlements = tenant == null
                ? null
                : EntitlementProvider.of(session).snapshots().of(realm, tenantId);
    }

    /**
     * One of many.
     *
     * @param result what stands for it in the answer
     * @param limit of the subject, where it is a key
     */
    public record Prospect<T>(
            T result,
            Subject subject,
            DecisionRequest request,
            @Nullable KeyLimit limit) {}

    /** What quotas tell apart. */
    private record Use(@Nullable String service, @Nullable String keyId, long quantity) {

        static Use of(Prospect<?> prospect) {
            return new Use(
                    prospect.request().service(),
                    prospect.subject() instanceof Subject.Key key ? key.id() : null,
                    prospect.request().quantity());
        }

        QuotaRequest request(String tenantId) {
            return new QuotaRequest(tenantId, service, keyId, null, null, quantity, null);
        }
    }

    /** The services of the tenant's plan, in their order. */
    public Set<String> services() {
        return entitlements == null ? Set.of() : entitlements.items(now).keySet();
    }

    /** Whether anybody in the tenant may do this, as far as it does not depend on who they are. */
    public boolean isOpen(DecisionRequest request) {
        DecisionRequest ofAnyRole = new DecisionRequest(
                request.action(),
                request.tenantId(),
                request.service(),
                request.requiredFeature(),
                null,
                request.quantity());
        return !allowed(List.of(new Prospect<>(true, new Subject.Tenant(), ofAnyRole, null)))
                .isEmpty();
    }

    /** What stands for those who may, in the order in which they came. */
    public <T> List<T> allowed(List<Prospect<T>> prospects) {
        List<Prospect<T>> before =
                prospects.stream().filter(this::isAllowedBeforeQuota).toList();
        Map<String, KeyLimit> limits = new HashMap<>();
        Map<Use, QuotaRequest> uses = new LinkedHashMap<>();
        for (Prospect<T> prospect : before) {
            Use use = Use.of(prospect);
            uses.put(use, use.request(tenantId));
            if (use.keyId() != null && prospect.limit() != null) {
                limits.put(use.keyId(), prospect.limit());
            }
        }
        List<QuotaAnswer> answers = Quotas.of(session).peekAll(realm, List.copyOf(uses.values()), limits);
        Map<Use, Boolean> room = new HashMap<>();
        List<Use> asked = new ArrayList<>(uses.keySet());
        for (int i = 0; i < asked.size(); i++) {
            room.put(asked.get(i), answers.get(i).allowed());
        }
        return before.stream()
                .filter(prospect -> Boolean.TRUE.equals(room.get(Use.of(prospect))))
                .map(Prospect::result)
                .toList();
    }

    private boolean isAllowedBeforeQuota(Prospect<?> prospect) {
        Facts facts = new Facts(prospect.subject(), tenant, entitlements, null, false, now);
        return Evaluator.evaluate(facts, prospect.request()).allowed();
    }
}
