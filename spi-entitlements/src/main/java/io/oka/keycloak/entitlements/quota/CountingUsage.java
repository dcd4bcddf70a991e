package io.oka.keycloak.entitlements.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Usage through the writer, and reports of it through the session's own connection. */
final class CountingUsage implements UsageProvider {

    private final KeycloakSession session;
    private final QuotaEngine engine;
    private final UsageReports reports;

    CountingUsage(KeycloakSession session, QuotaEngine engine, UsageReports reports) {
        this.session = session;
        this.engine = engine;
        this.reports = reports;
    }

    @Override
    public List<Outcome> record(RealmModel realm, String tenantId, List<Use> uses) {
        if (uses.isEmpty()) {
            return List.of();
        }
        Orders orders = new Orders(session, realm);
        List<Order> all = uses.stream()
                .map(use -> orders.take(use.request(), use.enforced(), use.at()))
                .toList();
        return engine.order(session, account(realm, tenantId), all);
    }

    @Override
    public Outcome reserve(RealmModel realm, QuotaRequest request, Duration ttl) {
        return one(realm, request.tenantId(), new Orders(session, realm).reserve(request, ttl));
    }

    @Override
    public Outcome commit(
            RealmModel realm, String tenantId, @Nullable String apiKeyId, String reservationId, long quantity) {
        Reservation held = held(realm, tenantId, apiKeyId, reservationId);
        if (held == null) {
            return new Outcome.Unknown();
        }
        // What limits it depends on what it is for. Whether it is open still, the writer finds out.
        Order.Terms terms = new Orders(session, realm).terms(held.use());
        return one(realm, tenantId, new Order.Commit(reservationId, quantity, terms));
    }

    @Override
    public Outcome release(RealmModel realm, String tenantId, @Nullable String apiKeyId, String reservationId) {
        return apiKeyId != null && held(realm, tenantId, apiKeyId, reservationId) == null
                ? new Outcome.Unknown()
                : one(realm, tenantId, new Order.Release(reservationId));
    }

    /** Whose reservation it is does not change: what is read here holds when the writer comes to it. */
    private @Nullable Reservation held(
            RealmModel realm, String tenantId, @Nullable String apiKeyId, String reservationId) {
        Reservation held = reports.reservation(account(realm, tenantId), reservationId);
        return held == null
                        || (apiKeyId != null
                                && !family(realm, tenantId, apiKeyId).equals(held.familyId()))
                ? null
                : held;
    }

    @Override
    public List<Total> totals(RealmModel realm, String tenantId, Filter filter) {
        return reports.totals(account(realm, tenantId), withFamily(realm, tenantId, filter));
    }

    @Override
    public List<Used> events(RealmModel realm, String tenantId, Filter filter, @Nullable Place after, int max) {
        return reports.events(account(realm, tenantId), withFamily(realm, tenantId, filter), after, max);
    }

    @Override
    public Instant now() {
        return engine.reader().now();
    }

    private Outcome one(RealmModel realm, String tenantId, Order order) {
        return engine.order(session, account(realm, tenantId), List.of(order)).get(0);
    }

    private Filter withFamily(RealmModel realm, String tenantId, Filter filter) {
        return filter.apiKeyId() == null
                ? filter
                : new Filter(filter.service(), family(realm, tenantId, filter.apiKeyId()), filter.from(), filter.to());
    }

    /** A rotated key and its successor are one; what is none of the tenant's keys stands for itself. */
    private String family(RealmModel realm, String tenantId, String apiKeyId) {
        QuotaLimits.KeyLimit key =
                QuotaTerms.of(session).limits(realm, tenantId, null, apiKeyId).key();
        return key == null ? apiKeyId : key.familyId();
    }

    private static Account account(RealmModel realm, String tenantId) {
        return new Account(realm.getId(), tenantId);
    }
}
