package io.oka.keycloak.entitlements.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oka.keycloak.tenants.TenantRole;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.util.JsonSerialization;

class EntitlementsPolicyConfigTest {

    private static final String TENANT = "0190c6f0-0000-7000-8000-000000000000";

    private static final Map<String, String> WHOLE =
            Map.of("service", "documents", "feature", "export", "role", "admin", "quantity", "25", "tenantId", TENANT);

    @Test
    void whatIsStoredIsReadAgain() {
        EntitlementsPolicyConfig config = EntitlementsPolicyConfig.parse(WHOLE);

        assertThat(config)
                .isEqualTo(new EntitlementsPolicyConfig("documents", "export", TenantRole.ADMIN, 25L, TENANT));
        assertThat(config.toMap()).isEqualTo(WHOLE);
        assertThat(config.toJson()).contains("\"quantity\" : 25");
    }

    @Test
    void nothingNeedsToBeAskedFor() {
        EntitlementsPolicyConfig config = EntitlementsPolicyConfig.parse(Map.of("service", " ", "quantity", ""));

        assertThat(config).isEqualTo(new EntitlementsPolicyConfig(null, null, null, null, null));
        assertThat(config.toMap()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "service, a b",
        "service, 'a\nb'",
        "feature, ü",
        "role, king",
        "role, ADMIN",
        "quantity, 0",
        "quantity, -1",
        "quantity, 1.5",
        "quantity, 1e3",
        "quantity, many",
        "quantity, 99999999999999999999",
        "tenantId, acme",
        "tenantId, 'a\0b'"
    })
    void whatCannotBeIsSaid(String name, String value) {
        assertThatThrownBy(() -> EntitlementsPolicyConfig.parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be ");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> EntitlementsPolicyConfig.parse(Map.of("role", "king", "quantity", "0")))
                .hasMessage("role must be member, admin or owner; quantity must be a whole number, at least 1");
    }

    @Test
    void consoleMaySendMembersOfItsOwn() throws Exception {
        EntitlementsPolicyRepresentation read =
                JsonSerialization.readValue("""
                {"name": "p", "logic": "NEGATIVE", "service": "documents", "quantity": 5, "role": null,
                 "code": "{}", "fetchRoles": true}
                """, EntitlementsPolicyRepresentation.class);

        assertThat(EntitlementsPolicyConfig.parse(read.config()).toMap())
                .isEqualTo(Map.of("service", "documents", "quantity", "5"));
        assertThat(read.getCode()).isNull();
    }

    @Test
    void strangeTypesReachTheCheck() throws Exception {
        EntitlementsPolicyRepresentation read = JsonSerialization.readValue(
                "{\"service\": [\"documents\"], \"quantity\": true}", EntitlementsPolicyRepresentation.class);

        assertThatThrownBy(() -> EntitlementsPolicyConfig.parse(read.config()))
                .hasMessageContaining("service must be")
                .hasMessageContaining("quantity must be");
    }

    @Test
    void consoleIsShownTheConfigurationAsCode() {
        EntitlementsPolicyRepresentation shown =
                EntitlementsPolicyRepresentation.of(EntitlementsPolicyConfig.parse(WHOLE));

        var json = JsonSerialization.mapper.valueToTree(shown);

        assertThat(json.path("service").asText()).isEqualTo("documents");
        assertThat(json.path("quantity")).isEqualTo(JsonNodeFactory.instance.numberNode(25L));
        assertThat(json.path("code").asText()).contains("\"role\" : \"admin\"");
    }
}
