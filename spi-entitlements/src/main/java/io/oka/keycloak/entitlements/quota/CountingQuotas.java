package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.outage.Staleness;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is left, from memory; and its use, through the writer. */
final class CountingQuotas implements Quotas {

    private final KeycloakSession session;
    private final QuotaEngine engine;

    CountingQuotas(KeycloakSession session, QuotaEngine engine) {
        this.session = session;
        this.engine = engine;
    }

    @Override
    public QuotaAnswer peek(RealmModel realm, QuotaRequest request) {
        Instant now = engine.reader().now();
        List<Limit> limits = Limit.of(new Orders(session, realm).limits(request), request.service(), now);
        List<Counter> counters = limits.isEmpty()
                ? List.of(Counter.ofTenant(now))
                : limits.stream().map(Limit::counter).toList();
        CountReader.Counts counts = engine.reader().look(new Account(realm.getId(), request.tenantId()), counters);
        if (!counts.current()) {
            Staleness.use(session);
        }
        Limit refusing = Limit.refusing(limits, request.quantity(), counts::of);
        return refusing == null
                ? Limit.tightest(limits, now, counts::of)
                : refusing.answer(false, counts.of(refusing.counter()));
    }

    @Override
    public QuotaAnswer consume(RealmModel realm, QuotaRequest request) {
        Order order = new Orders(session, realm).take(request, true);
        if (Staleness.isUsed(session)) {
            // Nothing is used on a guess, not even if the database is back this very moment.
            throw QuotaEngine.unavailable();
        }
        Account account = new Account(realm.getId(), request.tenantId());
        Outcome outcome = engine.order(session, account, List.of(order)).get(0);
        if (outcome instanceof Outcome.Done done) {
            return done.quota();
        }
        if (outcome instanceof Outcome.Exceeded exceeded) {
            return exceeded.quota();
        }
        throw UsageProblems.keyReused().asException();
    }
}
