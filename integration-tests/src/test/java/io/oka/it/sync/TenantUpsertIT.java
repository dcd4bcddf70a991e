package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Customers of a billing system become tenants, and stay as it says. */
@OkaServer
final class TenantUpsertIT {

    private static final String TYPE = "tenant.upsert";

    private static Oka oka;
    private static TestRealm realm;
    private static Erp erp;

    @BeforeAll
    static void realmWithErp(Oka server) {
        oka = server;
        realm = server.realm().demoPeople().create();
        erp = Erp.in(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void newCustomerBecomesATenantAndItsCodeMeansThat() {
        String code = Erp.freshCode();
        String name = Tenants.freshName();

        String job = erp.send(
                "request-1",
                TYPE,
                code,
                1,
                Map.of(
                        "name",
                        name,
                        "displayName",
                        "Acme & Co",
                        "attributes",
                        Map.of("vat", "DE1", "tags", List.of("a", "b")),
                        "quotaLimit",
                        500,
                        "ownerUsername",
                        "alice"));

        assertThat(Erp.outcome(erp.ended(job))).isEqualTo("applied created");
        String id = erp.mapped(code);
        JsonNode tenant = erp.tenant(id);
        assertThat(tenant.path("name").asText()).isEqualTo(name);
        assertThat(tenant.path("displayName").asText()).isEqualTo("Acme & Co");
        assertThat(tenant.at("/attributes/vat/0").asText()).isEqualTo("DE1");
        assertThat(tenant.at("/attributes/tags")).hasSize(2);
        assertThat(tenant.path("quotaLimit").asLong()).isEqualTo(500);
        assertThat(tenant.path("ownerless").asBoolean(true)).isFalse();
        assertThat(erp.subscription(id).path("tier").asText()).isEqualTo("free");
        assertThat(ChangeRow.of(oka, id)).allSatisfy(change -> {
            assertThat(change.actorType()).isEqualTo("agent");
            assertThat(change.actorId()).isEqualTo(erp.agent().agentId());
            assertThat(change.correlationId()).isEqualTo("request-1");
        });
        assertThat(ChangeRow.types(oka, id)).contains("tenant.created", "user.added_to_tenant");
    }

    @Test
    void ownerIsFoundByAVerifiedAddressAndByNoOther() {
        String code = Erp.freshCode();
        oka.admin().put(realm.adminPath("/users/" + realm.userId("erin")), Map.of("emailVerified", false));

        String unverified =
                erp.say(TYPE, code, 1, Map.of("name", Tenants.freshName(), "ownerEmail", "erin@example.com"));
        String unheardOf = erp.say(TYPE, code, 2, Map.of("name", Tenants.freshName(), "ownerUsername", "nobody"));
        String verified = erp.say(TYPE, code, 3, Map.of("name", Tenants.freshName(), "ownerEmail", "Dave@example.com"));

        assertThat(unverified).isEqualTo("dead owner_not_found");
        assertThat(unheardOf).isEqualTo("dead owner_not_found");
        assertThat(verified).isEqualTo("applied created");
        assertThat(oka.rows(
                        "SELECT 1 FROM oka_tenant_member WHERE tenant_id = ? AND user_id = ? AND role = 'owner'",
                        erp.mapped(code),
                        realm.userId("dave")))
                .hasSize(1);
    }

    @Test
    void customerWithoutNameCannotBecomeATenant() {
        JsonNode item = erp.sayAndLook(TYPE, Erp.freshCode(), 1, Map.of("displayName", "Acme"));

        assertThat(Erp.outcome(item)).isEqualTo("dead malformed");
        assertThat(item.path("detail").asText()).startsWith("name:");
    }

    @Test
    void takenNameIsADeadLetterThatLeavesNothing() {
        String name = Tenants.freshName();
        Tenants.create(realm, name, "alice");
        String code = Erp.freshCode();

        String outcome = erp.say(TYPE, code, 1, Map.of("name", name));

        assertThat(outcome).isEqualTo("dead name_taken");
        assertThat(erp.mapped(code)).isEmpty();
        assertThat(entities(code)).isEmpty();
    }

    @Test
    void unmappedCustomerWaitsAndGoesOnOnceMapped() {
        Erp careful = erp.with(SyncAgents.everythingBut("createTenants", false));
        String code = Erp.freshCode();
        String job = careful.send(TYPE, code, 4, Map.of("displayName", "Later"));
        assertThat(careful.ended(job).path("state").asText()).isEqualTo("parked");
        assertThat(entities(code)).isEmpty();
        String tenant = Tenants.create(realm, "alice");

        careful.map("tenant", code, tenant);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Erp.outcome(careful.ended(job))).isEqualTo("applied updated"));
        assertThat(erp.tenant(tenant).path("displayName").asText()).isEqualTo("Later");
    }

