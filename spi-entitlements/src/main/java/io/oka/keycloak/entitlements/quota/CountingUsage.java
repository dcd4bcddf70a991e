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
                .map(use -> orders.take(use.request(), use.enforced()))
                .toList();
        return engine.order(session, account(realm, tenantId), all);
    }

    @Override
    public Outcome reserve(RealmModel realm, QuotaRequest request, Duration ttl) {
        return one(realm, request.tenantId(), new Orders(session, realm).reserve(request, ttl));
    }

    @Override
    public Outcome commit(RealmModel realm, String tenantId, String reservationId, long quantity) {
        Reservation held = reports.reservation(account(realm, tenantId), reservationId);
        if (held == null) {
            return new Outcome.Unknown();
        }
        // What limits it depends on what it is for. Whether it is open still, the writer finds out.
        Order.Terms terms = new Orders(session, realm).terms(held.use());
        return one(realm, tenantId, new Order.Commit(reservationId, quantity, terms));
    }

    @Override
    public Outcome release(RealmModel realm, String tenantId, String reservationId) {
        return one(realm, tenantId, new Order.Release(reservationId));
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

    /** A rotated key and its successor are one. */
    private Filter withFamily(RealmModel realm, String tenantId, Filter filter) {
        if (filter.apiKeyId() == null) {
            return filter;
        }
        QuotaLimits.KeyLimit key = QuotaTerms.of(session)
                .limits(realm, tenantId, null, filter.apiKeyId())
                .key();
        return key == null ? filter : new Filter(filter.service(), key.familyId(), filter.from(), filter.to());
    }

    private static Account account(RealmModel realm, String tenantId) {
        return new Account(realm.getId(), tenantId);
    }
}
