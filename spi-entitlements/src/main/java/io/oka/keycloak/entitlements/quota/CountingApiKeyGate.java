package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.PlanNames;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What keys may spend: what the quotas say. */
final class CountingApiKeyGate implements ApiKeyGate {

    /** What is done with a key that is verified, for the record. */
    private static final String ACTION = "verify";

    private final KeycloakSession session;

    CountingApiKeyGate(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Quota peek(RealmModel realm, ApiKeySnapshot key, @Nullable String service, long quantity) {
        return quota(Quotas.of(session).peek(realm, request(key, service, quantity, null)));
    }

    @Override
    public Quota spend(
            RealmModel realm,
            ApiKeySnapshot key,
            @Nullable String service,
            long quantity,
            @Nullable String idempotencyKey) {
        return quota(Quotas.of(session).consume(realm, request(key, service, quantity, idempotencyKey)));
    }

    private static QuotaRequest request(
            ApiKeySnapshot key, @Nullable String service, long quantity, @Nullable String idempotencyKey) {
        new Validation()
                .check(service == null || PlanNames.isAcceptable(service), "service", PlanNames.RULE)
                .check(
                        quantity >= 0 && quantity <= QuotaRequest.MOST,
                        "quantity",
                        "must be at most " + QuotaRequest.MOST)
                .orRefuse();
        return new QuotaRequest(key.tenantId(), service, key.id(), null, ACTION, quantity, idempotencyKey);
    }

    private static Quota quota(QuotaAnswer answer) {
        return new Quota(
                answer.allowed(),
                answer.level().wireName(),
                answer.limit(),
                answer.used(),
                answer.reserved(),
                answer.remaining(),
                answer.resetsAt());
    }
}