    @Test
    void whatIsLeftOutStaysAndWhatIsNullGoes() {
        Erp.Customer customer = erp.customer();
        erp.say(
                TYPE,
                customer.code(),
                1,
                Map.of("displayName", "One", "attributes", Map.of("a", "1"), "quotaLimit", 7));

        String second = erp.say(TYPE, customer.code(), 2, Map.of("quotaLimit", 8));
        JsonNode between = erp.tenant(customer.tenant());
        String third = erp.say(TYPE, customer.code(), 3, Collections.singletonMap("displayName", null));

        assertThat(second).isEqualTo("applied updated");
        assertThat(between.path("displayName").asText()).isEqualTo("One");
        assertThat(between.at("/attributes/a/0").asText()).isEqualTo("1");
        assertThat(between.path("quotaLimit").asLong()).isEqualTo(8);
        assertThat(third).isEqualTo("applied updated");
        assertThat(erp.tenant(customer.tenant()).path("displayName").isTextual())
                .isFalse();
    }

    @Test
    void whatChangesNothingIsNotPublished() {
        Erp.Customer customer = erp.customer();
        erp.say(TYPE, customer.code(), 1, Map.of("displayName", "One", "suspended", false));
        List<String> before = ChangeRow.types(oka, customer.tenant());

        String outcome = erp.say(TYPE, customer.code(), 2, Map.of("displayName", "One", "suspended", false));

        assertThat(outcome).isEqualTo("applied unchanged");
        assertThat(ChangeRow.types(oka, customer.tenant())).isEqualTo(before);
    }

    @Test
    void versionsTellWhatHolds() {
        Erp.Customer customer = erp.customer();
        assertThat(erp.say(TYPE, customer.code(), 5, Map.of("displayName", "Five")))
                .isEqualTo("applied updated");

        assertThat(erp.say(TYPE, customer.code(), 4, Map.of("displayName", "Four")))
                .isEqualTo("skipped older_version");
        assertThat(erp.say(TYPE, customer.code(), 5, Map.of("displayName", "Five")))
                .isEqualTo("skipped duplicate");
        assertThat(erp.say(TYPE, customer.code(), 5, Map.of("displayName", "Other")))
                .isEqualTo("dead version_conflict");

        assertThat(erp.tenant(customer.tenant()).path("displayName").asText()).isEqualTo("Five");
        assertThat(ChangeRow.types(oka, customer.tenant()))
                .filteredOn("tenant.updated"::equals)
                .hasSize(1);
    }

    @Test
    void codeThatMeansAnotherTenantSinceIsAppliedThere() {
        Erp.Customer customer = erp.customer();
        erp.say(TYPE, customer.code(), 5, Map.of("displayName", "Five"));
        String other = Tenants.create(realm, "bob");
        String mapping =
                String.valueOf(oka.rows("SELECT id FROM oka_sync_mapping WHERE external_code = ?", customer.code())
                        .get(0)
                        .get("id"));
        realm.operator()
                .put("/sync/mappings/" + mapping)
                .json(Map.of(
                        "agentSystem",
                        erp.agent().system(),
                        "type",
                        "tenant",
                        "externalCode",
                        customer.code(),
                        "internalCode",
                        other))
                .send()
                .expect(200);

        String again = erp.say(TYPE, customer.code(), 5, Map.of("displayName", "Five"));

        assertThat(again).isEqualTo("applied updated");
        assertThat(erp.tenant(other).path("displayName").asText()).isEqualTo("Five");
    }

    @Test
    void suspensionComesAndGoes() {
        Erp.Customer customer = erp.customer();

        assertThat(erp.say(TYPE, customer.code(), 1, Map.of("suspended", true))).isEqualTo("applied updated");
        assertThat(erp.tenant(customer.tenant()).path("suspended").asBoolean()).isTrue();
        assertThat(erp.say(TYPE, customer.code(), 2, Map.of("suspended", false)))
                .isEqualTo("applied updated");
        assertThat(erp.tenant(customer.tenant()).path("suspended").asBoolean()).isFalse();
        assertThat(ChangeRow.types(oka, customer.tenant()))
                .endsWith("tenant.suspended", "tenant.resumed")
                .doesNotContain("tenant.updated");
    }

