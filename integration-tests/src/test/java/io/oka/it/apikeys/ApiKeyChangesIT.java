package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be changed about a key, and who is told. */
@OkaServer
final class ApiKeyChangesIT extends TenantWithKeys {

    ApiKeyChangesIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void nameScopesAndLimitsCanBeChanged() {
        String id = keys.create().id();

        JsonNode changed = keys.patch(
                        id,
                        Map.of(
                                "name",
                                "renamed",
                                "scopes",
                                List.of("search:all", "documents:read"),
                                "quotaLimit",
                                10,
                                "quotaPeriod",
                                "hour"))
                .expect(200)
                .json();

        assertThat(changed.path("name").asText()).isEqualTo("renamed");
        assertThat(texts(changed.path("scopes"))).containsExactly("search:all", "documents:read");
        assertThat(changed.path("quotaLimit").asLong()).isEqualTo(10);
        assertThat(changed.path("quotaPeriod").asText()).isEqualTo("hour");
        assertThat(changed.has("key")).isFalse();
        assertThat(keys.json(id)).isEqualTo(changed);
        JsonNode unlimited = keys.patch(id, Collections.singletonMap("quotaLimit", null))
                .expect(200)
                .json();
        assertThat(unlimited.path("quotaLimit").isNull()).isTrue();
        assertThat(unlimited.path("quotaPeriod").isNull()).isTrue();
        assertThat(unlimited.path("name").asText()).isEqualTo("renamed");
    }

    @Test
    void scopesAreWidenedOnlyToWhatIsGivenNow() {
        Map<String, Object> body = ApiKeys.body("key");
        body.put("scopes", List.of("documents:read", "search:all"));
        String id = keys.create(body).expect(201).id();
        realm.setting("keyScopes", List.of("usage:write"));

        keys.patch(id, Map.of("scopes", List.of("documents:read"))).expect(200);

        assertInvalid(keys.patch(id, Map.of("scopes", List.of("documents:read", "search:all"))), "scopes");
        assertInvalid(keys.patch(id, Map.of("scopes", List.of("documents:write"))), "scopes");
        keys.patch(id, Map.of("scopes", List.of("documents:read", "usage:write")))
                .expect(200);
        keys.patch(id, Map.of("scopes", List.of())).expect(200);
    }

    @Test
    void theRestIsReadOnly() {
        String id = keys.create().id();

        for (String member :
                List.of("environment", "audiences", "allowedCidrs", "expiresAt", "status", "familyId", "prefix")) {
            assertInvalid(keys.patch(id, Map.of(member, "x")), member);
        }
    }

    @Test
    void patchThatIsNotAcceptableChangesNothing() {
        Response made = keys.create();

        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("name", ""),
                Collections.singletonMap("name", null),
                Map.of("scopes", "documents:read"),
                Map.of("quotaLimit", -1),
                Map.of("quotaPeriod", "day"),
                Map.of("quotaLimit", 1, "quotaPeriod", "year"),
                Map.of("quotaLimit", 9.5))) {
            assertProblem(keys.patch(made.id(), bad), 400, "validation_failed");
        }
        assertProblem(keys.patch(made.id(), Map.of("tenantId", "x")), 400, "unknown_member");

        assertThat(keys.json(made.id())).isEqualTo(without(made.json(), "key"));
        assertThat(ChangeRow.types(oka, tenant)).doesNotContain("api_key.updated");
    }

    @Test
    void revokedKeyStaysSo() {
        String id = keys.create().id();

        keys.revoke(id).expect(204);

        JsonNode revoked = keys.json(id);
        assertThat(revoked.path("status").asText()).isEqualTo("revoked");
        assertThat(revoked.path("revokedAt").asText()).endsWith("Z");
        keys.revoke(id).expect(204);
        assertThat(keys.json(id)).isEqualTo(revoked);
        assertProblem(keys.patch(id, Map.of("name", "x")), 409, "not_active");
        assertProblem(keys.rotate(id, 0), 409, "not_active");
        assertThat(ChangeRow.types(oka, tenant).stream().filter("api_key.revoked"::equals))
                .hasSize(1);
    }

    @Test
    void expiredKeyStaysSo() {
        String id = keys.createUntil(Instant.now().plusSeconds(30)).id();

        oka.moveClock(Duration.ofMinutes(1));

        ApiKeys later = ApiKeys.of(realm, "bob", tenant);
        assertThat(later.status(id)).isEqualTo("expired");
        assertProblem(later.patch(id, Map.of("name", "x")), 409, "not_active");
        assertProblem(later.rotate(id, 60), 409, "not_active");
        later.revoke(id).expect(204);
        assertThat(later.status(id)).isEqualTo("revoked");
    }

    @Test
    void everyChangeIsToldAndNoneGivesTheKeyAway() {
        Response made = keys.create();
        Response successor = keys.rotate(made.id(), 0).expect(201);
        keys.patch(successor.id(), Map.of("name", "renamed")).expect(200);
        keys.patch(successor.id(), Map.of("name", "renamed")).expect(200);
        keys.revoke(successor.id()).expect(204);

        List<ChangeRow> rows = ChangeRow.of(oka, tenant).stream()
                .filter(row -> row.type().startsWith("api_key."))
                .toList();

        assertThat(rows.stream().map(ChangeRow::type))
                .containsExactly("api_key.created", "api_key.rotated", "api_key.updated", "api_key.revoked");
        assertThat(rows.stream().map(row -> row.datum("keyId")))
                .containsExactly(made.id(), successor.id(), successor.id(), successor.id());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.actorId()).isEqualTo(realm.userId("bob"));
            assertThat(row.datum("familyId")).isEqualTo(made.id());
            assertThat(row.data().path("scopes").path(0).asText()).isEqualTo("documents:read");
            assertThat(row.data().toString()).doesNotContain(ApiKeys.secret(made), ApiKeys.secret(successor), "hash");
        });
        JsonNode created = made.json();
        assertThat(rows.get(0).datum("prefix")).isEqualTo(created.path("prefix").asText());
        assertThat(rows.get(0).datum("last4")).isEqualTo(created.path("last4").asText());
        assertThat(rows.get(0).datum("name")).isEqualTo("key");
        assertThat(rows.get(1).datum("previousKeyId")).isEqualTo(made.id());
        assertThat(rows.get(1).datum("graceUntil")).endsWith("Z");
        assertThat(rows.get(3).datum("reason")).isEqualTo("requested");
    }

    @Test
    void auditShowsThem() {
        String id = keys.create().id();

        JsonNode audit = realm.as("bob")
                .get("/tenants/" + tenant + "/audit?type=api_key.*")
                .send()
                .expect(200)
                .json();

        assertThat(audit.path("items")).hasSize(1);
        assertThat(audit.at("/items/0/data/keyId").asText()).isEqualTo(id);
    }
}
