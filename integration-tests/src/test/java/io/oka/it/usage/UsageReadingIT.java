package io.oka.it.usage;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tenant has used, as members, services and operators read it. */
@OkaServer
final class UsageReadingIT extends MeteredTenant {

    UsageReadingIT(Oka oka) {
        super(oka);
    }

    @Test
    void totalsAreByServiceActionAndKey() {
        String apiKey = newKey();
        Map<String, Object> withKey = use(5, freshKey());
        withKey.put("apiKeyId", apiKey);
        Map<String, Object> search = use(7, freshKey());
        search.put("service", "search");
        search.put("action", "query");
        meter.record(List.of(use(1, freshKey()), use(2, freshKey()), withKey, search))
                .expect(200);

        JsonNode totals = meter.totals("").expect(200).json();

        assertThat(totals.path("quantity").asLong()).isEqualTo(15);
        assertThat(totals.path("events").asLong()).isEqualTo(4);
        assertThat(totals.path("items").findValuesAsText("quantity")).containsExactly("3", "5", "7");
        assertThat(totals.path("items").findValuesAsText("service"))
                .containsExactly("documents", "documents", "search");
        String period = totals.path("period").asText();
        assertThat(period).matches("\\d{4}-\\d\\d");
        assertThat(meter.totals("?service=search").json().path("quantity").asLong())
                .isEqualTo(7);
        assertThat(meter.totals("?apiKeyId=" + apiKey).json().path("quantity").asLong())
                .isEqualTo(5);
        assertThat(meter.totals("?period=2020-01").json().path("quantity").asLong())
                .isZero();
        assertInvalid(meter.totals("?period=yesterday"), "period");
        assertInvalid(meter.totals("?service=a%20b"), "service");
    }

    @Test
    void eventsComeNewestFirstInPages() {
        for (int i = 1; i <= 5; i++) {
            meter.record(use(i, "key-" + i)).expect(200);
        }

        JsonNode first = meter.events("?limit=2").expect(200).json();
        JsonNode second = meter.events(
                        "?limit=3&cursor=" + first.path("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.path("items").findValuesAsText("quantity")).containsExactly("5", "4");
        assertThat(second.path("items").findValuesAsText("quantity")).containsExactly("3", "2", "1");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        JsonNode event = first.path("items").path(0);
        assertThat(event.path("idempotencyKey").asText()).isEqualTo("key-5");
        assertThat(event.path("correlationId").asText()).isNotBlank();
        String at = event.path("at").asText();
        assertThat(meter.events("?from=" + at).json().path("items")).hasSize(1);
        assertThat(meter.events("?to=" + at).json().path("items")).hasSize(4);
        assertThat(meter.events("?service=search").json().path("items")).isEmpty();
        assertInvalid(meter.events("?cursor=eCB5"), "cursor");
    }

    @Test
    void suspendedTenantsMembersReadAndServicesRecord() {
        Tenants.suspend(realm, tenant);

        meter.record(use(3, freshKey())).expect(200);
        realm.as("carol").get("/tenants/" + tenant + "/usage").send().expect(200);
        assertProblem(
                realm.as("alice")
                        .post("/tenants/" + tenant + "/usage")
                        .json(use(1, freshKey()))
                        .send(),
                403,
                "tenant_suspended");
    }

    @Test
    void deletedTenantIsNotCountedFor() {
        Tenants.delete(realm, tenant);

        assertProblem(meter.record(use(1, freshKey())), 404, "not_found");
    }

    @Test
    void operatorsReadUsageAsWell() {
        meter.record(use(3, freshKey())).expect(200);
        realm.as("carol").get("/tenants/" + tenant + "/usage/events").send().expect(200);
        assertProblem(realm.as("dave").get("/tenants/" + tenant + "/usage").send(), 404, "not_found");
    }
}