    @Test
    void deletedCustomerStaysDeletedUntilSomethingNewerIsSaid() {
        Erp.Customer customer = erp.customer();
        String code = customer.code();
        erp.say(TYPE, code, 1, Map.of("displayName", "Acme"));

        assertThat(erp.say(TYPE, code, 3, Map.of("deleted", true))).isEqualTo("applied deleted");
        assertThat(erp.tenant(customer.tenant()).path("deletedAt").isTextual()).isTrue();
        assertThat(erp.say(TYPE, code, 2, Map.of("displayName", "Late"))).isEqualTo("skipped older_version");
        assertThat(erp.say(TYPE, code, 4, Map.of("deleted", true))).isEqualTo("applied unchanged");
        assertThat(erp.say(TYPE, code, 5, Map.of("displayName", "Back"))).isEqualTo("applied restored");

        JsonNode back = erp.tenant(customer.tenant());
        assertThat(back.path("deletedAt").isTextual()).isFalse();
        assertThat(back.path("displayName").asText()).isEqualTo("Back");
    }

    @Test
    void whatAnOperatorDeletedStaysSo() {
        Erp.Customer customer = erp.customer();
        erp.say(TYPE, customer.code(), 1, Map.of("displayName", "Acme"));
        Tenants.delete(realm, customer.tenant());

        assertThat(erp.say(TYPE, customer.code(), 2, Map.of("displayName", "Back")))
                .isEqualTo("dead tenant_deleted");
        assertThat(erp.say(TYPE, customer.code(), 3, Map.of("deleted", true))).isEqualTo("applied unchanged");
        assertThat(erp.say(TYPE, customer.code(), 4, Map.of("displayName", "Back")))
                .isEqualTo("dead tenant_deleted");
    }

    @Test
    void whatAnOperatorDeletedAfterARestoreStaysSo() {
        Erp.Customer customer = erp.customer();
        erp.say(TYPE, customer.code(), 1, Map.of("deleted", true));
        realm.operator()
                .post("/tenants/" + customer.tenant() + "/restore")
                .send()
                .expect(200);
        Tenants.delete(realm, customer.tenant());

        String outcome = erp.say(TYPE, customer.code(), 2, Map.of("displayName", "Back"));

        assertThat(outcome).isEqualTo("dead tenant_deleted");
    }

    @Test
    void customerThatNobodyKnewIsNotMadeByAnOlderMessageThanItsEnd() {
        String code = Erp.freshCode();

        assertThat(erp.say(TYPE, code, 9, Map.of("deleted", true))).isEqualTo("applied unchanged");
        assertThat(erp.say(TYPE, code, 1, Map.of("name", Tenants.freshName()))).isEqualTo("skipped older_version");
        assertThat(erp.mapped(code)).isEmpty();
    }

    @Test
    void customerWhoseTenantIsPurgedBecomesANewOne() {
        String code = Erp.freshCode();
        String name = Tenants.freshName();
        erp.say(TYPE, code, 1, Map.of("name", name));
        String first = erp.mapped(code);
        erp.say(TYPE, code, 2, Map.of("deleted", true));
        oka.moveClock(Duration.ofDays(31));
        try {
            oka.runTask("oka-purge-tenants");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(oka.rows("SELECT 1 FROM oka_tenant WHERE id = ?", first))
                            .isEmpty());
        } finally {
            oka.moveClock(Duration.ZERO);
        }

        String outcome = erp.say(TYPE, code, 3, Map.of("name", name));

        assertThat(outcome).isEqualTo("applied created");
        assertThat(erp.mapped(code)).isNotEmpty().isNotEqualTo(first);
    }

    @Test
    void customersAndOperatorsWhoChangeTheSameTenantDoNotBlockEachOther() {
        Erp.Customer customer = erp.customer();
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            items.add(Erp.item(customer.code(), i, new HashMap<>(Map.of("displayName", "By version " + i))));
        }
        Collections.shuffle(items, new Random(7));
        String job = Erp.accepted(erp.agent().post("/jobs", Map.of("type", TYPE, "items", items)));

        List<CompletableFuture<Integer>> patches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            patches.add(realm.operator()
                    .patch("/tenants/" + customer.tenant())
                    .json(Map.of("attributes", Map.of("n", String.valueOf(i))))
                    .sendAsync()
                    .thenApply(answer -> answer.status()));
        }

        assertThat(patches).allSatisfy(patch -> assertThat(patch.join()).isEqualTo(200));
        assertThat(erp.allEnded(job))
                .allSatisfy(item -> assertThat(Erp.outcome(item)).isIn("applied updated", "skipped older_version"));
        assertThat(erp.tenant(customer.tenant()).path("displayName").asText()).isEqualTo("By version 20");
    }

    private static List<?> entities(String code) {
        return oka.rows("SELECT * FROM oka_sync_entity WHERE external_code = ?", code);
    }
}
