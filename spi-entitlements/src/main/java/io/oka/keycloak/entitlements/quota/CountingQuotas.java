package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.outage.Staleness;
import io.oka.keycloak.entitlements.quota.QuotaLimits.KeyLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        return peekAll(realm, List.of(request), Map.of()).get(0);
    }

    @Override
    public List<QuotaAnswer> peekAll(RealmModel realm, List<QuotaRequest> requests, Map<String, KeyLimit> keys) {
        if (requests.isEmpty()) {
            return List.of();
        }
        Instant now = engine.reader().now();
        Orders orders = new Orders(session, realm);
        List<List<Limit>> limits = requests.stream()
                .map(request -> Limit.of(orders.limits(request, known(request, keys)), request.service(), now))
                .toList();
        Set<Counter> counters = limits.stream()
                .flatMap(List::stream)
                .map(Limit::counter)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (limits.stream().anyMatch(List::isEmpty)) {
            counters.add(Counter.ofTenant(now));
        }
        CountReader.Counts counts =
                engine.reader().look(new Account(realm.getId(), requests.get(0).tenantId()), counters);
        if (!counts.current()) {
            Staleness.use(session);
        }
        List<QuotaAnswer> answers = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            answers.add(answer(limits.get(i), requests.get(i).quantity(), now, counts));
        }
        return answers;
    }

    private static @Nullable KeyLimit known(QuotaRequest request, Map<String, KeyLimit> keys) {
        return request.apiKeyId() == null ? null : keys.get(request.apiKeyId());
    }

    private static QuotaAnswer answer(List<Limit> limits, long quantity, Instant now, CountReader.Counts counts) {
        Limit refusing = Limit.refusing(limits, quantity, counts::of);
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
