package io.oka.it.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a realm says that its decisions are to be had. */
@OkaServer
final class AuthzenDiscoveryIT {

    private static Oka oka;
    private static TestRealm realm;

    @BeforeAll
    static void realmWithAService(Oka server) {
        oka = server;
        realm = server.realm().service("gateway", "authorize", "search-access").create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void metadataStandsAtBothPlaces() {
        Response ofRealm = at(realm);
        Response ofServer = atRoot(realm);

        JsonNode json = ofRealm.expect(200).json();
        assertThat(ofServer.expect(200).json()).isEqualTo(json);
        assertThat(ofRealm.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        String base = realm.issuer();
        assertThat(json.path("policy_decision_point").asText()).isEqualTo(base);
        assertThat(json.path("access_evaluation_endpoint").asText()).isEqualTo(base + "/access/v1/evaluation");
        assertThat(json.path("access_evaluations_endpoint").asText()).isEqualTo(base + "/access/v1/evaluations");
        assertThat(json.path("search_subject_endpoint").asText()).isEqualTo(base + "/access/v1/search/subject");
        assertThat(json.path("search_resource_endpoint").asText()).isEqualTo(base + "/access/v1/search/resource");
        assertThat(json.path("search_action_endpoint").asText()).isEqualTo(base + "/access/v1/search/action");
        assertThat(json.size()).isEqualTo(6);
    }

    @Test
    void whatItNamesAnswers() {
        List<String> endpoints = new ArrayList<>();
        at(realm)
                .json()
                .properties()
                .forEach(one -> endpoints.add(
                        one.getKey().endsWith("_endpoint") ? one.getValue().asText() : ""));

        assertThat(endpoints)
                .filteredOn(endpoint -> !endpoint.isEmpty())
                .hasSize(5)
                .allSatisfy(endpoint -> assertThat(oka.http()
                                .post(endpoint)
                                .bearer(realm.serviceToken("gateway"))
                                .json(Map.of())
                                .send()
                                .status())
                        .isEqualTo(400));
    }

    @Test
    void frontendAddressIsTheOneThatIsNamed() {
        try (TestRealm moved = oka.realm()
                .with(representation ->
                        representation.put("attributes", Map.of("frontendUrl", "https://pdp.example.com/auth")))
                .create()) {
            for (Response metadata : List.of(at(moved), atRoot(moved))) {
                JsonNode json = metadata.expect(200).json();
                String base = "https://pdp.example.com/auth/realms/" + moved.name();
                assertThat(json.path("policy_decision_point").asText()).isEqualTo(base);
                assertThat(json.path("access_evaluation_endpoint").asText()).isEqualTo(base + "/access/v1/evaluation");
            }
        }
    }

    @Test
    void realmWithoutOkaHasNone() {
        try (TestRealm bare = oka.realm().withoutSetup().create()) {
            at(bare).expect(404);
            atRoot(bare).expect(404);
        }
    }

    @Test
    void disabledRealmHasNone() {
        try (TestRealm disabled = oka.realm().create()) {
            disabled.update(Map.of("enabled", false));

            at(disabled).expect(404);
            atRoot(disabled).expect(404);
        }
    }

    private static Response at(TestRealm realm) {
        return realm.anonymous().get("/.well-known/authzen-configuration").send();
    }

    private static Response atRoot(TestRealm realm) {
        return oka.http()
                .get("/.well-known/authzen-configuration/realms/" + realm.name())
                .send();
    }
}
