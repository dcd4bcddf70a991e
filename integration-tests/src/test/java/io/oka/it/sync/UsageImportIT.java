package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What customers have used elsewhere counts here, each use once. */
@OkaServer
final class UsageImportIT {

    private static final String TYPE = "usage.import";

    private static TestRealm realm;
    private static Erp erp;
    private Erp.Customer customer = new Erp.Customer("", "");

    @BeforeAll
    static void realmWithErp(Oka server) {
        realm = server.realm().demoPeople().create();
        erp = Erp.in(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newCustomer() {
        customer = erp.customer();
    }

    @Test
    void useIsRecordedOnceHoweverOftenItIsSaid() {
        Map<String, Object> use = use("u-1", 40);

        assertThat(erp.say(TYPE, customer.code(), 7, use)).isEqualTo("applied recorded");
        assertThat(erp.say(TYPE, customer.code(), 7, use)).isEqualTo("skipped duplicate");
        assertThat(erp.say(TYPE, customer.code(), 8, use)).isEqualTo("skipped duplicate");

        assertThat(used()).isEqualTo(40);
        JsonNode event = events().get(0);
        assertThat(event.path("service").asText()).isEqualTo("documents");
        assertThat(event.path("action").asText()).isEqualTo("convert");
    }

    @Test
    void noVersionKeepsAnotherUseOut() {
        assertThat(erp.say(TYPE, customer.code(), 9, use("u-1", 1))).isEqualTo("applied recorded");
        assertThat(erp.say(TYPE, customer.code(), 2, use("u-2", 2))).isEqualTo("applied recorded");

        assertThat(used()).isEqualTo(3);
    }

    @Test
    void theSameKeyWithAnotherQuantityIsADeadLetter() {
        erp.say(TYPE, customer.code(), 1, use("u-1", 40));

        assertThat(erp.say(TYPE, customer.code(), 2, use("u-1", 41))).isEqualTo("dead idempotency_key_reused");
        assertThat(used()).isEqualTo(40);
    }

    @Test
    void theSameKeyOfAnotherCustomerIsAnotherUse() {
        Erp.Customer other = erp.customer();

        assertThat(erp.say(TYPE, customer.code(), 1, use("u-1", 1))).isEqualTo("applied recorded");
        assertThat(erp.say(TYPE, other.code(), 1, use("u-1", 1))).isEqualTo("applied recorded");
    }

    @Test
    void manyUsesOfOneJobCountExactly() {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // Each comes twice.
            items.add(Erp.item(customer.code(), i, use("u-" + i % 30, 10)));
        }

        List<JsonNode> ended =
                erp.allEnded(Erp.accepted(erp.agent().post("/jobs", Map.of("type", TYPE, "items", items))));

        assertThat(ended)
                .allSatisfy(item -> assertThat(Erp.outcome(item)).isIn("applied recorded", "skipped duplicate"));
        assertThat(used()).isEqualTo(300);
    }

    @Test
    void useBeyondTheLimitCountsAllTheSame() {
        realm.operator()
                .patch("/tenants/" + customer.tenant())
                .json(Map.of("quotaLimit", 10))
                .send()
                .expect(200);

        assertThat(erp.say(TYPE, customer.code(), 1, use("u-1", 25))).isEqualTo("applied recorded");
        assertThat(used()).isEqualTo(25);
    }

    @Test
    void codeOfAServiceWaitsForItsMapping() {
        String code = "S-" + Erp.freshCode();
        Map<String, Object> use = new HashMap<>(Map.of("serviceCode", code, "quantity", 5, "idempotencyKey", "u-1"));
        Erp other = Erp.in(realm);
        Erp.Customer its = other.customer();
        String job = other.send(TYPE, its.code(), 1, use);
        assertThat(other.ended(job).path("state").asText()).isEqualTo("parked");

        other.map("service", code, "documents");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Erp.outcome(other.ended(job))).isEqualTo("applied recorded"));
        assertThat(used(its.tenant())).isEqualTo(5);
    }

    @Test
    void useOfEarlierThisMonthStandsAtItsTime() {
        Instant month = beginningOfMonth();
        Map<String, Object> use = use("u-1", 4);
        use.put("at", month.toString());

        assertThat(erp.say(TYPE, customer.code(), 1, use)).isEqualTo("applied recorded");

        assertThat(used()).isEqualTo(4);
        assertThat(Instant.parse(events().get(0).path("at").asText())).isEqualTo(month);
    }

    @Test
    void useOfAMonthThatIsOverOrOfTheFutureIsRefused() {
        Map<String, Object> old = use("u-1", 4);
        old.put("at", beginningOfMonth().minusMillis(1).toString());
        Map<String, Object> toCome = use("u-2", 4);
        toCome.put("at", Instant.now().plus(1, ChronoUnit.HOURS).toString());

        assertThat(erp.say(TYPE, customer.code(), 1, old)).isEqualTo("dead too_old");
        assertThat(erp.say(TYPE, customer.code(), 2, toCome)).isEqualTo("dead malformed");
        assertThat(used()).isZero();
    }

    @Test
    void deletedCustomerUsesNothing() {
        Tenants.delete(realm, customer.tenant());

        assertThat(erp.say(TYPE, customer.code(), 1, use("u-1", 4))).isEqualTo("dead tenant_deleted");
    }

    private static Map<String, Object> use(String key, long quantity) {
        return new HashMap<>(
                Map.of("service", "documents", "action", "convert", "quantity", quantity, "idempotencyKey", key));
    }

    private static Instant beginningOfMonth() {
        return Instant.now()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private long used() {
        return used(customer.tenant());
    }

    private static long used(String tenant) {
        return realm.as("alice")
                .get("/tenants/" + tenant + "/quota")
                .send()
                .expect(200)
                .json()
                .path("used")
                .asLong();
    }

    private JsonNode events() {
        return realm.as("alice")
                .get("/tenants/" + customer.tenant() + "/usage/events")
                .send()
                .expect(200)
                .json()
                .path("items");
    }
}
