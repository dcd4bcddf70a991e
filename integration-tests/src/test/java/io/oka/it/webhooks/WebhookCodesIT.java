package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.SyncMappings;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever is told of a tenant is told what other systems call it, and what it has bought. */
@OkaServer
final class WebhookCodesIT extends ReceivingTenant {

    WebhookCodesIT(Oka oka) {
        super(oka);
    }

    @BeforeAll
    static void mapPlansAndServices() {
        SyncMappings erp = new SyncMappings(realm, "erp");
        erp.plan("pro", "P-100");
        erp.service("documents", "S-DOC");
        new SyncMappings(realm, "crm").plan("enterprise", "big");
    }

    @Test
    void eventSaysWhatEachSystemCallsTheTenant() {
        new SyncMappings(realm, "erp").tenant(tenant, "C-1" + tenant);
        new SyncMappings(realm, "crm").tenant(tenant, "K-2" + tenant);
        hear("*");

        Tenants.rename(realm, tenant, "One");

        assertThat(codes(receiver.await("tenant.updated", 1).get(0)))
                .isEqualTo(codes(Map.of("tenant", "C-1" + tenant), Map.of("tenant", "K-2" + tenant)));
    }

    @Test
    void eventNamesThePlanAndTheServiceInTheSystemsThatKnowThem() {
        new SyncMappings(realm, "erp").tenant(tenant, "C-1" + tenant);
        new SyncMappings(realm, "crm").tenant(tenant, "K-2" + tenant);
        hear("*");

        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", "pro"))
                .send()
                .expect(200);
        boost();
        lift("enterprise");

        assertThat(codes(receiver.await("subscription.upgraded", 1).get(0)))
                .isEqualTo(codes(Map.of("tenant", "C-1" + tenant, "plan", "P-100"), Map.of("tenant", "K-2" + tenant)));
        List<ReceivedWebhook> overrides = receiver.await("override.created", 2);
        assertThat(codes(overrides.get(0)))
                .isEqualTo(
                        codes(Map.of("tenant", "C-1" + tenant, "service", "S-DOC"), Map.of("tenant", "K-2" + tenant)));
        assertThat(codes(overrides.get(1)))
                .isEqualTo(codes(Map.of("tenant", "C-1" + tenant), Map.of("tenant", "K-2" + tenant, "plan", "big")));
    }

    @Test
    void cloudEventCarriesThemToo() {
        new SyncMappings(realm, "erp").tenant(tenant, "C-1" + tenant);
        webhooks.create(Map.of("url", receiver.url(), "events", List.of("tenant.*"), "format", "cloudevents"))
                .expect(201);

        Tenants.rename(realm, tenant, "One");

        JsonNode body = receiver.await("tenant.updated", 1).get(0).json();
        assertThat(body.at("/data/externalCodes/erp/tenant").asText()).isEqualTo("C-1" + tenant);
    }

    @Test
    void eventOfATenantThatNobodyKnowsIsAsItWas() {
        hear("tenant.*");

        Tenants.rename(realm, tenant, "One");

        assertThat(receiver.await("tenant.updated", 1)
                        .get(0)
                        .json()
                        .path("data")
                        .has("externalCodes"))
                .isFalse();
    }

    /** Ids are unique, but what another realm says of one is not this realm's. */
    @Test
    void codesOfAnotherRealmAreNotTold() {
        hear("tenant.*");
        try (TestRealm other = oka.realm().create()) {
            String theirs = Tenants.create(other, null);
            new SyncMappings(other, "erp").tenant(theirs, "C-9");
            execute("UPDATE oka_sync_mapping SET internal_code = ? WHERE internal_code = ?", tenant, theirs);

            Tenants.rename(realm, tenant, "One");

            assertThat(receiver.await("tenant.updated", 1)
                            .get(0)
                            .json()
                            .path("data")
                            .has("externalCodes"))
                    .isFalse();
        }
    }

    private void hear(String events) {
        webhooks.create(Map.of("url", receiver.url(), "events", List.of(events)))
                .expect(201);
    }

    private void boost() {
        override(Map.of("type", "quota_boost", "value", 5, "service", "documents"));
    }

    private void lift(String tier) {
        override(Map.of("type", "tier_upgrade", "value", tier));
    }

    private void override(Map<String, Object> what) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("tenantId", tenant).put("reason", "a test");
        what.forEach(body::putPOJO);
        realm.operator().post("/entitlements/overrides").json(body).send().expect(201);
    }

    private void execute(String sql, String... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static JsonNode codes(ReceivedWebhook event) {
        return event.json().at("/data/externalCodes");
    }

    private static JsonNode codes(Map<String, String> erp, Map<String, String> crm) {
        ObjectNode codes = JsonNodeFactory.instance.objectNode();
        erp.forEach(codes.putObject("erp")::put);
        crm.forEach(codes.putObject("crm")::put);
        return codes;
    }
}
